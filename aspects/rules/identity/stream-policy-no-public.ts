import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Streams are not for everybody. */
export const streamPolicyNoPublic: Rule = {
  id: 'stream-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No policy lets everybody write to a stream or read it',
  threat: 'Anybody with an AWS account who knows the ARN reads every record of the stream, or writes records of their making, which its functions then work on.',
  remedy: 'Name the principals: stream.grantRead(account) or grantWrite(role); for a whole organisation set aws:PrincipalOrgID in the conditions of the statement.',
  links: [
    'https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: ['cfripper:GenericResourceFullWildcardPrincipalRule', 'cfripper:GenericResourceWildcardPrincipalRule'],
  target: 'AWS::Kinesis::ResourcePolicy',
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account by its number', ({ stack, iam, kinesis }) => {
      const stream = new kinesis.Stream(stack, 'Clicks');
      const principals = [new iam.AccountPrincipal('111122223333')];
      stream.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: ['kinesis:GetRecords'], resources: [stream.streamArn] }));
    }),
    compliant('everybody of an organisation', ({ stack, iam, kinesis }) => {
      const stream = new kinesis.Stream(stack, 'Clicks');
      const principals = [new iam.OrganizationPrincipal('o-a1b2c3d4e5')];
      stream.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: ['kinesis:PutRecord'], resources: [stream.streamArn] }));
    }),
    noncompliantExample('everybody', ({ stack, iam, kinesis }) => {
      const stream = new kinesis.Stream(stack, 'Clicks');
      stream.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['kinesis:PutRecord'], resources: [stream.streamArn] }));
    }),
    noncompliantExample('everybody among others, in a raw policy', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: ['111122223333', '*'] }, Action: 'kinesis:Get*', Resource: '*' };
      const properties = { ResourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks', ResourcePolicy: { Statement } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Kinesis::ResourcePolicy', properties });
    }),
    undecidedExample('the condition of a template decides', ({ stack, cdk }) => {
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Open').valueAsString, 'yes') });
      const Principal = { AWS: cdk.Fn.conditionIf('IsOpen', '*', '111122223333') };
      const Statement = [{ Effect: 'Allow', Principal, Action: 'kinesis:GetRecords', Resource: '*' }];
      const properties = { ResourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks', ResourcePolicy: { Statement } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Kinesis::ResourcePolicy', properties });
    }),
  ],
};
