import { Resource } from '../../model/resource';
import { DOORS, letIn } from '../../policy/let-in';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Who comes from elsewhere is known. */
export const policyAccountsOwn: Rule = {
  id: 'policy-accounts-own',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'Roles and the policies of resources let in no other account without a condition',
  threat: 'Whoever gets into the other account is in this one, too, and nothing here tells: its passwords, its second factors and its people are not yours.',
  remedy: 'Name the account of the stack by its parameter (Aws.ACCOUNT_ID). Where another account has to come in, bind it with a condition '
    + '(aws:PrincipalOrgID, sts:ExternalId), or acknowledge with whose account it is.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  // Everybody is a question of other rules; some ask for both at once.
  covers: [
    'cfripper:CrossAccountTrustRule', 'cfripper:GenericCrossAccountTrustRule', 'cfripper:KMSKeyCrossAccountTrustRule', 'cfripper:S3CrossAccountTrustRule',
    'cfripper:S3BucketPolicyPrincipalRule',
  ],
  target: [...DOORS, 'AWS::KMS::Key'],
  check: (door: Resource) => {
    const own = door.template.environment.account;
    const account = (principal: string) => /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(principal)?.[1];
    return letIn(door, principal => account(principal) !== undefined && account(principal) !== own, principals => `${principals} is let in, by the number of an account`);
  },
  // No fix: who has to come in only the owner knows.
  examples: [
    compliant('the account of the stack, by its parameter', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.AccountRootPrincipal());
    }),
    compliant('another account of the same organisation', ({ stack, iam, sqs }) => {
      const principals = [new iam.AccountPrincipal('111122223333').withConditions({ StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } })];
      const queue = new sqs.Queue(stack, 'Jobs');
      queue.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
    }),
    compliant('denied', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY, principals: [new iam.AccountPrincipal('111122223333')], actions: ['s3:*'], resources: [bucket.bucketArn],
      }));
    }),
    noncompliantExample('a role for another account', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333') });
    }),
    noncompliantExample('a user of another account, in a raw bucket policy', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::111122223333:user/mary'] }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    noncompliantExample('a key that another account may use', ({ stack, iam, kms }) => {
      new kms.Key(stack, 'Key').grantDecrypt(new iam.AccountPrincipal('111122223333'));
    }),
    undecidedExample('a condition decides whether more is asked', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsAsked', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Asked').valueAsString, 'yes') });
      const Condition = cdk.Fn.conditionIf('IsAsked', { StringEquals: { 'sts:ExternalId': 'orders-4711' } }, cdk.Aws.NO_VALUE);
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Condition }];
      new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement } });
    }),
  ],
};
