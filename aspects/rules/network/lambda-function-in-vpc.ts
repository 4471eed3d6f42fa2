import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { hasElement } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const SUBNETS = 'VpcConfig.SubnetIds';

/** What functions send leaves by ways of one's own. */
export const lambdaFunctionInVpc: Rule = {
  id: 'lambda-function-in-vpc',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function runs in a VPC, where its way out can be watched and closed',
  threat: 'Outside of a VPC a function reaches the whole internet, and no flow log, firewall or endpoint policy sees it: whoever runs code in it, a poisoned '
    + 'dependency for instance, sends out what it finds.',
  remedy: 'Where policy asks for it, set vpc with subnets that have no way to the internet, a securityGroup that lets out what is needed, and endpoints for '
    + 'the services that are called. Otherwise acknowledge: a VPC costs, and one with an open way out is no gain.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-3',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  // What the VPC lets a function do is asked by the rules lambda-vpc-*.
  covers: ['cdk-nag:LambdaInsideVPC', 'checkov:CKV_AWS_117', 'cfn_nag:W89', 'guard:LAMBDA_INSIDE_VPC', 'securityhub:Lambda.3'],
  target: 'AWS::Lambda::Function',
  check: fn => {
    const inside = hasElement(fn.get(SUBNETS));
    // With security groups alone Lambda refuses the function, so it never runs anywhere.
    if (inside === 'yes' || hasElement(fn.get('VpcConfig.SecurityGroupIds')) === 'yes') return undefined;
    if (inside === 'undecided') return undecided(fn, 'only the deployment knows whether the function runs in a VPC', { property: SUBNETS });
    return noncompliant(fn, 'the function runs outside of any VPC: nothing watches or bounds what it sends where', { property: SUBNETS });
  },
  // No fix: which network, and what the function has to reach from there, only the owner knows.
  examples: [
    compliant('in a VPC', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    compliant('subnets that a parameter names, in a raw resource', ({ stack, cdk }) => {
      const SubnetIds = new cdk.CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList;
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { VpcConfig: { SubnetIds, SecurityGroupIds: ['sg-1'] } } });
    }),
    compliant('security groups without subnets, which Lambda refuses to deploy', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { VpcConfig: { SecurityGroupIds: ['sg-1'] } } });
    }),
    noncompliantExample('nothing said', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('taken out by an override', ({ stack, ec2, someFunction }) => {
      const fn = someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      (fn.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyOverride('VpcConfig', { SubnetIds: [], SecurityGroupIds: [] });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsInside', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Inside').valueAsString, 'yes') });
      const network = cdk.Fn.conditionIf('IsInside', { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }, cdk.Aws.NO_VALUE);
      (someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyOverride('VpcConfig', network);
    }),
  ],
};
