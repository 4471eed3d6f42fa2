import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { plainTextTaken, plainTextTakenElsewhere, Protected } from '../../policy/plain-text';
import { attachedPolicies } from '../../policy/resource-policies';
import { arnOf, levelOfFirstPolicy, refusal, refusingPlainText } from '../../policy/tls-only-fix';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Link } from '../../rule/patch';
import { Declined, isDeclined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const BUCKET: Protected = {
  noun: 'bucket',
  calls: [
    { action: 's3:GetObject', rest: '/*' }, { action: 's3:PutObject', rest: '/*' }, { action: 's3:DeleteObject', rest: '/*' }, { action: 's3:ListBucket', rest: '' },
  ],
};

/** Where logs of AWS services are sent: such a service writes the policy of its bucket itself where there is none. Source: the guide on vended logs. */
const LOG_SENDERS = [
  'AWS::EC2::FlowLog', 'AWS::Logs::DeliveryDestination', 'AWS::NetworkFirewall::LoggingConfiguration', 'AWS::Route53Resolver::ResolverQueryLoggingConfig',
  'AWS::WAFv2::LoggingConfiguration', 'AWS::MSK::Cluster', 'AWS::VpcLattice::AccessLogSubscription',
];

/** Buckets are called over TLS only. */
export const bucketTlsOnly: Rule = {
  id: 'bucket-tls-only',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket refuses calls that are not encrypted on their way',
  threat: 'S3 answers plain HTTP too: whoever is on the way reads what is fetched, sees the signed link that fetched it, and changes what is stored.',
  remedy: 'Set enforceSSL: true; on a raw bucket, deny s3:* on the bucket and its objects to everybody where aws:SecureTransport is false, in its policy.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  // KICS asks for writes alone (38c64e76-c71e-4d92-a337-60174d1de1c9), which is another question.
  covers: ['cdk-nag:S3BucketSSLRequestsOnly', 'guard:S3_BUCKET_SSL_REQUESTS_ONLY', 'securityhub:S3.5'],
  target: ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
  check: (resource, app) => (resource.type === 'AWS::S3::Bucket' ? plainTextTaken(resource, BUCKET, app) : plainTextTakenElsewhere(resource, BUCKET, 's3', app)),
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Every call of a private bucket is signed, and what signs (the SDKs, the services of AWS) uses TLS unless it is told otherwise; what a policy of '
      + 'the application says stays beside the new statement. It is strict where browsers may come unsigned, and for a first policy where others know the '
      + 'bucket\'s name: CloudFormation would find a policy that it did not make.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('enforced', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
    }),
    compliant('a raw policy of a bucket by its name', ({ stack, cdk, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket', { bucketName: 'orders' });
      const Statement = {
        Effect: 'Deny', Principal: '*', Action: '*', Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'], Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
      };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    compliant('refused by one statement for the objects, by another for the bucket', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      for (const resource of [bucket.bucketArn, bucket.arnForObjects('*')]) {
        bucket.addToResourcePolicy(new iam.PolicyStatement({
          effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['s3:*'], resources: [resource], conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }));
      }
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('objects only: what the bucket holds can be listed in plain text', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }));
    }),
    noncompliantExample('for one caller only', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AccountRootPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }));
    }),
    noncompliantExample('a website: its endpoint knows no TLS', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { websiteIndexDocument: 'index.html' });
    }),
    noncompliantExample('a policy of a bucket outside of the application', ({ stack, s3 }) => {
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }];
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'orders', policyDocument: { Statement } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, s3 }) => {
      const plain = new cdk.CfnParameter(stack, 'Plain', { allowedValues: ['true', 'false'] });
      const bucket = new s3.CfnBucket(stack, 'Bucket');
      const Statement = [{
        Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucket.attrArn, `${bucket.attrArn}/*`], Condition: { Bool: { 'aws:SecureTransport': plain.valueAsString } },
      }];
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement } });
    }),
  ],
};

function repair(subject: Resource, app: AppModel): Repair | Declined {
  if (subject.type !== 'AWS::S3::Bucket') return { declined: 'the bucket is not part of the application: add the statement with the ARN that you mean' };
  if (subject.get('WebsiteConfiguration') !== undefined) return { declined: 'the website endpoint of a bucket knows no TLS: put CloudFront before the bucket instead' };
  const sender = app.ofType(...LOG_SENDERS).find(one => one.references.some(({ resource }) => resource === subject));
  if (sender !== undefined && attachedPolicies(subject, app).length === 0) {
    return { declined: `AWS writes the bucket's policy for ${sender.writtenId} where the application has none: declare that policy first` };
  }
  const arn = arnOf(subject);
  const first = { type: 'AWS::S3::BucketPolicy', properties: { Bucket: new Link(subject) }, level: levelOfFirstPolicy(subject, app) };
  const answer = refusingPlainText(subject, refusal('s3:*', [arn, { 'Fn::Join': ['', [arn, '/*']] }]), first, app);
  return isDeclined(answer) || !mayBePublic(subject) ? answer : { ...answer, level: FixLevel.STRICT };
}

/** Whether browsers may read the bucket without signing: a link of theirs may begin with http. */
function mayBePublic(bucket: Resource): boolean {
  const blocks = bucket.get('PublicAccessBlockConfiguration');
  const open = ['BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
    .some(setting => booleanOf(bucket.get(`PublicAccessBlockConfiguration.${setting}`)) !== true);
  return blocks !== undefined && open;
}
