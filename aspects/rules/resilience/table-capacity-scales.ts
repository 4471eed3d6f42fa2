import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, ask, isOpen, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const DIMENSIONS = ['dynamodb:table:ReadCapacityUnits', 'dynamodb:table:WriteCapacityUnits'];

/** What a table bears grows with what it is asked for. */
export const tableCapacityScales: Rule = {
  id: 'table-capacity-scales',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The capacity of a table follows the demand',
  threat: 'Whoever sends more requests than the fixed capacity bears has all others refused: orders fail, and functions pay for their retries.',
  remedy: 'Set billingMode: BillingMode.PAY_PER_REQUEST, with a limit of its own against bills; or autoScaleReadCapacity and autoScaleWriteCapacity.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-1',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: ['cdk-nag:DynamoDBAutoScalingEnabled', 'checkov:CKV2_AWS_16', 'securityhub:DynamoDB.1'],
  target: 'AWS::DynamoDB::Table',
  check: (table, app) => {
    const property = 'BillingMode';
    const onDemand = ask(table.get(property), mode => mode === 'PAY_PER_REQUEST');
    const fixed = DIMENSIONS.filter(dimension => scales(table, dimension, app) === 'no');
    if (onDemand === 'yes' || DIMENSIONS.every(dimension => scales(table, dimension, app) === 'yes')) return undefined;
    if (onDemand === 'undecided' || fixed.length === 0) return undecided(table, 'only the deployment knows whether the capacity of the table follows the demand', { property });
    return noncompliant(table, `the ${fixed.length > 1 ? 'capacity' : fixed[0].includes('Read') ? 'read capacity' : 'write capacity'} of the table is fixed`, { property });
  },
  // No fix: what more capacity costs only the owner can decide.
  examples: [
    compliant('paid by the request', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST });
    }),
    compliant('reads and writes scale', ({ stack, dynamodb }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
      table.autoScaleWriteCapacity({ minCapacity: 1, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('reads scale, writes do not', ({ stack, dynamodb }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
    }),
    noncompliantExample('fixed, in a raw resource, by an override', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { BillingMode: 'PAY_PER_REQUEST' } })
        .addPropertyOverride('BillingMode', 'PROVISIONED');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, dynamodb }) => {
      const billingMode = new cdk.CfnParameter(stack, 'Mode').valueAsString;
      new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], billingMode });
    }),
  ],
};

/** Whether a scalable target of the application is the table's. */
function scales(table: Resource, dimension: string, app: AppModel): Answer {
  const targets = app.ofType('AWS::ApplicationAutoScaling::ScalableTarget').filter(target => target.get('ScalableDimension') === dimension);
  const name = table.get('TableName');
  const answers = targets.map((target): Answer => {
    const id = target.get('ResourceId');
    if (app.resourceOf(id) === table || (typeof name === 'string' && patternOf(id) === `table/${name}`)) return 'yes';
    return isOpen(id) && app.resourceOf(id) === undefined ? 'undecided' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}
