import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { cannedAcl } from '../../s3/public-acl';
import { Severity } from '../../severity';

/** Nobody writes to a bucket by its ACL. */
export const bucketAclNoPublicWrite: Rule = {
  id: 'bucket-acl-no-public-write',
  theme: 'data',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No ACL lets everybody write to a bucket',
  threat: 'Anybody on the internet, without an AWS account, replaces what the bucket holds with files of their own that others trust, deletes it, or fills it at '
    + 'the expense of its owner.',
  remedy: 'Remove accessControl and grant access by name: bucket.grantRead(reader). Serve a website by CloudFront with origin access control.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_57', 'trivy:AWS-0092', 'cfn_nag:F14', 'guard:S3_BUCKET_NO_PUBLIC_RW_ACL', 'guard:S3_BUCKET_PUBLIC_READ_PROHIBITED',
    'guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'cdk-nag:S3BucketPublicReadProhibited', 'cdk-nag:S3BucketPublicWriteProhibited',
    'kics:07dda8de-d90d-469e-9b37-1aca53526ced', 'securityhub:S3.3', 'cfripper:S3BucketPublicReadWriteAclRule',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => cannedAcl(bucket, 'PublicReadWrite', 'the ACL PublicReadWrite lets everybody read and write'),
  // No fix: whoever reads the bucket by its ACL would be refused, and nobody here knows who that is.
  examples: [
    compliant('nothing said: the owner alone', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('told to ignore it, in a raw resource', ({ stack, cdk }) => {
      const properties = { AccessControl: 'PublicReadWrite', PublicAccessBlockConfiguration: { IgnorePublicAcls: 'true' } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    compliant('logs are delivered by an ACL that is not public', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Logs', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE });
    }),
    noncompliantExample('the ACL', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'PublicReadWrite' });
    }),
    noncompliantExample('the ACL, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'Private' }).addPropertyOverride('AccessControl', 'PublicReadWrite');
    }),
    undecidedExample('the ACL left to a parameter', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: new cdk.CfnParameter(stack, 'Acl').valueAsString });
    }),
  ],
};
