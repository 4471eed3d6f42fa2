import { judge } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { SetProperty } from '../../aspects/rule/patch';
import { isDeclined } from '../../aspects/rule/rule';
import { Settings, settingsOf } from '../../aspects/rule/settings';
import { RULES } from '../../aspects/rules';
import { sensitivityOf } from '../../aspects/sensitivity/sensitivity';

const ruleNamed = (id: string) => RULES.find(rule => rule.id === id)!;

function judged(id: string, Resources: object, said: Partial<Settings> = {}) {
  const app = new AppModel([{ path: 'template.json', body: { Resources } as unknown as JsonObject }], settingsOf(said));
  return { app, found: judge(app, [ruleNamed(id)]).judgements.map(({ found }) => found) };
}

const fn = (properties: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: properties });

test('a layer of an account that the owner trusts is fine', () => {
  const resources = { Function: fn({ Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:1', 'arn:aws:lambda:eu-west-1:444455556666:layer:more:1'] }) };

  expect(judged('lambda-layer-trusted-account', resources).found.map(({ detail }) => detail)).toEqual(['111122223333', '444455556666']);
  expect(judged('lambda-layer-trusted-account', resources, { trustedLayerAccounts: ['111122223333'] }).found.map(({ detail }) => detail)).toEqual(['444455556666']);
});

test('a boundary that the owner names is asked of every role, and given to it', () => {
  const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
  const resources = { Role: { Type: 'AWS::IAM::Role', Properties: {} } };
  const { app, found } = judged('iam-role-permissions-boundary', resources, { permissionsBoundary });
  const answer = ruleNamed('iam-role-permissions-boundary').fix!.repair(found[0], app);

  expect(judged('iam-role-permissions-boundary', resources).found).toEqual([]);
  expect(found.map(({ message }) => message)).toEqual([`the role has no permissions boundary, which is to be ${permissionsBoundary}`]);
  expect(isDeclined(answer) ? answer : (answer.patches[0] as SetProperty).value).toBe(permissionsBoundary);
});

test('the owner chooses how far one event may reach', () => {
  const subscription = (id: string) => [`${id}Subscription`, {
    Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': [id, 'Arn'] } },
  }] as const;
  const resources = { Topic: { Type: 'AWS::SNS::Topic' }, A: fn(), B: fn(), ...Object.fromEntries([subscription('A'), subscription('B')]) };

  expect(judged('trigger-cascade-bounded', resources).found).toEqual([]);
  expect(judged('trigger-cascade-bounded', resources, { functionsAtOnce: 1 }).found.map(({ message }) => message))
    .toEqual(['one event on Topic starts 2 functions at once: A, B']);
});

test('the owner chooses how many kinds of source a function may have', () => {
  const resources = {
    Function: fn(),
    Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'A', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }] } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } } },
  };

  expect(judged('trigger-few-per-function', resources).found).toEqual([]);
  expect(judged('trigger-few-per-function', resources, { kindsOfSource: 1 }).found).toHaveLength(1);
});

test('the owner chooses the tag of sensitivity; what the constructs of this library write counts all the same', () => {
  const tagged = (Key: string) => fn({ Tags: [{ Key, Value: 'restricted' }] });
  const { app } = judged('sensitivity-not-mixed', { A: tagged('data-class'), B: tagged('sensitivity'), C: tagged('other') }, { sensitivityTag: 'data-class' });

  expect(app.resources.map(sensitivityOf)).toEqual(['restricted', 'restricted', undefined]);
});
