import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { cannedAcl } from '../../s3/public-acl';
import { Severity } from '../../severity';

/** No stranger with an AWS account reads a bucket by its ACL. */
export const bucketAclNoAuthenticatedRead: Rule = {
  id: 'bucket-acl-no-authenticated-read',
  theme: 'data',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'No ACL lets every AWS account read a bucket',
  threat: 'Authenticated means with any AWS account at all: anybody makes one in minutes, and lists what the bucket holds.',
  remedy: 'Remove accessControl and grant access by name: bucket.grantRead(reader). Serve a website by CloudFront with origin access control.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'trivy:AWS-0092', 'kics:835d5497-a526-4aea-a23f-98a9afd1635f',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => cannedAcl(bucket, 'AuthenticatedRead', 'the ACL AuthenticatedRead lets everybody read who has an AWS account'),
  // No fix: whoever reads the bucket by its ACL would be refused, and nobody here knows who that is.
  examples: [
    compliant('nothing said: the owner alone', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('told to ignore it, in a raw resource', ({ stack, cdk }) => {
      const properties = { AccessControl: 'AuthenticatedRead', PublicAccessBlockConfiguration: { IgnorePublicAcls: 'true' } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    compliant('logs are delivered by an ACL that is not public', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Logs', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE });
    }),
    noncompliantExample('the ACL', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'AuthenticatedRead' });
    }),
    noncompliantExample('the ACL, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'Private' }).addPropertyOverride('AccessControl', 'AuthenticatedRead');
    }),
    undecidedExample('the ACL left to a parameter', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: new cdk.CfnParameter(stack, 'Acl').valueAsString });
    }),
  ],
};
