import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isMap, isOpen, valuesOf } from '../../model/value';
import { isCustomerKey } from '../../policy/customer-key';
import { referrersOf } from '../../policy/referrers';
import { keyFor } from '../../policy/service-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Tables are encrypted with a key that their owner controls. */
export const tableCustomerKey: Rule = {
  id: 'table-customer-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A table is encrypted with a key of one\'s own',
  threat: 'DynamoDB always encrypts, but with a key of AWS a stolen role needs nothing more than the table: no key policy stands in its way, no use of the '
    + 'key can be watched, and nobody can take the key away from it.',
  remedy: 'Set encryption: TableEncryption.CUSTOMER_MANAGED, and grant through the CDK, so that whoever may read the table may use its key.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // Those that take the key of AWS as well are table-encryption-stated.
  covers: ['checkov:CKV_AWS_119', 'trivy:AWS-0025', 'guard:DYNAMODB_TABLE_ENCRYPTED_KMS'],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table: Resource) => {
    const keyed = table.type === 'AWS::DynamoDB::Table' ? keyOfTable(table) : keysOfReplicas(table);
    const property = 'SSESpecification';
    if (keyed === 'yes') return undefined;
    if (keyed === 'undecided') return undecided(table, 'only the deployment knows whose key encrypts the table', { property });
    return noncompliant(table, 'the table is encrypted with a key of AWS', { property });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'A new key stands beside the table and may be used by every principal of the account through DynamoDB; callers from other accounts, whom the key '
      + 'does not know, are refused. It costs a dollar a month and its calls, and what it encrypted is lost with it, so it is retained.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a key of one\'s own', ({ stack, dynamodb }) => {
      const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
      new dynamodb.Table(stack, 'Orders', { partitionKey, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });
    }),
    compliant('a key by its alias, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { SSESpecification: { SSEEnabled: 'true', KMSMasterKeyId: 'alias/orders' } } });
    }),
    compliant('a key for every replica', ({ stack, cdk }) => {
      const Replicas = ['eu-west-1', 'eu-west-2'].map(Region => ({ Region, SSESpecification: { KMSMasterKeyId: `arn:aws:kms:${Region}:111122223333:key/orders` } }));
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::GlobalTable', properties: { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' }, Replicas } });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('the key that AWS manages', ({ stack, dynamodb }) => {
      const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
      new dynamodb.Table(stack, 'Orders', { partitionKey, encryption: dynamodb.TableEncryption.AWS_MANAGED });
    }),
    noncompliantExample('a key named, and encryption with it turned off', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { SSESpecification: { SSEEnabled: false, KMSMasterKeyId: 'alias/orders' } } });
    }),
    noncompliantExample('a global table', ({ stack, dynamodb }) => {
      new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const keyed = new cdk.CfnParameter(stack, 'Keyed', { allowedValues: ['true', 'false'] });
      const properties = { SSESpecification: { SSEEnabled: keyed.valueAsString, KMSMasterKeyId: 'alias/orders' } };
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties });
    }),
  ],
};

function keyOfTable(table: Resource): Answer {
  const answers = new Set(alternativesOf(table.get('SSESpecification')).map(specification => (isOpen(specification) ? 'undecided'
    : both(ask(entryOf(specification, 'SSEEnabled'), on => booleanOf(on) === true), isCustomerKey(entryOf(specification, 'KMSMasterKeyId'))))));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/** Each replica of a global table has a key of its own, in its own region. */
function keysOfReplicas(table: Resource): Answer {
  const replicas = valuesOf(table.get('Replicas')).flatMap(alternativesOf);
  const keyed = replicas.map(replica => (isMap(replica) ? isCustomerKey(entryOf(entryOf(replica, 'SSESpecification'), 'KMSMasterKeyId')) : 'undecided'));
  return [ask(table.get('SSESpecification.SSEEnabled'), on => booleanOf(on) === true), ...keyed].reduce(both);
}

function both(a: Answer, b: Answer): Answer {
  return a === 'no' || b === 'no' ? 'no' : a === 'undecided' || b === 'undecided' ? 'undecided' : 'yes';
}

function repair(table: Resource, app: AppModel): Repair | Declined {
  if (table.type !== 'AWS::DynamoDB::Table') return { declined: 'a global table needs a key in each of its regions, and a stack makes them in one only' };
  if (table.get('ResourcePolicy') !== undefined) return { declined: 'whom the policy of the table lets in from other accounts needs the key too: only its author knows who that is' };
  const replica = referrersOf(table, app).find(({ type }) => type === 'Custom::DynamoDBReplica');
  if (replica !== undefined) return { declined: `the replica that ${replica.writtenId} makes in another region needs a key there` };
  const key = keyFor(table, 'dynamodb');
  return { level: FixLevel.STRICT, patches: [new SetProperty(table, 'SSESpecification', { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: new Link(key, 'Arn') })] };
}
