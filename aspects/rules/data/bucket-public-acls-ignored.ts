import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { blocked, coversOf, oneOff } from '../../s3/public-access-block';
import { Severity } from '../../severity';

/** Public ACLs that are there already have no effect. Where all four settings are off that is one finding, of bucket-public-access-blocked. */
export const bucketPublicAclsIgnored: Rule = {
  id: 'bucket-public-acls-ignored',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket ignores public ACLs that it has',
  threat: 'What was once made public by an ACL stays public, object by object and invisible in the template, also after new public ACLs are refused.',
  remedy: 'Leave blockPublicAccess out, or set ignorePublicAcls: true (BlockPublicAccess.BLOCK_ALL).',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: coversOf('IgnorePublicAcls'),
  target: 'AWS::S3::Bucket',
  check: bucket => oneOff(bucket, 'IgnorePublicAcls', 'public ACLs that are there still open the bucket or its objects'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'It refuses whoever reads by a public ACL without signing: links in mails and pages.',
    repair: ({ subject }, app) => blocked(subject as Resource, app, 'IgnorePublicAcls'),
  },
  examples: [
    compliant('all four on', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    }),
    compliant('all four off, which is one finding of another rule', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { PublicAccessBlockConfiguration: { IgnorePublicAcls: false } } });
    }),
    compliant('this one on, another off', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { ignorePublicAcls: true, blockPublicPolicy: false } });
    }),
    noncompliantExample('left out beside another', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicPolicy: true } });
    }),
    noncompliantExample('turned off by an override', ({ stack, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.IgnorePublicAcls', 'false');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const on = new cdk.CfnParameter(stack, 'On', { allowedValues: ['true', 'false'] });
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.IgnorePublicAcls', on.valueAsString);
    }),
  ],
};
