import { alternativesOf, Answer, ask, entryOf, isOpen, valuesOf } from '../../model/value';
import { agreed, anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { takesAccessLogs } from '../../s3/log-buckets';
import { Severity } from '../../severity';

const RULES = 'ReplicationConfiguration.Rules';

/** Buckets have a copy elsewhere. */
export const bucketReplicated: Rule = {
  id: 'bucket-replicated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'What a bucket holds is copied to another one',
  threat: 'Whoever may delete the bucket or its versions, or a failure of its Region, takes the only copy there is.',
  remedy: 'Set replicationRules with a destination in another account or Region; versioning has to be on. Acknowledge buckets whose contents can be made again.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-7',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  covers: ['cdk-nag:S3BucketReplicationEnabled', 'guard:S3_BUCKET_REPLICATION_ENABLED', 'securityhub:S3.7'],
  target: 'AWS::S3::Bucket',
  check: (bucket, app) => {
    if (takesAccessLogs(bucket, app)) return undefined;
    const replicated = agreed(alternativesOf(bucket.get(RULES)).map((rules): Answer => (isOpen(rules) ? 'undecided'
      : anyOf(valuesOf(rules).map(rule => ask(isOpen(rule) ? rule : entryOf(rule, 'Status'), status => status === 'Enabled'))))));
    if (replicated === 'yes') return undefined;
    if (replicated === 'undecided') return undecided(bucket, 'only the deployment knows whether the bucket is replicated', { property: RULES });
    return noncompliant(bucket, 'what the bucket holds is copied nowhere', { property: RULES });
  },
  // No fix: where the copy may lie, and who pays for it, only the owner knows.
  examples: [
    compliant('copied to another bucket', ({ stack, s3 }) => {
      const destination = s3.Bucket.fromBucketName(stack, 'Copy', 'orders-copy');
      new s3.Bucket(stack, 'Bucket', { versioned: true, replicationRules: [{ destination }] });
    }),
    compliant('copied, by the raw resource', ({ stack, cdk }) => {
      const Rules = [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::orders-copy' } }];
      const properties = { ReplicationConfiguration: { Role: 'arn:aws:iam::111122223333:role/copy', Rules } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    compliant('a bucket that takes access logs', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Logs', { accessControl: 'LogDeliveryWrite' });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('switched off, by an override', ({ stack, s3 }) => {
      const Rules = [{ Status: 'Disabled', Destination: { Bucket: 'arn:aws:s3:::orders-copy' } }];
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('ReplicationConfiguration', { Role: 'arn:aws:iam::111122223333:role/copy', Rules });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const Status = new cdk.CfnParameter(stack, 'Status', { allowedValues: ['Enabled', 'Disabled'] }).valueAsString;
      const Rules = [{ Status, Destination: { Bucket: 'arn:aws:s3:::orders-copy' } }];
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('ReplicationConfiguration', { Role: 'arn:aws:iam::111122223333:role/copy', Rules });
    }),
  ],
};
