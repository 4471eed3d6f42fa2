import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { BUCKET_TLS_COVERS, refusePlainText, writesInPlainText } from '../../s3/tls-only';
import { Severity } from '../../severity';

/** Buckets are called over TLS only. Where writes are refused without it and other calls are not, that is bucket-reads-tls-only. */
export const bucketTlsOnly: Rule = {
  id: 'bucket-tls-only',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A bucket refuses calls that are not encrypted on their way',
  threat: 'S3 answers plain HTTP too: whoever is on the way reads what is fetched, sees the signed link that fetched it, and changes what is stored.',
  remedy: 'Set enforceSSL: true; on a raw bucket, deny s3:* on the bucket and its objects to everybody where aws:SecureTransport is false, in its policy.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  covers: [...BUCKET_TLS_COVERS, 'kics:38c64e76-c71e-4d92-a337-60174d1de1c9'],
  target: ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
  check: writesInPlainText,
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Every call of a private bucket is signed, and what signs (the SDKs, the services of AWS) uses TLS unless it is told otherwise; what a policy of '
      + 'the application says stays beside the new statement. It is strict where browsers may come unsigned (where the bucket does not say that public access is '
      + 'blocked, which before April 2023 it was not), and for a first policy where others know the bucket\'s name: CloudFormation would find a policy that it did not make.',
    repair: ({ subject }, app) => refusePlainText(subject as Resource, app),
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
    compliant('refused for the objects of a name that nobody can tell, which S3 takes for this bucket alone', ({ stack, cdk, s3 }) => {
      const name = new cdk.CfnParameter(stack, 'Name').valueAsString;
      const bucket = new s3.CfnBucket(stack, 'Bucket');
      const Statement = {
        Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`], Condition: { Bool: { 'aws:SecureTransport': false } },
      };
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement } });
    }),
    compliant('refused by a statement that names no resource', ({ stack, s3 }) => {
      const bucket = new s3.CfnBucket(stack, 'Bucket');
      const Statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': false } } };
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement } });
    }),
    noncompliantExample('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('objects only, the listing of which another rule is about', ({ stack, iam, s3 }) => {
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
