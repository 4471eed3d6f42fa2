import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const MODES = ['PAY_PER_REQUEST', 'PROVISIONED'];

/** How much a table bears was decided by somebody. */
export const tableCapacityDeliberate: Rule = {
  id: 'table-capacity-deliberate',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A table says how its capacity is paid for',
  threat: 'A table that says nothing gets a fixed capacity, small as a rule: whoever sends a few more requests than expected has all others refused.',
  remedy: 'Set billingMode: BillingMode.PAY_PER_REQUEST, or PROVISIONED with a capacity that scales.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: ['cfn_nag:W73', 'guard:DYNAMODB_BILLING_MODE_RULE', 'kics:c333e906-8d8b-4275-b999-78b6318f8dc6'],
  target: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  check: (table: Resource) => mustBe(table, 'BillingMode', mode => MODES.includes(String(mode)), 'nothing says how the capacity of the table is paid for, so it is fixed'),
  // No fix: what the capacity costs only the owner can decide.
  examples: [
    compliant('paid by the request', ({ stack, dynamodb }) => {
      new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    compliant('provisioned, in so many words', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: { BillingMode: 'PROVISIONED' } });
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb }) => {
      new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
    }),
    noncompliantExample('a mode that DynamoDB does not know, by an override', ({ stack, dynamodb }) => {
      new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] }).addPropertyOverride('BillingMode', 'ON_DEMAND');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, dynamodb }) => {
      const billingMode = new cdk.CfnParameter(stack, 'Mode').valueAsString;
      new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], billingMode });
    }),
  ],
};
