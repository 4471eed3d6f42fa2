import { HTTP, INGRESS_COVERS, openPorts } from '../../network/open-ports';
import { isWebOfPublicBalancer } from '../../network/public-web';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The web in plain text is for load balancers that send their callers on to HTTPS. */
export const securityGroupNoOpenHttp: Rule = {
  id: 'security-group-no-open-http',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'HTTP is not open to the whole world but at a public load balancer',
  threat: 'On port 80 whoever sits between a caller and the server reads what is sent, passwords and cookies included, and changes it; and what listens on a '
    + 'machine of its own is tried with every hole that web servers are known for.',
  remedy: 'Put a public load balancer before it that redirects 80 to 443 (listener.addRedirect), and let its security group in (connections.allowFrom); or close port 80.',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  // The lists of sensitive ports name HTTP, too.
  covers: [
    ...INGRESS_COVERS, 'checkov:CKV_AWS_260', 'kics:ddfc4eaa-af23-409f-b96c-bf5c45dc4daa', 'kics:494b03d3-bf40-4464-8524-7c56ad0700ed',
    'kics:78055456-f670-4d2e-94d5-392d1cf4f5e4',
  ],
  target: RULE_HOLDERS,
  check: (holder, app) => openPorts(holder, HTTP, app, rule => !isWebOfPublicBalancer(rule, app)),
  // No fix: whoever comes in this way would be refused, and nobody here knows from where they come.
  examples: [
    compliant('a public load balancer', ({ stack, ec2, elb }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const balancer = new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true });
      balancer.addListener('Web', { port: 80, defaultAction: elb.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }) });
    }),
    compliant('HTTPS, which another rule is about', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS);
    }),
    compliant('open to the load balancer', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new ec2.SecurityGroup(stack, 'Group', { vpc }).addIngressRule(new ec2.SecurityGroup(stack, 'Balancer', { vpc }), ec2.Port.HTTP);
    }),
    noncompliantExample('open to everybody', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTP);
    }),
    noncompliantExample('over IPv6, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '80', ToPort: '80', CidrIpv6: '::/0' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('a range of ports around it, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web' });
      group.addPropertyOverride('SecurityGroupIngress', { IpProtocol: 'tcp', FromPort: 79, ToPort: 81, CidrIp: '0.0.0.0/0' });
    }),
    undecidedExample('a range of addresses that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web', securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 80, toPort: 80, cidrIp }] });
    }),
  ],
};
