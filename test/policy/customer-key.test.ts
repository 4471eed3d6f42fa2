import { bucketCustomerKey } from '../../aspects/rules/data/bucket-customer-key';
import { tableCustomerKey } from '../../aspects/rules/data/table-customer-key';
import { verdictsOf } from '../support/verdicts';

const given = { Ref: 'Given' };
const nothing = { Ref: 'AWS::NoValue' };
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['C', one, other] });

const bucketWith = (encryption: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: encryption } } });
const kms = (KMSMasterKeyID: unknown) => [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }];

test.each<[string, unknown, string[]]>([
  ['a key only the deployment knows', kms(given), []],
  ['a key of AWS or one\'s own', kms(either('alias/orders', 'alias/aws/s3')), ['undecided']],
  ['an empty key', kms(''), ['noncompliant']],
  ['rules only the deployment knows', given, ['undecided']],
  ['one rule only the deployment knows', [given], ['undecided']],
  ['defaults only the deployment knows', [{ ServerSideEncryptionByDefault: given }], ['undecided']],
  ['two branches', either(kms('alias/orders'), nothing), ['undecided']],
])('a bucket with %s', (_, encryption, verdicts) => {
  expect(verdictsOf(bucketCustomerKey, { Bucket: bucketWith(encryption) }).map(one => one.verdict)).toEqual(verdicts);
});

test('no key is made for a bucket that others read', () => {
  const Statement = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: '*' };
  const policyWith = (PolicyDocument: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } });
  const repairs = [
    { Bucket: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: {} } } },
    { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: policyWith({ Statement }) },
    { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: policyWith(given) },
    { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: policyWith({ Statement: { ...Statement, Effect: 'Deny' } }) },
  ].map(resources => verdictsOf(bucketCustomerKey, resources)[0].repair);

  expect(repairs).toEqual([expect.stringMatching(/website/), expect.stringMatching(/Policy lets in/), expect.stringMatching(/Policy lets in/), 'STRICT']);
});

const tableWith = (SSESpecification: unknown, more: object = {}) => ({ Type: 'AWS::DynamoDB::Table', Properties: { SSESpecification, ...more } });

test.each<[string, object, string[]]>([
  ['a specification only the deployment knows', tableWith(given), ['undecided']],
  ['a key in one branch', tableWith(either({ SSEEnabled: true, KMSMasterKeyId: 'alias/orders' }, nothing)), ['undecided']],
  ['replicas only the deployment knows', { Type: 'AWS::DynamoDB::GlobalTable', Properties: { SSESpecification: { SSEEnabled: true }, Replicas: given } }, ['undecided']],
])('a table with %s', (_, table, verdicts) => {
  expect(verdictsOf(tableCustomerKey, { Table: table }).map(one => one.verdict)).toEqual(verdicts);
});

test('no key is made for a table that others read, nor for one of several regions', () => {
  expect(verdictsOf(tableCustomerKey, { Table: tableWith(undefined, { ResourcePolicy: {} }) })[0].repair).toMatch(/other accounts/);
  expect(verdictsOf(tableCustomerKey, { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas: [{ Region: 'eu-west-1' }] } } })[0].repair).toMatch(/regions/);
});
