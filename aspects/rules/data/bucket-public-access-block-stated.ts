import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { BLOCK_COVERS, blocked, BLOCKS } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/** Buckets say that public access to them is blocked. */
export const bucketPublicAccessBlockStated: Rule = {
  id: 'bucket-public-access-block-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'A bucket says that public access to it is blocked, whenever it was made',
  threat: 'S3 blocks public access to buckets made since April 2023 only. A template does not tell how old its bucket is: one that was deployed before '
    + 'is open to the first careless policy, and stays so with every further deployment. What somebody opens by hand stays open, too.',
  remedy: 'Set blockPublicAccess: BlockPublicAccess.BLOCK_ALL.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://cwe.mitre.org/data/definitions/1188.html',
  ],
  covers: BLOCK_COVERS,
  target: 'AWS::S3::Bucket',
  check: bucket => mustBeGiven(bucket, BLOCKS, 'the bucket says nothing about public access: what was made before April 2023 does not block it'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'For a bucket made since April 2023 nothing changes; an older one refuses whoever reads it without signing: visitors of a website, links in mails and pages.',
    repair: ({ subject }, app) => blocked(subject as Resource, app),
  },
  examples: [
    compliant('blocked', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    }),
    compliant('opened on purpose, which another rule is about', ({ stack, cdk }) => {
      const properties = { PublicAccessBlockConfiguration: { BlockPublicAcls: false } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    compliant('blocked by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', true);
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('nothing said in a raw resource with a public ACL', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { AccessControl: 'PublicRead' } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, s3 }) => {
      new cdk.CfnCondition(stack, 'IsClosed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Closed').valueAsString, 'yes') });
      const blocks = cdk.Fn.conditionIf('IsClosed', { BlockPublicAcls: true }, cdk.Aws.NO_VALUE);
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('PublicAccessBlockConfiguration', blocks);
    }),
  ],
};
