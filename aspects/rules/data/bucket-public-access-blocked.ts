import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const SETTINGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
const BLOCKS = 'PublicAccessBlockConfiguration';

/** The canned ACLs that let in everybody, or everybody who has any AWS account. Source: the S3 guide, canned ACLs. */
const PUBLIC_ACLS = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

/** Nobody makes a bucket public by a slip. */
export const bucketPublicAccessBlocked: Rule = {
  id: 'bucket-public-access-blocked',
  theme: 'data',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A bucket blocks public access',
  threat: 'One careless policy or ACL, and everybody on the internet lists, reads or overwrites what the bucket holds: this is how most leaked buckets leaked.',
  remedy: 'Leave blockPublicAccess out (S3 blocks everything by itself since April 2023) or set BlockPublicAccess.BLOCK_ALL, and remove a public '
    + 'accessControl. Serve a website by CloudFront with origin access control instead.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // Several of them still fault a bucket that says nothing; S3 has blocked public access to new buckets by itself since April 2023.
  covers: [
    'cdk-nag:S3BucketPublicReadProhibited', 'cdk-nag:S3BucketPublicWriteProhibited', 'cdk-nag:S3BucketLevelPublicAccessProhibited', 'checkov:CKV_AWS_20',
    'checkov:CKV_AWS_53', 'checkov:CKV_AWS_54', 'checkov:CKV_AWS_55', 'checkov:CKV_AWS_56', 'checkov:CKV_AWS_57', 'trivy:AWS-0086', 'trivy:AWS-0087',
    'trivy:AWS-0091', 'trivy:AWS-0092', 'trivy:AWS-0093', 'cfn_nag:F14', 'cfn_nag:W31', 'guard:S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
    'guard:S3_BUCKET_NO_PUBLIC_RW_ACL', 'guard:S3_BUCKET_PUBLIC_READ_ACL', 'guard:S3_BUCKET_PUBLIC_READ_PROHIBITED',
    'guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'kics:07dda8de-d90d-469e-9b37-1aca53526ced', 'kics:219f4c95-aa50-44e0-97de-cf71f4641170',
    'kics:835d5497-a526-4aea-a23f-98a9afd1635f', 'kics:350cd468-0e2c-44ef-9d22-cfb73a62523c', 'kics:48f100d9-f499-4c6d-b2b8-deafe47ffb26',
    'kics:6c8d51af-218d-4bfb-94a9-94eabaa0703a', 'kics:860ba89b-b8de-4e72-af54-d6aee4138a69', 'securityhub:S3.8',
  ],
  target: 'AWS::S3::Bucket',
  check: bucket => publicAcl(bucket) ?? settings(bucket),
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
    noncompliantExample('a public ACL', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: 'PublicRead' });
    }),
    undecidedExample('a setting left to a parameter', ({ stack, cdk, s3 }) => {
      const blocked = new cdk.CfnParameter(stack, 'Blocked', { allowedValues: ['true', 'false'] });
      const bucket = new s3.CfnBucket(stack, 'Bucket', {
        publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      });
      bucket.addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', blocked.valueAsString);
    }),
    undecidedExample('the ACL left to a parameter', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { accessControl: new cdk.CfnParameter(stack, 'Acl').valueAsString });
    }),
  ],
};

/** A public ACL, unless the bucket is told to ignore it. */
function publicAcl(bucket: Resource): Found | undefined {
  const open = ask(bucket.get('AccessControl'), acl => PUBLIC_ACLS.includes(String(acl)));
  if (open === 'no' || booleanOf(bucket.get(`${BLOCKS}.IgnorePublicAcls`)) === true) return undefined;
  const property = 'AccessControl';
  if (open === 'undecided') return undecided(bucket, 'only the deployment knows whether the ACL of the bucket is public', { property });
  return noncompliant(bucket, `the ACL ${String(alternativesOf(bucket.get(property))[0])} lets everybody in`, { property });
}

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

function repair({ subject, property }: Found): Repair | Declined {
  // Where public ACLs are blocked, S3 refuses to take one: the deployment would fail.
  if (property === 'AccessControl') return { declined: 'S3 would refuse the public ACL as soon as it is blocked: remove AccessControl' };
  return { level: FixLevel.STRICT, patches: [new SetProperty(subject as Resource, BLOCKS, Object.fromEntries(SETTINGS.map(name => [name, true])))] };
}
