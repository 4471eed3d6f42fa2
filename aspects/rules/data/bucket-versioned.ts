import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, entryOf, isOpen, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Buckets remember what was overwritten or deleted. */
export const bucketVersioned: Rule = {
  id: 'bucket-versioned',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket keeps former versions of its objects',
  threat: 'Whoever may write to the bucket, or breaks into a function that may, overwrites or deletes its objects for good, or holds them to ransom.',
  remedy: 'Set versioned: true, with a lifecycle rule that removes noncurrent versions after as long as you need to notice. Acknowledge buckets that '
    + 'hold nothing but what can be made again.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    'https://cwe.mitre.org/data/definitions/471.html',
  ],
  covers: [
    'cdk-nag:S3BucketVersioningEnabled', 'checkov:CKV_AWS_21', 'trivy:AWS-0090', 'guard:S3_BUCKET_VERSIONING_ENABLED',
    'kics:a227ec01-f97a-4084-91a4-47b350c1db54', 'securityhub:S3.14', 'cfripper:S3ObjectVersioningRule',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => mustBe(bucket, 'VersioningConfiguration.Status', status => status === 'Enabled', 'what is overwritten or deleted in the bucket is gone'),
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Every reader and writer sees the bucket as before; what is deleted or overwritten is kept and paid for until a lifecycle rule removes it. Where '
      + 'somebody wrote that objects are deleted after a time, they would stay as former versions: the fix is not made.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('versioned', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { versioned: true });
    }),
    compliant('versioned by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('VersioningConfiguration', { Status: 'Enabled' });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('suspended, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { VersioningConfiguration: { Status: 'Suspended' } } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const status = new cdk.CfnParameter(stack, 'Status', { allowedValues: ['Enabled', 'Suspended'] });
      new s3.CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: status.valueAsString } });
    }),
  ],
};

/** What lets objects of a bucket go after a time: as they are, and as former versions. */
const EXPIRES = ['ExpirationInDays', 'ExpirationDate'];
const EXPIRES_FORMER = ['NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays'];

function repair(bucket: Resource): Repair | Declined {
  const rules = alternativesOf(bucket.get('LifecycleConfiguration.Rules')).flatMap(valuesOf).flatMap(alternativesOf);
  const has = (names: readonly string[]) => rules.some(rule => names.some(name => entryOf(rule, name) !== undefined));
  if (rules.some(isOpen)) return { declined: 'only the deployment knows what its lifecycle rules delete' };
  return has(EXPIRES) && !has(EXPIRES_FORMER)
    ? { declined: 'its lifecycle rules delete objects, which would stay as former versions: say there how long those are kept (NoncurrentVersionExpiration)' }
    : { level: FixLevel.OPERATIONAL, patches: [new SetProperty(bucket, 'VersioningConfiguration', { Status: 'Enabled' })] };
}
