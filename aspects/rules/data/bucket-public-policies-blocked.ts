import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { blocked, coversOf, oneOff } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/** Nobody gives a bucket a public policy. Where all four settings are off that is one finding, of bucket-public-access-blocked. */
export const bucketPublicPoliciesBlocked: Rule = {
  id: 'bucket-public-policies-blocked',
  theme: 'data',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A bucket refuses public policies',
  threat: 'One careless statement in the bucket\'s policy, in this template or typed by hand, and everybody on the internet lists, reads or overwrites what the bucket holds.',
  remedy: 'Leave blockPublicAccess out, or set blockPublicPolicy: true (BlockPublicAccess.BLOCK_ALL), and serve a website by CloudFront with origin access control.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: coversOf('BlockPublicPolicy'),
  target: 'AWS::S3::Bucket',
  check: bucket => oneOff(bucket, 'BlockPublicPolicy', 'the bucket takes a policy for everybody'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses a deployment that gives the bucket a public policy.',
    repair: ({ subject }, app) => blocked(subject as Resource, app, 'BlockPublicPolicy'),
  },
  examples: [
    compliant('all four on', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    }),
    compliant('all four off, which is one finding of another rule', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } } });
    }),
    compliant('this one on, another off', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicPolicy: true, blockPublicAcls: false } });
    }),
    noncompliantExample('left out beside another', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: true } });
    }),
    noncompliantExample('turned off by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', 'false');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const on = new cdk.CfnParameter(stack, 'On', { allowedValues: ['true', 'false'] });
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', on.valueAsString);
    }),
  ],
};
