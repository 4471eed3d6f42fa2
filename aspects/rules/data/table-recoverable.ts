import { repairedReplicas, whereverItIsKept } from '../../dynamodb/settings';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { referrersOf } from '../../policy/referrers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const SETTING = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';

/** Tables can be set back. */
export const tableRecoverable: Rule = {
  id: 'table-recoverable',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'A table can be set back to any moment of the last weeks',
  threat: 'Whoever may write to the table, or breaks into a function that may, empties or garbles it, and nobody can bring back what was there.',
  remedy: 'Set pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, or make the table part of a backup plan.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
    'https://cwe.mitre.org/data/definitions/471.html',
  ],
  covers: [
    'cdk-nag:DynamoDBPITREnabled', 'checkov:CKV_AWS_28', 'trivy:AWS-0024', 'cfn_nag:W78', 'guard:DYNAMODB_PITR_ENABLED',
    'kics:0f04217d-488f-4e7a-bec8-f16159686cd6', 'securityhub:DynamoDB.2', 'checkov:CKV_AWS_165',
  ],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table, app) => {
    const on = whereverItIsKept(table, SETTING, value => booleanOf(value) === true);
    if (on === 'yes' || isBackedUp(table, app)) return undefined;
    if (on === 'undecided') return undecided(table, 'only the deployment knows whether the table can be set back', { property: SETTING });
    return noncompliant(table, 'what is overwritten or deleted in the table is gone', { property: SETTING });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'DynamoDB records changes beside the table: no reader or writer sees a difference. The record is paid for by the size of the table.',
    repair: ({ subject }) => repairedReplicas(subject as Resource, SETTING, FixLevel.OPERATIONAL),
  },
  examples: [
    compliant('any moment', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      });
    }),
    compliant('any moment, as a string in a raw resource', ({ stack, cdk }) => {
      const properties = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' } };
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties });
    }),
    compliant('a backup plan takes the table in', ({ stack, cdk, dynamodb }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      const properties = { BackupPlanId: 'plan', BackupSelection: { IamRoleArn: 'role', SelectionName: 'tables', Resources: [table.tableArn] } };
      new cdk.CfnResource(stack, 'Selection', { type: 'AWS::Backup::BackupSelection', properties });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('a global table, one replica of which cannot be set back', ({ stack, cdk }) => {
      const Replicas = [{ Region: 'eu-west-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }, { Region: 'eu-west-2' }];
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::GlobalTable', properties: { Replicas } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, dynamodb }) => {
      const on = new cdk.CfnParameter(stack, 'Recoverable', { allowedValues: ['true', 'false'] });
      const table = new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
      table.addPropertyOverride(SETTING, on.valueAsString);
    }),
  ],
};

/** Whether a backup plan of the application names the table. */
function isBackedUp(table: Resource, app: AppModel): boolean {
  return referrersOf(table, app).some(({ type }) => type === 'AWS::Backup::BackupSelection');
}
