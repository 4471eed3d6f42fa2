import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Data does not stay for ever because nobody has thought of its end. */
export const bucketLifecycleStated: Rule = {
  id: 'bucket-lifecycle-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket says what becomes of its objects with time',
  threat: 'What nobody deletes is there when somebody gets in: logs, exports and personal data of years, former versions and parts of uploads that no list shows.',
  remedy: 'Set lifecycleRules: let objects expire as their owner decides, and in any case former versions and incomplete uploads.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13',
    'https://cwe.mitre.org/data/definitions/212.html',
  ],
  covers: ['cfripper:S3LifecycleConfigurationRule', 'securityhub:S3.13', 'securityhub:S3.10'],
  target: 'AWS::S3::Bucket',
  check: bucket => mustBeGiven(bucket, 'LifecycleConfiguration', 'the bucket keeps whatever it is given, for ever'),
  // No fix: what may be deleted, and when, only the owner knows.
  examples: [
    compliant('objects that expire', ({ stack, cdk, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { lifecycleRules: [{ expiration: cdk.Duration.days(365) }] });
    }),
    compliant('incomplete uploads alone, in a raw resource', ({ stack, cdk }) => {
      const Rules = [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }];
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { LifecycleConfiguration: { Rules } } });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('nothing said in a raw resource with versions', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { VersioningConfiguration: { Status: 'Enabled' } } });
    }),
    noncompliantExample('taken away by an override', ({ stack, cdk, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { lifecycleRules: [{ expiration: cdk.Duration.days(365) }] });
      (bucket.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucket).addPropertyDeletionOverride('LifecycleConfiguration');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, s3 }) => {
      new cdk.CfnCondition(stack, 'IsShort', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Short').valueAsString, 'yes') });
      const rules = cdk.Fn.conditionIf('IsShort', { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] }, cdk.Aws.NO_VALUE);
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('LifecycleConfiguration', rules);
    }),
  ],
};
