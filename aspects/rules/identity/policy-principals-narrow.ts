import { DOORS, letIn } from '../../policy/let-in';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Who is let in is somebody. */
export const policyPrincipalsNarrow: Rule = {
  id: 'policy-principals-narrow',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'Roles and the policies of resources name who is let in, not a whole account',
  threat: 'Every user and role of the account that is given the action, now or later, comes in: a broad policy anywhere in it opens this door as well.',
  remedy: 'Name the role or user (queue.grantSendMessages(sender)); where many of an account have to come in, bind them with a condition (aws:PrincipalTag, aws:PrincipalArn).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // The policies of keys name their account by design, and everybody is a question of other rules.
  covers: ['cfripper:PartialWildcardPrincipalRule', 'cfripper:GenericResourcePartialWildcardPrincipalRule'],
  target: DOORS,
  check: door => letIn(door, isManifold, principals => `whoever is given the action in ${principals} is let in`),
  // No fix: who of the account has to come in only the owner knows.
  examples: [
    compliant('one role', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/orders'));
    }),
    compliant('a service', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    }),
    compliant('an account, bound by a condition', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal().withConditions({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }) });
    }),
    noncompliantExample('a role for the whole account of the stack', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    }),
    noncompliantExample('an account by its number, in a raw policy', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: 111122223333 }, Action: 'sqs:SendMessage', Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SQS::QueuePolicy', properties: { Queues: ['jobs'], PolicyDocument: { Statement } } });
    }),
    noncompliantExample('every role of a name', ({ stack, cdk }) => {
      const Statement = [{ Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::111122223333:role/orders*'] }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    undecidedExample('a condition decides whether more is asked', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsAsked', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Asked').valueAsString, 'yes') });
      const Condition = cdk.Fn.conditionIf('IsAsked', { StringEquals: { 'sts:ExternalId': 'orders-4711' } }, cdk.Aws.NO_VALUE);
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Condition }];
      new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement } });
    }),
  ],
};

/** A whole account, as a number or its root, or a name with a wildcard in it. */
function isManifold(principal: string): boolean {
  return /^(\d{12}|arn:[^:]*:iam::[\d.]+:(root|.*[*?].*))$/.test(principal);
}
