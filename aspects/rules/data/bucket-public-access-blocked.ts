import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { ALL_BLOCKED, BLOCK_COVERS, BLOCKS, SETTINGS } from '../../s3/public-access-block';
import { isPublicAcl } from '../../s3/public-acl';
import { Severity } from '../../severity';

/** Nobody makes a bucket public by a slip. */
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
  covers: [
    ...BLOCK_COVERS, 'securityhub:S3.8',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => settings(bucket),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses whoever reads the bucket without signing: the visitors of a website, links in mails and pages.',
    repair: found => repair(found),
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
    noncompliantExample('two of the four settings left out', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: true, ignorePublicAcls: true } });
    }),
    noncompliantExample('turned off by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.RestrictPublicBuckets', 'false');
    }),
    undecidedExample('a setting left to a parameter', ({ stack, cdk, s3 }) => {
      const blocked = new cdk.CfnParameter(stack, 'Blocked', { allowedValues: ['true', 'false'] });
      const bucket = new s3.CfnBucket(stack, 'Bucket', {
        publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      });
      bucket.addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', blocked.valueAsString);
    }),
  ],
};

function settings(bucket: Resource): Found | undefined {
  const states = alternativesOf(bucket.get(BLOCKS)).map(blocks => {
    if (blocks === undefined) return { answers: SETTINGS.map((): Answer => 'no') }; // S3 blocks by default
    // S3 takes the configuration as a whole: what it leaves out is off.
    return { answers: SETTINGS.map((name): Answer => (isOpen(blocks) ? 'undecided' : ask(entryOf(blocks, name), on => booleanOf(on) !== true))) };
  });
  const off = SETTINGS.filter((_, index) => states.every(({ answers }) => answers[index] === 'yes'));
  if (off.length > 0) return noncompliant(bucket, `public access is not blocked: ${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`, { property: BLOCKS });
  if (states.every(({ answers }) => answers.every(answer => answer === 'no'))) return undefined;
  return undecided(bucket, 'only the deployment knows whether public access is blocked', { property: BLOCKS });
}

function repair({ subject }: Found): Repair | Declined {
  const bucket = subject as Resource;
  // Where public ACLs are blocked, S3 refuses to take one: the deployment would fail.
  if (ask(bucket.get('AccessControl'), acl => !isPublicAcl(acl)) !== 'yes') return { declined: 'S3 would refuse a public ACL as soon as it is blocked: remove AccessControl' };
  return { level: FixLevel.STRICT, patches: [new SetProperty(bucket, BLOCKS, ALL_BLOCKED)] };
}
