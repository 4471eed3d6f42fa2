import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { blocked, coversOf, oneOff } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/** Nobody gives a bucket or an object a public ACL. Where all four settings are off that is one finding, of bucket-public-access-blocked. */
export const bucketPublicAclsBlocked: Rule = {
  id: 'bucket-public-acls-blocked',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket refuses public ACLs',
  threat: 'Whoever may upload, a program with a careless flag included, makes an object or the whole bucket readable to everybody with the same call, '
    + 'as soon as ACLs are on.',
  remedy: 'Leave blockPublicAccess out, or set blockPublicAcls: true (BlockPublicAccess.BLOCK_ALL).',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: coversOf('BlockPublicAcls'),
  target: 'AWS::S3::Bucket',
  check: bucket => oneOff(bucket, 'BlockPublicAcls', 'whoever uploads may give a public ACL'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses whoever uploads with a public ACL.',
    repair: ({ subject }, app) => blocked(subject as Resource, app, 'BlockPublicAcls'),
  },
  examples: [
    compliant('all four on', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    }),
    compliant('all four off, which is one finding of another rule', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: false } } });
    }),
    compliant('this one on, another off', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: false } });
    }),
    noncompliantExample('left out beside another', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicPolicy: true } });
    }),
    noncompliantExample('turned off by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', 'false');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const on = new cdk.CfnParameter(stack, 'On', { allowedValues: ['true', 'false'] });
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', on.valueAsString);
    }),
  ],
};
