import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { takesAccessLogs } from '../../s3/log-buckets';
import { Severity } from '../../severity';

/** What is stored cannot be deleted for a time. */
export const bucketObjectLocked: Rule = {
  id: 'bucket-object-locked',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'Objects of a bucket can be locked against deletion',
  threat: 'Versions bring back what was overwritten, unless the intruder may delete versions too: an administrator\'s stolen session takes the last copy '
    + 'with it, or holds it to ransom.',
  remedy: 'Set objectLockEnabled: true, and objectLockDefaultRetention for as long as nobody may delete. Acknowledge buckets whose contents can be made again.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-15',
    'https://cwe.mitre.org/data/definitions/471.html',
  ],
  covers: ['cdk-nag:S3BucketDefaultLockEnabled', 'guard:S3_BUCKET_DEFAULT_LOCK_ENABLE', 'guard:S3_BUCKET_DEFAULT_LOCK_ENABLED', 'securityhub:S3.15'],
  target: 'AWS::S3::Bucket',
  check: (bucket, app) => (takesAccessLogs(bucket, app) ? undefined // S3 delivers access logs to no bucket with a default lock
    : mustBe(bucket, 'ObjectLockEnabled', on => booleanOf(on) === true, 'nothing keeps an object of the bucket from being deleted')),
  // No fix: what is locked can be deleted by nobody, and how long that may last only the owner knows.
  examples: [
    compliant('locked for a month', ({ stack, cdk, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { versioned: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(cdk.Duration.days(30)) });
    }),
    compliant('lockable, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { ObjectLockEnabled: 'true' } });
    }),
    compliant('a bucket that takes access logs', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Logs', { accessControl: 'LogDeliveryWrite' });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { versioned: true });
    }),
    noncompliantExample('switched off by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { objectLockEnabled: true }).addPropertyOverride('ObjectLockEnabled', false);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const locked = new cdk.CfnParameter(stack, 'Locked', { allowedValues: ['true', 'false'] });
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('ObjectLockEnabled', locked.valueAsString);
    }),
  ],
};
