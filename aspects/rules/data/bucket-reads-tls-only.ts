import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { BUCKET_TLS_COVERS, readsInPlainText, refusePlainText } from '../../s3/tls-only';
import { Severity } from '../../severity';

/** Nobody is on the way when a bucket is read, listed or emptied. Where writes are taken in plain text too, that is bucket-tls-only. */
export const bucketReadsTlsOnly: Rule = {
  id: 'bucket-reads-tls-only',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket that refuses writes which are not encrypted on their way refuses all other calls as well',
  threat: 'Whoever is on the way reads what is fetched, which names there are, and the signed link that fetched it: with the link he fetches it himself.',
  remedy: 'Deny s3:*, not s3:PutObject alone, on the bucket and its objects to everybody where aws:SecureTransport is false; enforceSSL: true does that.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  covers: BUCKET_TLS_COVERS,
  target: ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
  check: readsInPlainText,
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'As with bucket-tls-only: what signs uses TLS unless it is told otherwise. It is strict where the bucket does not say that public access is blocked, since browsers may come unsigned.',
    repair: ({ subject }, app) => refusePlainText(subject as Resource, app),
  },
  examples: [
    compliant('enforced', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
    }),
    compliant('nothing refused, which another rule is about', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('writes only', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }));
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
    noncompliantExample('writes only, in a raw policy of a bucket outside of the application', ({ stack, cdk }) => {
      const Statement = [{
        Effect: 'Deny', Principal: '*', Action: 's3:Put*', Resource: 'arn:aws:s3:::orders/*', Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    undecidedExample('what is refused besides is left to a parameter', ({ stack, cdk, s3 }) => {
      const plain = new cdk.CfnParameter(stack, 'Plain', { allowedValues: ['true', 'false'] }).valueAsString;
      const bucket = new s3.CfnBucket(stack, 'Bucket');
      const refusal = (Action: string, secure: string) =>
        ({ Effect: 'Deny', Principal: '*', Action, Resource: [bucket.attrArn, `${bucket.attrArn}/*`], Condition: { Bool: { 'aws:SecureTransport': secure } } });
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement: [refusal('s3:PutObject', 'false'), refusal('s3:*', plain)] } });
    }),
  ],
};
