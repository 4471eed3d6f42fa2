import { Resource } from '../../model/resource';
import { agreed, ask, booleanOf, entryOf, isOpen } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Tables say that a key of KMS encrypts them, whoever owns it. Whose it is, is table-customer-key. */
export const tableEncryptionStated: Rule = {
  id: 'table-encryption-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A table says that a key of KMS encrypts it',
  threat: 'DynamoDB always encrypts, but a table that asks for no key gets one that stands in no account of its owner: no trail shows that it was used, nobody can '
    + 'audit it, and no reader of the template sees what was decided.',
  remedy: 'Set encryption: TableEncryption.AWS_MANAGED, or CUSTOMER_MANAGED for a key whose policy you write; on a raw table SSESpecification.SSEEnabled: true.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-ssespecification.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // The key that AWS manages counts, as it does for them.
  covers: [
    'cfn_nag:W74', 'kics:4bd21e68-38c1-4d58-acdc-6a14b203237f', 'kics:c8dee387-a2e6-4a73-a942-183c975549ac', 'trivy:AWS-0121',
  ],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: saysNothing,
  // No fix: the key of AWS serves no caller from another account, and each use of it is paid for; table-customer-key makes one.
  examples: [
    compliant('the key that AWS manages', ({ stack, dynamodb }) => {
      const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
      new dynamodb.Table(stack, 'Orders', { partitionKey, encryption: dynamodb.TableEncryption.AWS_MANAGED });
    }),
    compliant('a key of one\'s own, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { SSESpecification: { SSEEnabled: 'true', KMSMasterKeyId: 'alias/orders' } } });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('a global table', ({ stack, dynamodb }) => {
      new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('turned off, by an override', ({ stack, dynamodb }) => {
      const keySchema = [{ attributeName: 'id', keyType: 'HASH' }];
      const table = new dynamodb.CfnTable(stack, 'Orders', { keySchema, sseSpecification: { sseEnabled: true } });
      table.addPropertyOverride('SSESpecification.SSEEnabled', false);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const keyed = new cdk.CfnParameter(stack, 'Keyed', { allowedValues: ['true', 'false'] });
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { SSESpecification: { SSEEnabled: keyed.valueAsString } } });
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, dynamodb }) => {
      new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Prod').valueAsString, 'yes') });
      const table = new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
      table.addPropertyOverride('SSESpecification', cdk.Fn.conditionIf('IsProd', { SSEEnabled: true }, cdk.Aws.NO_VALUE));
    }),
  ],
};

function saysNothing(table: Resource): Found | undefined {
  const property = 'SSESpecification';
  const keyed = agreed(table.get(property), one => (isOpen(one) ? 'undecided' : ask(entryOf(one, 'SSEEnabled'), on => booleanOf(on) === true)));
  if (keyed === 'yes') return undefined;
  if (keyed === 'undecided') return undecided(table, 'only the deployment knows whether a key of KMS encrypts the table', { property });
  return noncompliant(table, 'the table asks for no key of KMS: what encrypts it stands in no account of its owner', { property });
}
