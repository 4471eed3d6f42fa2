import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { allOff, BLOCK_COVERS, blocked } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/**
 * Nobody makes a bucket public by a slip.
 *
 * A bucket that blocks nothing is one finding, of this rule. Where some of the four settings are on and others off, each that
 * is off is a gap of its own: bucket-public-acls-blocked, bucket-public-acls-ignored, bucket-public-policies-blocked and
 * bucket-public-policies-restricted.
 */
export const bucketPublicAccessBlocked: Rule = {
  id: 'bucket-public-access-blocked',
  theme: 'data',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A bucket blocks public access',
  threat: 'One careless policy or ACL, and everybody on the internet lists, reads or overwrites what the bucket holds: this is how most leaked buckets leaked.',
  remedy: 'Leave blockPublicAccess out (S3 blocks everything by itself since April 2023) or set BlockPublicAccess.BLOCK_ALL, '
    + 'and serve a website by CloudFront with origin access control instead.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // Public ACLs have rules of their own, and so has a bucket that says nothing.
  covers: [...BLOCK_COVERS, 'securityhub:S3.8'],
  target: 'AWS::S3::Bucket',
  check: allOff,
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses whoever reads the bucket without signing: the visitors of a website, links in mails and pages.',
    repair: ({ subject }, app) => blocked(subject as Resource, app),
  },
  examples: [
    compliant('nothing said: blocked by default', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('blocked, by the raw resource', ({ stack, cdk }) => {
      const blocks = { BlockPublicAcls: 'true', BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: blocks } });
    }),
    compliant('logs are delivered by an ACL that is not public', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Logs', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE });
    }),
    noncompliantExample('everything turned off', ({ stack, s3 }) => {
      const off = { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false };
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: new s3.BlockPublicAccess(off) });
    }),
    compliant('some settings off, which other rules are about', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: true, ignorePublicAcls: true } });
    }),
    noncompliantExample('nothing in the configuration', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: 'false' } } });
    }),
    undecidedExample('a condition decides between all and nothing', ({ stack, cdk, s3 }) => {
      const open = new cdk.CfnParameter(stack, 'Open', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(open.valueAsString, 'yes') });
      const on = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
      const blocks = cdk.Fn.conditionIf('IsOpen', { BlockPublicAcls: false }, on);
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('PublicAccessBlockConfiguration', blocks);
    }),
  ],
};
