import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { booleanOf } from '../model/value';
import { plainTextTaken, plainTextTakenElsewhere, Protected } from '../policy/plain-text';
import { attachedPolicies } from '../policy/resource-policies';
import { arnOf, levelOfFirstPolicy, refusal, refusingPlainText } from '../policy/tls-only-fix';
import { Found } from '../rule/found';
import { Link } from '../rule/patch';
import { Declined, isDeclined, Repair, ResourceType } from '../rule/rule';

/** The rules of others that ask whether a bucket refuses every call without TLS. */
export const BUCKET_TLS_COVERS: readonly string[] = ['cdk-nag:S3BucketSSLRequestsOnly', 'guard:S3_BUCKET_SSL_REQUESTS_ONLY', 'securityhub:S3.5'];

const WRITES: Protected = { noun: 'bucket', calls: [{ action: 's3:PutObject', rest: '/*' }] };

const CALLS: Protected = {
  noun: 'bucket',
  calls: [
    { action: 's3:GetObject', rest: '/*' }, ...WRITES.calls, { action: 's3:DeleteObject', rest: '/*' }, { action: 's3:ListBucket', rest: '' },
  ],
};

/** Where logs of AWS services are sent: such a service writes the policy of its bucket itself where there is none. Source: the guide on vended logs. */
export const LOG_SENDERS: readonly ResourceType[] = [
  'AWS::EC2::FlowLog', 'AWS::Logs::DeliveryDestination', 'AWS::NetworkFirewall::LoggingConfiguration', 'AWS::Route53Resolver::ResolverQueryLoggingConfig',
  'AWS::WAFv2::LoggingConfiguration', 'AWS::MSK::Cluster', 'AWS::VpcLattice::AccessLogSubscription',
];

/** Finds a bucket, or the policy of one elsewhere, that takes writes without TLS; what else it takes is said with it. */
export function writesInPlainText(resource: Resource, app: AppModel): readonly Found[] {
  const writes = taken(resource, WRITES, app);
  return writes.some(({ verdict }) => verdict === 'noncompliant') ? taken(resource, CALLS, app) : writes;
}

/** Finds a bucket, or the policy of one elsewhere, that refuses writes without TLS, but not all other calls. */
export function readsInPlainText(resource: Resource, app: AppModel): readonly Found[] {
  const writes = taken(resource, WRITES, app);
  if (writes.some(({ verdict }) => verdict === 'noncompliant')) return [];
  const all = taken(resource, CALLS, app);
  return writes.length === 0 ? all : all.filter(({ verdict }) => verdict === 'noncompliant');
}

function taken(resource: Resource, calls: Protected, app: AppModel): readonly Found[] {
  return resource.type === 'AWS::S3::Bucket' ? plainTextTaken(resource, calls, app) : [plainTextTakenElsewhere(resource, calls, 's3', app) ?? []].flat();
}

/** Refuses calls of a bucket without TLS. */
export function refusePlainText(subject: Resource, app: AppModel): Repair | Declined {
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

/**
 * Whether browsers may read the bucket without signing: a link of theirs may begin with http.
 *
 * A bucket that says nothing about public access may be older than S3's own answer to it, and what it holds may be public, as
 * bucket-public-access-block-stated says.
 */
function mayBePublic(bucket: Resource): boolean {
  return ['BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
    .some(setting => booleanOf(bucket.get(`PublicAccessBlockConfiguration.${setting}`)) !== true);
}
