import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { entryOf, numberOf, valuesOf } from '../../model/value';
import { isOpenToAll } from '../../network/open-ports';
import { GroupRule, RULE_HOLDERS, rulesHeldBy } from '../../network/security-groups';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody lets the whole world in to whatever there is. */
export const securityGroupNoFullyOpenIngress: Rule = {
  id: 'security-group-no-fully-open-ingress',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A security group does not let the whole world in on every port',
  threat: 'There is no fence left: whatever listens on the machine or the container, today or after the next update, is reached by anybody on the internet.',
  remedy: 'Name the ports that are served, each with both ends of its range (FromPort and ToPort), and who may come in: another security group, or the '
    + 'address ranges that it is for.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: ['kics:e415f8d3-fc2b-4f52-88ab-1129e8c8d3f5'],
  target: RULE_HOLDERS,
  check: everyPort,
  // No fix: whoever is meant to come in would be refused, and nobody here knows who that is.
  examples: [
    compliant('one port open to everybody, which other rules are about', ({ stack, ec2 }) => {
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin', securityGroupIngress });
    }),
    compliant('every port, from another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new ec2.SecurityGroup(stack, 'Group', { vpc }).addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.allTraffic());
    }),
    noncompliantExample('every protocol', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.allTraffic());
    }),
    noncompliantExample('every port of TCP over IPv6, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '0', ToPort: '65535', CidrIpv6: '::/0' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('a range that ends at port 0, by which some mean no end, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web' });
      group.addPropertyOverride('SecurityGroupIngress', [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 0, CidrIp: '0.0.0.0/0' }]);
    }),
    undecidedExample('a range of addresses that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web', securityGroupIngress: [{ ipProtocol: '-1', cidrIp }] });
    }),
  ],
};

function* everyPort(holder: Resource, app: AppModel): Generator<Found> {
  for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === 'ingress' && isForAll(one))) {
    const answer = isOpenToAll(rule);
    if (answer === 'no') continue;
    const details = { property: rule.property, detail: rule.property ?? describe(rule.traffic) };
    if (answer === 'undecided') yield undecided(holder, 'whether every port is open to the whole world is only known at deployment', details);
    else yield noncompliant(holder, 'every port is open to the whole world', details);
  }
}

function isForAll(rule: GroupRule): boolean {
  const { protocol, ports, open } = rule.traffic;
  if (protocol === 'any') return true;
  if (protocol !== 'tcp' && protocol !== 'udp') return false;
  return !open && ((ports.from <= 1 && ports.to === 65535) || endsAtNothing(rule));
}

/** Nothing listens on port 0: EC2 refuses a range that runs backwards to it, and who writes one means that it does not end. */
function endsAtNothing({ holder, property }: GroupRule): boolean {
  const [list, index] = property?.split('.') ?? [];
  const last = property === undefined ? holder.get('ToPort') : entryOf(valuesOf(holder.get(list))[Number(index)], 'ToPort');
  return numberOf(last) === 0;
}
