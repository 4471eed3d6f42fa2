import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { hasElement } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Tables are copied to where their writers cannot reach. */
export const tableInBackupPlan: Rule = {
  id: 'table-in-backup-plan',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A table is part of a backup plan',
  threat: 'Point-in-time recovery goes with the table: whoever may delete the table takes the last weeks with it. A backup in a vault of its own stays, with '
    + 'a lock not even an administrator removes it.',
  remedy: 'Add the table to a plan: backupPlan.addSelection(\'Tables\', { resources: [BackupResource.fromDynamoDbTable(table)] }); acknowledge tables that a '
    + 'plan of the account takes in by their tags.',
  links: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-4',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  covers: [
    'cdk-nag:DynamoDBInBackupPlan', 'guard:DYNAMODB_IN_BACKUP_PLAN', 'guard:DYNAMODB_RESOURCES_PROTECTED_BY_BACKUP_PLAN', 'securityhub:DynamoDB.4',
  ],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table, app) => {
    if (app.once(selected).has(table)) return undefined;
    if (mayBeSelected(app)) return undecided(table, 'only the deployment knows whether a backup plan of the application takes the table in');
    return noncompliant(table, 'no backup plan of the application takes the table in');
  },
  // No fix: how often, how long and where backups are kept only the owner knows.
  examples: [
    compliant('a selection names the table', ({ stack, cdk, dynamodb }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      const BackupSelection = { IamRoleArn: 'role', SelectionName: 'tables', Resources: [table.tableArn] };
      new cdk.CfnResource(stack, 'Selection', { type: 'AWS::Backup::BackupSelection', properties: { BackupPlanId: 'plan', BackupSelection } });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('a selection of another table, in raw resources', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: {} });
      const bills = new cdk.CfnResource(stack, 'Bills', { type: 'AWS::SNS::Topic', properties: {} });
      const BackupSelection = { IamRoleArn: 'role', SelectionName: 'tables', Resources: [bills.ref] };
      new cdk.CfnResource(stack, 'Selection', { type: 'AWS::Backup::BackupSelection', properties: { BackupPlanId: 'plan', BackupSelection } });
    }),
    undecidedExample('a selection by tags', ({ stack, cdk, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      const ListOfTags = [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }];
      const properties = { BackupPlanId: 'plan', BackupSelection: { IamRoleArn: 'role', SelectionName: 'tagged', ListOfTags } };
      new cdk.CfnResource(stack, 'Selection', { type: 'AWS::Backup::BackupSelection', properties });
    }),
  ],
};

const RESOURCES = 'BackupSelection.Resources';

/** The resources that selections name. */
function selected(app: AppModel): ReadonlySet<Resource | undefined> {
  return new Set(app.ofType('AWS::Backup::BackupSelection').flatMap(selection => resourcesOf(selection).map(one => app.resourceOf(one))));
}

function resourcesOf(selection: Resource): readonly Value[] {
  return alternativesOf(selection.get(RESOURCES)).flatMap(valuesOf).flatMap(alternativesOf);
}

/** Whether some selection goes by tags, or by ARNs that only the deployment knows. */
function mayBeSelected(app: AppModel): boolean {
  return app.ofType('AWS::Backup::BackupSelection').some(selection => hasElement(selection.get('BackupSelection.ListOfTags')) !== 'no'
    || selection.get('BackupSelection.Conditions') !== undefined || resourcesOf(selection).some(one => isOpen(one) && app.resourceOf(one) === undefined));
}
