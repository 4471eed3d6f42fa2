import { Resource } from '../../model/resource';
import { agreed, alternativesOf, Answer, ask, entryOf, isOpen, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const RULES = 'BucketEncryption.ServerSideEncryptionConfiguration';

/** Buckets say how they are encrypted. */
export const bucketEncryptionStated: Rule = {
  id: 'bucket-encryption-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket says how it is encrypted, whenever its objects were written',
  threat: 'S3 encrypts each new object since January 2023. What an older bucket that says nothing holds from before may lie there in plain text, and no '
    + 'reader of the template sees what was decided.',
  remedy: 'Set encryption: BucketEncryption.S3_MANAGED, or KMS with a key of your own; and copy objects from before 2023 over themselves.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'trivy:AWS-0088', 'kics:b2e8752c-3497-4255-98d2-e4ae5b46bbf5', 'kics:64ab651b-f5b2-4af0-8c89-ddd03c4d0e61', 'cfn_nag:W41',
    'guard:S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED', 'guard:S3_DEFAULT_ENCRYPTION_KMS',
  ],
  target: 'AWS::S3::Bucket',
  check: saysNothing,
  // No fix: for new objects S3 does the same by itself; what lies there from before a template cannot change.
  examples: [
    compliant('the keys of S3', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED });
    }),
    compliant('an algorithm that a parameter names, in a raw resource', ({ stack, cdk }) => {
      const SSEAlgorithm = new cdk.CfnParameter(stack, 'Algorithm').valueAsString;
      const ServerSideEncryptionConfiguration = [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }];
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BucketEncryption: { ServerSideEncryptionConfiguration } } });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('a rule without an algorithm, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride(RULES, [{ BucketKeyEnabled: true }]);
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, s3 }) => {
      new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Prod').valueAsString, 'yes') });
      const rules = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride(RULES, cdk.Fn.conditionIf('IsProd', rules, cdk.Aws.NO_VALUE));
    }),
  ],
};

function saysNothing(bucket: Resource): Found | undefined {
  const stated = agreed(bucket.get(RULES), rules => (isOpen(rules) ? 'undecided' : valuesOf(rules).map(hasAlgorithm).find(answer => answer !== 'no') ?? 'no'));
  if (stated === 'yes') return undefined;
  if (stated === 'undecided') return undecided(bucket, 'only the deployment knows whether the bucket says how it is encrypted', { property: RULES });
  return noncompliant(bucket, 'the bucket says nothing about encryption: what was written before January 2023 may have none', { property: RULES });
}

/** An algorithm that only the deployment knows is one, whichever it will be. */
function hasAlgorithm(rule: Value): Answer {
  const algorithms = alternativesOf(isOpen(rule) ? rule : entryOf(entryOf(rule, 'ServerSideEncryptionByDefault'), 'SSEAlgorithm'));
  return algorithms.every(one => isOpen(one) || ask(one, known => known !== undefined && known !== '') === 'yes') ? 'yes' : 'no';
}
