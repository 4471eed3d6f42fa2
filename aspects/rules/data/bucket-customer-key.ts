import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { allows, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isMap, isOpen, Value, valuesOf } from '../../model/value';
import { isCustomerKey } from '../../policy/customer-key';
import { attachedPolicies } from '../../policy/resource-policies';
import { keyFor } from '../../policy/service-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, ResourceType, Rule } from '../../rule/rule';
import { takesAccessLogs } from '../../s3/log-buckets';
import { isPublicAcl } from '../../s3/public-acl';
import { LOG_SENDERS } from '../../s3/tls-only';
import { Severity } from '../../severity';

/** Buckets are encrypted with a key that their owner controls. */
export const bucketCustomerKey: Rule = {
  id: 'bucket-customer-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A bucket is encrypted with a key of one\'s own',
  threat: 'S3 always encrypts, but with a key of AWS a stolen role or a careless policy needs nothing more than the bucket: no key policy stands in the way, '
    + 'no use of the key can be watched, and nobody can take the key away.',
  remedy: 'Set encryption: BucketEncryption.KMS with an encryptionKey and bucketKeyEnabled: true, and grant through the CDK, so that whoever may read the '
    + 'bucket may use its key.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // Of the tools that ask for KMS some take the key of AWS, which S3 uses for every caller that may read the bucket.
  covers: ['cdk-nag:S3DefaultEncryptionKMS', 'checkov:CKV_AWS_145', 'trivy:AWS-0132', 'securityhub:S3.17'],
  target: 'AWS::S3::Bucket',
  check: (bucket, app) => {
    if (takesAccessLogs(bucket, app)) return undefined; // S3 delivers access logs to no bucket that a KMS key encrypts
    const keyed = keyOf(bucket);
    const property = 'BucketEncryption';
    if (keyed === 'yes') return undefined;
    if (keyed === 'undecided') return undecided(bucket, 'only the deployment knows whose key encrypts the bucket', { property });
    return noncompliant(bucket, 'the bucket is encrypted with a key of AWS', { property });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'A new key stands beside the bucket and may be used by every principal of the account through S3; what is there stays readable. Services that '
      + 'write to the bucket, CloudFront and other accounts do not know the key and would be refused, so it is not made where a policy, an ACL or a resource of the application lets them in.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS, encryptionKey: new kms.Key(stack, 'Key') });
    }),
    compliant('a bucket of access logs, which cannot have one', ({ stack, kms, s3 }) => {
      const logs = new s3.Bucket(stack, 'Logs');
      new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: logs, encryptionKey: new kms.Key(stack, 'Key') });
    }),
    compliant('two layers of encryption, in a raw resource', ({ stack, cdk }) => {
      const ServerSideEncryptionConfiguration = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'alias/orders' } }];
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BucketEncryption: { ServerSideEncryptionConfiguration } } });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('the key that AWS manages', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS_MANAGED });
    }),
    noncompliantExample('a distribution reads the bucket', ({ stack, iam, s3 }) => {
      new s3.Bucket(stack, 'Bucket').grantRead(new iam.ServicePrincipal('cloudfront.amazonaws.com'));
    }),
    undecidedExample('the algorithm left to a parameter', ({ stack, cdk, s3 }) => {
      const algorithm = new cdk.CfnParameter(stack, 'Algorithm').valueAsString;
      const encryption = { sseAlgorithm: algorithm, kmsMasterKeyId: 'alias/orders' };
      new s3.CfnBucket(stack, 'Bucket', { bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: encryption }] } });
    }),
  ],
};

function keyOf(bucket: Resource): Answer {
  const configured = bucket.get('BucketEncryption.ServerSideEncryptionConfiguration');
  const answers = new Set(alternativesOf(configured).flatMap((rules): readonly Answer[] => {
    if (isOpen(rules)) return ['undecided'];
    const [rule] = valuesOf(rules); // S3 takes one rule
    return alternativesOf(isOpen(rule) ? rule : entryOf(rule, 'ServerSideEncryptionByDefault')).map(byDefault);
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function byDefault(encryption: Value): Answer {
  if (isOpen(encryption)) return 'undecided';
  const answers = [
    ask(entryOf(encryption, 'SSEAlgorithm'), algorithm => String(algorithm).startsWith('aws:kms')), isCustomerKey(entryOf(encryption, 'KMSMasterKeyID')),
  ];
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

/** For whom services of AWS write to a bucket, or read from it, without a role of the account. */
const WRITERS: readonly ResourceType[] = [...LOG_SENDERS, 'AWS::CloudFront::Distribution', 'AWS::CloudFront::StreamingDistribution'];

function repair(bucket: Resource, app: AppModel): Repair | Declined {
  if (bucket.get('WebsiteConfiguration') !== undefined) return { declined: 'the visitors of its website could not use a key: put CloudFront before the bucket instead' };
  if (ask(bucket.get('AccessControl'), acl => !isPublicAcl(acl)) !== 'yes') return { declined: 'whom its ACL lets read could not use a key: remove AccessControl' };
  if (bucket.get('ReplicationConfiguration') !== undefined) return { declined: 'what a key encrypts is replicated only with a key at the other end, and a role that may use both' };
  const sender = app.ofType(...WRITERS).find(one => one.references.some(({ resource }) => resource === bucket));
  if (sender !== undefined) return { declined: `AWS writes to the bucket for ${sender.writtenId}, and its service would need the key` };
  const policy = attachedPolicies(bucket, app).find(one => !isMap(one.get('PolicyDocument')) || statementsOf(one.get('PolicyDocument')).some(allows));
  if (policy !== undefined) return { declined: `whom ${policy.writtenId} lets in needs the key too: only its author knows who that is` };
  const encryption = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: new Link(keyFor(bucket, 's3'), 'Arn') }, BucketKeyEnabled: true };
  return { level: FixLevel.STRICT, patches: [new SetProperty(bucket, 'BucketEncryption', { ServerSideEncryptionConfiguration: [encryption] })] };
}
