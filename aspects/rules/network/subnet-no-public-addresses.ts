import { Resource } from '../../model/resource';
import { ask, booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What gives every machine of a subnet an address that the world can reach. */
const SETTINGS = ['MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation'];

/** No machine is on the internet because of where it was started. */
export const subnetNoPublicAddresses: Rule = {
  id: 'subnet-no-public-addresses',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A subnet gives no public address to what is started in it',
  threat: 'Whatever is started in the subnet without a thought is on the internet at once: a test machine, a container with its debugger. One open port in its '
    + 'group, and strangers are in the network of the functions.',
  remedy: 'Leave MapPublicIpOnLaunch out (mapPublicIpOnLaunch: false in the configuration of the subnet), and give an address to what needs one: a load '
    + 'balancer and a NAT gateway bring their own.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15',
    'https://cwe.mitre.org/data/definitions/1327.html',
  ],
  covers: [
    'cdk-nag:VPCSubnetAutoAssignPublicIpDisabled', 'cfn_nag:W33', 'checkov:CKV_AWS_130', 'guard:SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED',
    'kics:b3de4e4c-14be-4159-b99d-9ad194365e4c', 'securityhub:EC2.15', 'trivy:AWS-0164',
  ],
  target: 'AWS::EC2::Subnet',
  check: givesAddresses,
  // No fix: what is reached by its public address today would not be reached after its replacement.
  examples: [
    compliant('nothing said', ({ stack, ec2 }) => {
      new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-1', cidrBlock: '10.0.0.0/24' });
    }),
    compliant('public subnets that give none', ({ stack, ec2 }) => {
      const subnetConfiguration = [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false }];
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration });
    }),
    noncompliantExample('the public subnets of a VPC as the CDK makes it', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    }),
    noncompliantExample('a raw resource, the answer as a string', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Subnet', { type: 'AWS::EC2::Subnet', properties: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: 'true' } });
    }),
    noncompliantExample('addresses of IPv6, by an override', ({ stack, ec2 }) => {
      const subnet = new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-1', ipv6CidrBlock: '2001:db8::/64' });
      subnet.addPropertyOverride('AssignIpv6AddressOnCreation', true);
    }),
    undecidedExample('a parameter that decides', ({ stack, cdk, ec2 }) => {
      const subnet = new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-1', cidrBlock: '10.0.0.0/24' });
      subnet.addPropertyOverride('MapPublicIpOnLaunch', new cdk.CfnParameter(stack, 'Public').valueAsString);
    }),
  ],
};

function givesAddresses(subnet: Resource): Found | undefined {
  const answers = SETTINGS.map(property => ({ property, answer: ask(subnet.get(property), on => booleanOf(on) === true) }));
  const given = answers.find(({ answer }) => answer === 'yes');
  if (given !== undefined) return noncompliant(subnet, 'whatever is started in the subnet gets a public address', { property: given.property });
  const open = answers.find(({ answer }) => answer === 'undecided');
  return open && undecided(subnet, 'only the deployment knows whether the subnet gives public addresses', { property: open.property });
}
