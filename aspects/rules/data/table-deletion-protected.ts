import { repairedReplicas, whereverItIsKept } from '../../dynamodb/settings';
import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const SETTING = 'DeletionProtectionEnabled';

/** Tables are not deleted by one call. */
export const tableDeletionProtected: Rule = {
  id: 'table-deletion-protected',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A table refuses to be deleted',
  threat: 'One call of a stolen role, one careless script or one wrong deployment deletes the table and every item in it.',
  remedy: 'Set deletionProtection: true. Acknowledge tables of stacks that come and go: such a stack cannot be deleted before the protection is taken away.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  covers: ['securityhub:DynamoDB.6'],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table: Resource) => {
    const on = whereverItIsKept(table, SETTING, value => booleanOf(value) === true);
    if (on === 'yes') return undefined;
    if (on === 'undecided') return undecided(table, 'only the deployment knows whether the table refuses to be deleted', { property: SETTING });
    return noncompliant(table, 'one call deletes the table', { property: SETTING });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Readers and writers see no difference; who deletes the table has to take the protection away first. A table whose author wrote that it goes '
      + 'with its stack is left alone, since the stack could not be deleted any more.',
    repair: ({ subject }) => ((subject as Resource).definition.DeletionPolicy === 'Delete'
      ? { declined: 'DeletionPolicy says that the table goes with its stack, which could not be deleted any more' }
      : repairedReplicas(subject as Resource, SETTING, FixLevel.OPERATIONAL)),
  },
  examples: [
    compliant('protected', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, deletionProtection: true });
    }),
    compliant('every replica protected', ({ stack, dynamodb }) => {
      new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, deletionProtection: true });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('turned off, as a string in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { DeletionProtectionEnabled: 'false' } });
    }),
    noncompliantExample('a table that is meant to go with its stack', ({ stack, cdk, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, removalPolicy: cdk.RemovalPolicy.DESTROY });
    }),
    noncompliantExample('a global table, one replica of which is not protected', ({ stack, cdk }) => {
      const Replicas = [{ Region: 'eu-west-1', DeletionProtectionEnabled: true }, { Region: 'eu-west-2' }];
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::GlobalTable', properties: { Replicas } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, dynamodb }) => {
      const on = new cdk.CfnParameter(stack, 'Protected', { allowedValues: ['true', 'false'] });
      new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] }).addPropertyOverride(SETTING, on.valueAsString);
    }),
  ],
};
