import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { blocked, coversOf, oneOff } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/** A public policy that is there already lets in nobody but the account and services of AWS. Where all four settings are off that is one finding, of bucket-public-access-blocked. */
export const bucketPublicPoliciesRestricted: Rule = {
  id: 'bucket-public-policies-restricted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket keeps strangers out whatever its policy says',
  threat: 'A policy that was public before public ones were refused stays in force: everybody on the internet goes on reading or overwriting what the bucket holds.',
  remedy: 'Leave blockPublicAccess out, or set restrictPublicBuckets: true (BlockPublicAccess.BLOCK_ALL), and name other accounts in the policy.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: coversOf('RestrictPublicBuckets'),
  target: 'AWS::S3::Bucket',
  check: bucket => oneOff(bucket, 'RestrictPublicBuckets', 'a public policy lets strangers in'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses strangers and other accounts whom a public policy lets in: the visitors of a website.',
    repair: ({ subject }, app) => blocked(subject as Resource, app, 'RestrictPublicBuckets'),
  },
  examples: [
    compliant('all four on', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    }),
    compliant('all four off, which is one finding of another rule', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } } });
    }),
    compliant('this one on, another off', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { restrictPublicBuckets: true, blockPublicAcls: false } });
    }),
    noncompliantExample('left out beside another', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: true } });
    }),
    noncompliantExample('turned off by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.RestrictPublicBuckets', 'false');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const on = new cdk.CfnParameter(stack, 'On', { allowedValues: ['true', 'false'] });
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.RestrictPublicBuckets', on.valueAsString);
    }),
  ],
};
