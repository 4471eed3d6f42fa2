import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Buckets are not for everybody. */
export const bucketPolicyNoPublic: Rule = {
  id: 'bucket-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No policy lets everybody read or change what a bucket holds',
  threat: 'Anybody on the internet, without an AWS account, lists and downloads what the bucket holds, replaces it with files of their'
    + ' own that visitors trust, or deletes it.',
  remedy: 'Name the principals with bucket.grantRead(...); serve a website by CloudFront with S3BucketOrigin.withOriginAccessControl(bucket), and files by signed links.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'cfn_nag:F9', 'cfn_nag:F16', 'checkov:CKV_AWS_70', 'guard:S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL',
    'guard:S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL',
    'kics:4ae8af91-5108-42cb-9471-3bdbe596eac9', 'kics:acc78859-765e-4011-a229-a65ea57db252', 'kics:f6397a20-4cf1-4540-a997-1d363c25ef58',
    'kics:f97b7d23-568f-4bcc-9ac9-02df0d57fbba', 'kics:faa8fddf-c0aa-4b2d-84ff-e993e233ebe9', 'securityhub:S3.2', 'securityhub:S3.3',
    'cfripper:GenericResourceWildcardPrincipalRule', 'kics:456b00a3-1072-4149-9740-6b8bb60251b0', 'kics:7772bb8c-c0f3-42d4-8e4e-f1b8939ad085',
    'cfripper:FullWildcardPrincipalRule', 'cfripper:GenericWildcardPrincipalRule', 'cfripper:GenericResourceFullWildcardPrincipalRule',
    'cfripper:S3CrossAccountTrustRule', 'cfripper:GenericCrossAccountTrustRule',
  ],
  target: 'AWS::S3::BucketPolicy',
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account by its number', ({ stack, iam, s3 }) => {
      new s3.Bucket(stack, 'Bucket').grantRead(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('everybody refused without TLS', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
    }),
    compliant('everybody, from one network endpoint', ({ stack, s3 }) => {
      const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-11112222' } };
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*', Condition }];
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'orders', policyDocument: { Statement } });
    }),
    compliant('everybody, which the bucket is told to refuse', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
    }),
    noncompliantExample('a website that everybody reads from the bucket itself', ({ stack, s3 }) => {
      const { BLOCK_ACLS_ONLY: blockPublicAccess } = s3.BlockPublicAccess;
      new s3.Bucket(stack, 'Bucket', { blockPublicAccess, publicReadAccess: true, websiteIndexDocument: 'index.html' });
    }),
    noncompliantExample('everybody who says that they come from a certain page', ({ stack, s3 }) => {
      const Condition = { StringLike: { 'aws:Referer': 'https://www.example.com/*' } };
      const Statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*', Condition };
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'orders', policyDocument: { Statement } });
    }),
    noncompliantExample('everybody of the whole internet, in two halves, by the raw resource', ({ stack, cdk }) => {
      const Condition = { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } };
      const Statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::orders/*', Condition };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    undecidedExample('the addresses are left to a parameter', ({ stack, cdk, s3 }) => {
      const Condition = { IpAddress: { 'aws:SourceIp': new cdk.CfnParameter(stack, 'Office').valueAsString } };
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*', Condition }];
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'orders', policyDocument: { Statement } });
    }),
  ],
};
