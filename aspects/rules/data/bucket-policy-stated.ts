import { attachedPolicies } from '../../policy/resource-policies';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { mayHavePolicyOf } from '../../s3/policies';
import { Severity } from '../../severity';

/** Buckets say for themselves who may use them. */
export const bucketPolicyStated: Rule = {
  id: 'bucket-policy-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket has a policy',
  threat: 'Without a policy every identity of the account gets what its own policies say, plain text included: one careless wildcard anywhere, and nothing '
    + 'at the bucket says no.',
  remedy: 'Set enforceSSL: true, which writes the policy with the one refusal that every bucket should have, and deny there what nobody may do.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: ['cfn_nag:W51', 'kics:37fa8188-738b-42c8-bf82-6334ea567738'],
  target: 'AWS::S3::Bucket',
  check: (bucket, app) => {
    if (attachedPolicies(bucket, app).length > 0) return undefined;
    if (mayHavePolicyOf(bucket, app)) return undecided(bucket, 'whether a policy of the application is the bucket\'s is only known at deployment');
    return noncompliant(bucket, 'no policy of the application is attached to the bucket');
  },
  // No fix: the fix of bucket-tls-only writes a policy, and says what it may do to whom.
  examples: [
    compliant('plain text refused', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
    }),
    compliant('a raw policy of a bucket by its name', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { bucketName: 'orders' });
      const Statement = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::orders' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('the policy of another bucket, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket');
      const policy = new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'orders', policyDocument: { Statement: [] } });
      policy.addPropertyOverride('Bucket', 'bills');
    }),
    undecidedExample('a policy of a bucket that a parameter names', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { bucketName: new cdk.CfnParameter(stack, 'Name').valueAsString });
      const bucket = new cdk.CfnParameter(stack, 'Which').valueAsString;
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket, policyDocument: { Statement: [] } });
    }),
  ],
};
