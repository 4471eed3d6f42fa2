import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { narrowedEgress } from '../../network/narrowed-egress';
import { EGRESS_COVERS, isNarrow, isOpenEgress, openEgressMessage } from '../../network/open-egress';
import { placementOf } from '../../network/placement';
import { GroupRule, guardedBy, RULE_HOLDERS, rulesHeldBy } from '../../network/security-groups';
import { reachesInternet, subnets } from '../../network/subnets';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions in a VPC call out only where they have business. */
export const lambdaVpcEgressRestricted: Rule = {
  id: 'lambda-vpc-egress-restricted',
  theme: 'network',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The security group of a function lets out only what the function needs',
  threat: 'Code that was slipped into the function (a dependency, an injection) sends what it steals to any address on any port, takes orders from there, '
    + 'and scans the network around it.',
  remedy: 'Set allowAllOutbound: false and allow each way by name: the database\'s group (connections.allowTo), the endpoints\' group or prefix list on 443.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  // They ask it of every group: those of functions are judged here, the others by security-group-egress-restricted.
  covers: EGRESS_COVERS,
  target: RULE_HOLDERS,
  check: function* (holder, app) {
    for (const rule of rulesHeldBy(holder, app)) {
      const answer = isOpenEgress(rule);
      const functions = answer === 'no' || rule.group === undefined ? [] : guardedBy(rule.group, app).filter(one => one.kind === 'function').map(one => one.resource);
      if (functions.length === 0) continue;
      const details = { property: rule.property, detail: rule.property ?? describe(rule.traffic), related: functions };
      if (answer === 'undecided') yield undecided(holder, `whether ${describe(rule.traffic)} may leave to anywhere is only known at deployment`, details);
      else yield noncompliant(holder, openEgressMessage(rule), { ...details, severity: severityOf(rule, functions, app) });
    }
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It lets out HTTPS, and within the first range of the VPC everything, as far as the group let both out before; a function that calls the world on another port, or '
      + 'a network beyond that range, is refused.',
    repair: ({ subject }, app) => narrowedEgress(subject as Resource, app),
  },
  examples: [
    compliant('lets nothing out: the range that stands in for no rule', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), allowAllOutbound: false });
    }),
    compliant('only to a database\'s group', ({ stack, ec2, someFunction }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const fn = someFunction('Function', { vpc, allowAllOutbound: false });
      fn.connections.allowTo(new ec2.SecurityGroup(stack, 'Database', { vpc }), ec2.Port.tcp(5432));
    }),
    noncompliantExample('everything, as CDK has it by default', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    noncompliantExample('nothing said about egress, which EC2 takes for everything', ({ stack, ec2, someFunction }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'function' });
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.addPropertyOverride('VpcConfig', { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: [group.attrGroupId] });
    }),
    noncompliantExample('every address of IPv6, in a rule of its own', ({ stack, cdk, ec2, someFunction }) => {
      const fn = someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), allowAllOutbound: false });
      const groupId = fn.connections.securityGroups[0].securityGroupId;
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupEgress', properties: { GroupId: groupId, IpProtocol: -1, CidrIpv6: '::/0' } });
    }),
    noncompliantExample('HTTPS to anywhere, which is narrower', ({ stack, ec2, someFunction }) => {
      const fn = someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), allowAllOutbound: false });
      fn.connections.allowTo(ec2.Peer.anyIpv4(), ec2.Port.HTTPS);
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2, someFunction }) => {
      const range = new cdk.CfnParameter(stack, 'Range');
      const egress = [{ ipProtocol: '-1', cidrIp: range.valueAsString }];
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'function', securityGroupEgress: egress });
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.vpcConfig = { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: [group.attrGroupId] };
    }),
  ],
};

/** One port to anywhere is narrower; and what cannot leave the VPC anyway has less to gain from an open group. */
function severityOf(rule: GroupRule, functions: readonly Resource[], app: AppModel): Severity | undefined {
  if (isNarrow(rule)) return Severity.LOW;
  const known = functions.flatMap(fn => placementOf(fn, app)?.subnets ?? []).map(one => subnets(app).get(one.resource?.id ?? ''));
  return known.every(subnet => subnet !== undefined && reachesInternet(subnet, app) === 'no') ? Severity.LOW : undefined;
}
