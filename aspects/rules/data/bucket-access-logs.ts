import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen } from '../../model/value';
import { refusal } from '../../policy/tls-only-fix';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { AddResource, Link, SetProperty } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { logsIntoItself, takesAccessLogs } from '../../s3/log-buckets';
import { Severity } from '../../severity';

/** Buckets write down who calls them. */
export const bucketAccessLogs: Rule = {
  id: 'bucket-access-logs',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket logs who reads and changes its objects',
  threat: 'After a leak nobody can say which objects were read, by whom and from where, so all of them count as leaked.',
  remedy: 'Set serverAccessLogsBucket to a bucket that holds nothing but logs; or acknowledge where a trail with data events, often set up outside of the '
    + 'application, records the same.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: [
    'cdk-nag:S3BucketLoggingEnabled', 'checkov:CKV_AWS_18', 'trivy:AWS-0089', 'cfn_nag:W35', 'guard:S3_BUCKET_LOGGING_ENABLED',
    'kics:4552b71f-0a2a-4bc4-92dd-ed7ec1b4674c', 'kics:c3ce69fd-e3df-49c6-be78-1db3f802261c', 'securityhub:S3.9',
  ],
  target: 'AWS::S3::Bucket',
  check: (bucket, app) => {
    if (logsIntoItself(bucket, app)) {
      return noncompliant(bucket, 'the bucket keeps the log of its callers in itself, where they can change it', { property: 'LoggingConfiguration' });
    }
    if (takesAccessLogs(bucket, app)) return undefined; // its own logs would be logged for ever
    const logged = new Set(alternativesOf(bucket.get('LoggingConfiguration')).map(one => (isOpen(one) ? 'undecided' : one === undefined ? 'no' : 'yes')));
    const property = 'LoggingConfiguration';
    if (logged.size > 1 || logged.has('undecided')) return undecided(bucket, 'only the deployment knows whether the bucket logs its callers', { property });
    return logged.has('yes') ? undefined : noncompliant(bucket, 'the bucket does not log who calls it', { property });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'S3 delivers the logs beside the calls, which see no difference. A new bucket takes them: versioned, closed, retained and paid for by what is '
      + 'logged; its policy lets the logging service of S3 in for this account only.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('logged to another bucket, which is not asked to log itself', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: new s3.Bucket(stack, 'Logs') });
    }),
    compliant('logged to a bucket outside of the application, by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('LoggingConfiguration', { DestinationBucketName: 'logs' });
    }),
    compliant('logged to a bucket of another stack', ({ app, cdk, stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: new s3.Bucket(new cdk.Stack(app, 'Audit'), 'Logs', { bucketName: 'logs' }) });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('logged into itself', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { loggingConfiguration: { logFilePrefix: 'logs/' } });
    }),
    noncompliantExample('nothing said in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BucketName: 'orders' } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, s3 }) => {
      const logged = new cdk.CfnParameter(stack, 'Logged');
      const isLogged = new cdk.CfnCondition(stack, 'IsLogged', { expression: cdk.Fn.conditionEquals(logged.valueAsString, 'yes') });
      const configuration = cdk.Fn.conditionIf(isLogged.logicalId, { DestinationBucketName: 'logs' }, cdk.Aws.NO_VALUE);
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('LoggingConfiguration', configuration);
    }),
  ],
};

function repair(bucket: Resource): Repair {
  const closed = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  const logs = new AddResource(bucket, 'AccessLogs', 'AWS::S3::Bucket', {
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    PublicAccessBlockConfiguration: closed,
    VersioningConfiguration: { Status: 'Enabled' },
  }, { deletionPolicy: 'Retain' });
  const [arn, objects] = [new Link(logs, 'Arn'), { 'Fn::Join': ['', [new Link(logs, 'Arn'), '/*']] }];
  const delivery = {
    Sid: 'AccessLogs',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: objects,
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
  const policy = new AddResource(bucket, 'AccessLogsPolicy', 'AWS::S3::BucketPolicy', {
    Bucket: new Link(logs), PolicyDocument: { Version: '2012-10-17', Statement: [delivery, refusal('s3:*', [arn, objects])] },
  });
  return { level: FixLevel.OPERATIONAL, patches: [logs, policy, new SetProperty(bucket, 'LoggingConfiguration.DestinationBucketName', new Link(logs))] };
}
