import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecretBackedFunction, SecretSource, SecureFunction, SecurityAlarms } from '../../../lib';
import { testApp } from '../../support/synthesis';

const HERE = { account: '111122223333', region: 'eu-west-1' };
const THERE = { account: '444455556666', region: 'eu-west-1' };
const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const ROLE = 'Home-Orders-Role-A6DC84E7-eu-west-1';

function twoStacks() {
  const app = testApp();
  return { app, home: new cdk.Stack(app, 'Home', { env: HERE }), far: new cdk.Stack(app, 'Far', { env: THERE }) };
}

/** The names that were given to what CDK would otherwise leave to CloudFormation. */
function namesIn(stack: cdk.Stack): Record<string, string> {
  const named = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, any>)
    .filter(([, { Type }]) => ['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::SNS::Topic'].includes(Type))
    .map(([id, { Properties: { RoleName, FunctionName, TopicName } }]) => [id, RoleName ?? FunctionName ?? TopicName]);
  return Object.fromEntries(named.filter(([, name]) => name !== undefined));
}

const KNOWN_THERE: [what: string, named: RegExp, use: (fn: SecureFunction, far: cdk.Stack) => void][] = [
  ['a bucket of it grants reading', /^OrdersRole/, (fn, far) => void new s3.Bucket(far, 'Bucket', { bucketName: 'named' }).grantRead(fn)],
  ['a key of it grants decrypting', /^OrdersRole/, (fn, far) => void new kms.Key(far, 'Key').grantDecrypt(fn)],
  ['a role of it trusts that of the function', /^OrdersRole/, (fn, far) => void new iam.Role(far, 'Role', { assumedBy: new iam.ArnPrincipal(fn.role!.roleArn) })],
  ['a rule of it has it as a target', /^OrdersFunction/, (fn, far) => void new events.Rule(far, 'Rule', { eventPattern: { source: ['shop'] }, targets: [new targets.LambdaFunction(fn)] })],
  ['a role of it may invoke it', /^OrdersFunction/, (fn, far) => (
    void fn.grantInvoke(new iam.Role(far, 'Caller', { roleName: 'caller', assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }))
  )],
];

test.each(KNOWN_THERE)('where another environment has to know a function (%s), that alone gets a name: %s', (_, named, use) => {
  const { home, far } = twoStacks();
  const fn = new SecureFunction(home, 'Orders', { code: CODE });
  use(fn, far);

  const names = Object.entries(namesIn(home));
  expect(names).toEqual([[expect.stringMatching(named), expect.any(String)]]);
  expect(JSON.stringify(Template.fromStack(far).toJSON())).toContain(names[0][1]);
});

test('the topic of alarms gets a name where another environment has to know it', () => {
  const { home, far } = twoStacks();
  const { topic } = new SecurityAlarms(home, 'Alarms');
  new cdk.CfnOutput(far, 'Topic', { value: topic.topicArn });

  expect(Object.keys(namesIn(home))).toEqual([expect.stringMatching(/^AlarmsTopic/)]);
  expect(JSON.stringify(Template.fromStack(far).findOutputs('*'))).toContain(Object.values(namesIn(home))[0]);
});

test('a role that the policy of a secret knows by its name has the same name in another environment', () => {
  const { app, home, far } = twoStacks();
  const owner = new SecretBackedFunction(new cdk.Stack(app, 'Owner', { env: HERE }), 'Owner', { code: CODE, secrets: { key: SecretSource.generated() } });
  const reader = new SecretBackedFunction(home, 'Orders', { code: CODE, secrets: { key: SecretSource.existing(owner.secret('key')) } });
  new s3.Bucket(far, 'Bucket', { bucketName: 'named' }).grantRead(reader);

  expect(Object.values(namesIn(home))).toEqual([ROLE]);
  for (const stack of [far, cdk.Stack.of(owner)]) expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain(`role/${ROLE}`);
});

test('where one environment knows all, nothing has a name', () => {
  const { app, home } = twoStacks();
  const fn = new SecureFunction(home, 'Orders', { code: CODE, alarms: new SecurityAlarms(home, 'Alarms') });
  const next = new cdk.Stack(app, 'Next', { env: HERE });
  new iam.Role(next, 'Role', { assumedBy: new iam.ArnPrincipal(fn.role!.roleArn) });
  new events.Rule(next, 'Rule', { eventPattern: { source: ['shop'] }, targets: [new targets.LambdaFunction(fn)] });

  expect(namesIn(home)).toEqual({});
});
