import { hasRuleOfItsOwn, INGRESS_COVERS, isOpenToAll } from '../../network/open-ports';
import { isEverybody } from '../../network/peer';
import { isWeb, isWebOfPublicBalancer } from '../../network/public-web';
import { GroupRule, RULE_HOLDERS, rulesHeldBy } from '../../network/security-groups';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nothing but a public load balancer lets the whole world in. */
export const securityGroupNoOpenIngress: Rule = {
  id: 'security-group-no-open-ingress',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A security group does not let the whole world in',
  threat: 'Anybody on the internet knocks at the ports: tries passwords and leaked keys, and uses the first hole in what listens there. One public address, '
    + 'one route, one load balancer in front is all that is missing.',
  remedy: 'Name who may come in: another security group (connections.allowFrom), or the address ranges that it is for. Let the world in on 80 and 443 of a '
    + 'public load balancer only.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  // Single ports that others ask about have rules of their own: SSH, Remote Desktop, HTTP, databases and their like.
  covers: [
    ...INGRESS_COVERS, 'kics:adcd0082-e90b-4b63-862b-21899f6e6a48', 'kics:829ce3b8-065c-41a3-ad57-e0accfea82d2', 'kics:0104165b-02d5-426f-abc9-91fb48189899',
  ],
  target: RULE_HOLDERS,
  check: function* (holder, app) {
    for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === 'ingress')) {
      const answer = isOpenToAll(rule);
      if (answer === 'no' || hasRuleOfItsOwn(rule.traffic) || isWebOfPublicBalancer(rule, app)) continue;
      const [text] = rule.peers.filter(peer => isEverybody(peer) !== 'no').map(peer => peer.text);
      const details = { property: rule.property, detail: `${describe(rule.traffic)} from ${text}` };
      if (answer === 'undecided') yield undecided(holder, `whether ${describe(rule.traffic)} is open to the whole world is only known at deployment`, details);
      else yield noncompliant(holder, `${describe(rule.traffic)} is open to ${text}`, { ...details, severity: severityOf(rule) });
    }
  },
  // No fix: whoever is meant to come in would be refused, and nobody here knows who that is.
  examples: [
    compliant('open to another group, and to the VPC', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Database', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.tcp(5432));
      group.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(5432));
    }),
    compliant('80 and 443 of a public load balancer', ({ stack, ec2, elb }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const balancer = new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true });
      balancer.addListener('Web', { port: 80, defaultAction: elb.ListenerAction.fixedResponse(404) });
    }),
    compliant('SSH open to everybody, which another rule is about', ({ stack, ec2 }) => {
      const ingress = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin', securityGroupIngress: ingress });
    }),
    compliant('nothing said about ingress', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    compliant('a prefix list of CloudFront', ({ stack, ec2 }) => {
      const ingress = [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, sourcePrefixListId: 'pl-3b927c52' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web', securityGroupIngress: ingress });
    }),
    noncompliantExample('some port open to everybody', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(4000));
    }),
    noncompliantExample('everybody on IPv6, spelt out, in a rule of its own', ({ stack, cdk, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      new cdk.CfnResource(stack, 'Rule', {
        type: 'AWS::EC2::SecurityGroupIngress',
        properties: { GroupId: group.attrGroupId, IpProtocol: '6', FromPort: '4000', ToPort: '4010', CidrIpv6: '0000:0000:0000:0000:0000:0000:0000:0000/0' },
      });
    }),
    noncompliantExample('one half of the world, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupIngress', [{ IpProtocol: '-1', CidrIp: '128.0.0.0/1' }]);
    }),
    noncompliantExample('a prefix list that holds the world', ({ stack, ec2 }) => {
      const list = new ec2.CfnPrefixList(stack, 'List', { addressFamily: 'IPv4', prefixListName: 'callers', entries: [{ cidr: '0.0.0.0/0' }], maxEntries: 1 });
      const ingress = [{ ipProtocol: 'tcp', fromPort: 9443, toPort: 9443, sourcePrefixListId: list.attrPrefixListId }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin', securityGroupIngress: ingress });
    }),
    noncompliantExample('the web port of something that is no load balancer', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS);
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const range = new cdk.CfnParameter(stack, 'Range');
      const ingress = [{ ipProtocol: 'tcp', fromPort: 9443, toPort: 9443, cidrIp: range.valueAsString }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin', securityGroupIngress: ingress });
    }),
  ],
};

/** A web server may have its reasons; answers to a ping tell little. */
function severityOf({ traffic }: GroupRule): Severity | undefined {
  if (traffic.protocol === 'icmp' || traffic.protocol === 'icmpv6') return Severity.LOW;
  return isWeb(traffic) ? Severity.MEDIUM : undefined;
}
