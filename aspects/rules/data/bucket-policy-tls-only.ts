import { holdersOf } from '../../policy/resource-policies';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { BUCKET_TLS_COVERS, readsInPlainText, writesInPlainText } from '../../s3/tls-only';
import { Severity } from '../../severity';

/** Where a bucket has a policy, that is the place where plain text is refused. */
export const bucketPolicyTlsOnly: Rule = {
  id: 'bucket-policy-tls-only',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The policy of a bucket is where calls without TLS are refused',
  threat: 'S3 answers plain HTTP too, unless the policy of the bucket says no; this one was written for other questions, and whoever reads it takes the bucket for guarded.',
  remedy: 'Deny s3:* on the bucket and its objects to everybody where aws:SecureTransport is false, in this policy; enforceSSL: true on the bucket adds the statement.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  // bucket-tls-only and bucket-reads-tls-only report the bucket, with a higher severity, and repair both; others report its policy besides.
  covers: BUCKET_TLS_COVERS,
  target: 'AWS::S3::BucketPolicy',
  check: (policy, app) => {
    const found = holdersOf(policy, app).resources.flatMap(bucket => [...writesInPlainText(bucket, app), ...readsInPlainText(bucket, app)])
      .filter(({ subject, related }) => subject !== policy && related?.includes(policy));
    if (found.length === 0) return undefined;
    const details = { property: 'PolicyDocument' };
    return found.some(({ verdict }) => verdict === 'noncompliant') ? noncompliant(policy, 'the policy does not refuse every call of its bucket without TLS', details)
      : undecided(policy, 'whether the policy refuses every call of its bucket without TLS is only known at deployment', details);
  },
  // No fix: that of bucket-tls-only adds the statement to this policy.
  examples: [
    compliant('refused', ({ stack, iam, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true }).grantRead(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('no policy, which another rule is about', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('a policy for a reader alone', ({ stack, iam, s3 }) => {
      new s3.Bucket(stack, 'Bucket').grantRead(new iam.AccountPrincipal('111122223333'));
    }),
    noncompliantExample('a raw policy of a bucket by its name, for one caller', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { bucketName: 'orders' });
      const Statement = {
        Effect: 'Deny',
        Principal: { AWS: '111122223333' },
        Action: '*',
        Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    noncompliantExample('taken away by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
      (bucket.policy!.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement.0.Effect', 'Allow');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const plain = new cdk.CfnParameter(stack, 'Plain', { allowedValues: ['true', 'false'] });
      const bucket = new s3.CfnBucket(stack, 'Bucket');
      const Statement = [{
        Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucket.attrArn, `${bucket.attrArn}/*`], Condition: { Bool: { 'aws:SecureTransport': plain.valueAsString } },
      }];
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement } });
    }),
  ],
};
