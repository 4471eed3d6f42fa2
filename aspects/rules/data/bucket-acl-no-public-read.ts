import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { cannedAcl } from '../../s3/public-acl';
import { Severity } from '../../severity';

/** Nobody reads a bucket by its ACL. */
export const bucketAclNoPublicRead: Rule = {
  id: 'bucket-acl-no-public-read',
  theme: 'data',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'No ACL lets everybody read a bucket',
  threat: 'Anybody on the internet, without an AWS account, lists what the bucket holds; programs do nothing else all day than look for such buckets.',
  remedy: 'Remove accessControl and grant access by name: bucket.grantRead(reader). Serve a website by CloudFront with origin access control.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_20', 'trivy:AWS-0092', 'cfn_nag:W31', 'guard:S3_BUCKET_PUBLIC_READ_ACL', 'guard:S3_BUCKET_PUBLIC_READ_PROHIBITED',
    'cdk-nag:S3BucketPublicReadProhibited', 'kics:219f4c95-aa50-44e0-97de-cf71f4641170', 'securityhub:S3.2', 'cfripper:S3BucketPublicReadAclRule',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => cannedAcl(bucket, 'PublicRead', 'the ACL PublicRead lets everybody read'),
  // No fix: whoever reads the bucket by its ACL would be refused, and nobody here knows who that is.
  examples: [
    compliant('nothing said: the owner alone', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('told to ignore it, in a raw resource', ({ stack, cdk }) => {
      const properties = { AccessControl: 'PublicRead', PublicAccessBlockConfiguration: { IgnorePublicAcls: 'true' } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    compliant('logs are delivered by an ACL that is not public', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Logs', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE });
    }),
    noncompliantExample('the ACL', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'PublicRead' });
    }),
    noncompliantExample('the ACL, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'Private' }).addPropertyOverride('AccessControl', 'PublicRead');
    }),
    undecidedExample('the ACL left to a parameter', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: new cdk.CfnParameter(stack, 'Acl').valueAsString });
    }),
  ],
};
