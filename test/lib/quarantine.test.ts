import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Quarantine, SecretBackedFunction, SecretSource, SecureFunction, SecurityAlarms, SecurityEvent } from '../../lib';
import { Answers, definitionOf, run, serviceError } from '../support/state-machine';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

const plainIn = (scope: cdk.Stack) => new lambda.Function(scope, 'Plain', { code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });

const stack = new cdk.Stack(testApp(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
const alarms = new SecurityAlarms(stack, 'Alarms');
const orders = new SecureFunction(stack, 'Orders', { code: CODE, provisionedConcurrency: 2, reservedConcurrency: 10 });
const plain = plainIn(stack);
const billing = new SecretBackedFunction(stack, 'Billing', { code: CODE, secrets: { key: SecretSource.generated() } });
const quarantine = new Quarantine(stack, 'Quarantine', { alarms, functions: [orders, plain], secrets: [billing.secret('key')] });
const operator = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
quarantine.grantIsolate(operator);
quarantine.grantRelease(operator);
quarantine.onSecurityEvent('Refused', orders, SecurityEvent.SOURCE_REFUSED, { times: 3 });
quarantine.onAlarm('OnAny', alarms.compositeAlarm(stack));
const template = Template.fromStack(stack);

const ISOLATE = /^QuarantineIsolate/;
const RELEASE = /^QuarantineRelease/;

/** Lambda, as far as limits and tags go: what a run changes is there for the next one. */
class Account {
  public readonly tags = new Map<string, Record<string, string>>();
  public readonly reserved = new Map<string, number>();
  public readonly provisioned = new Map<string, number>();
  public readonly policies = new Map<string, Set<string>>();
  public readonly messages: any[] = [];
  public broken = '';

  public readonly answers: Answers = {
    'iam:attachRolePolicy': ({ RoleName, PolicyArn }) => {
      if (this.broken === RoleName) throw serviceError('Iam.NoSuchEntityException');
      this.policies.set(RoleName, new Set([...this.policies.get(RoleName) ?? [], PolicyArn]));
    },
    'iam:detachRolePolicy': ({ RoleName, PolicyArn }) => {
      if (!this.policies.get(RoleName)?.delete(PolicyArn)) throw serviceError('Iam.NoSuchEntityException');
    },
    'lambda:listTags': ({ Resource }) => ({ Tags: this.tags.get(Resource) ?? {} }),
    'lambda:tagResource': ({ Resource, Tags }) => void this.tags.set(Resource, { ...this.tags.get(Resource), ...Tags }),
    'lambda:untagResource': ({ Resource }) => void this.tags.delete(Resource),
    'lambda:getFunctionConcurrency': ({ FunctionName }) => (this.reserved.has(FunctionName) ? { ReservedConcurrentExecutions: this.reserved.get(FunctionName) } : {}),
    'lambda:putFunctionConcurrency': ({ FunctionName, ReservedConcurrentExecutions }) => {
      if ((this.provisioned.get(FunctionName) ?? 0) > ReservedConcurrentExecutions) throw serviceError('Lambda.InvalidParameterValueException');
      this.reserved.set(FunctionName, ReservedConcurrentExecutions);
    },
    'lambda:deleteFunctionConcurrency': ({ FunctionName }) => void this.reserved.delete(FunctionName),
    'lambda:getProvisionedConcurrencyConfig': ({ FunctionName }) => {
      if (!this.provisioned.has(FunctionName)) throw serviceError('Lambda.ProvisionedConcurrencyConfigNotFoundException');
      return { RequestedProvisionedConcurrentExecutions: this.provisioned.get(FunctionName) };
    },
    'lambda:putProvisionedConcurrencyConfig': ({ FunctionName, ProvisionedConcurrentExecutions }) => void this.provisioned.set(FunctionName, ProvisionedConcurrentExecutions),
    'lambda:deleteProvisionedConcurrencyConfig': ({ FunctionName }) => void this.provisioned.delete(FunctionName),
    'sns:publish': ({ Message }) => void this.messages.push(JSON.parse(Message)),
  };
}

const { subjects } = definitionOf(template, ISOLATE).States.Subjects.Parameters;
const [{ arn: ordersArn, role: ordersRole }, { arn: plainArn, role: plainRole }] = subjects.functions;

function account(): Account {
  const one = new Account();
  one.reserved.set(ordersArn, 10);
  one.provisioned.set(ordersArn, 2);
  return one;
}

describe('isolating', () => {
  const one = account();
  const isolated = run(template, ISOLATE, one.answers, { alarm: 'ErrorsOfOrders' });

  test('denies each role everything, before anything else', async () => {
    const { calls, error } = await isolated;
    expect(error).toBeUndefined();
    expect([...one.policies.keys()].sort()).toEqual([ordersRole, plainRole].sort());
    expect(calls.slice(0, 2).map(({ action }) => action)).toEqual(['iam:attachRolePolicy', 'iam:attachRolePolicy']);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } });
  });

  test('stops each function, and takes away what is provisioned first', async () => {
    await isolated;
    expect([...one.reserved]).toEqual(expect.arrayContaining([[ordersArn, 0], [plainArn, 0]]));
    expect(one.provisioned.size).toBe(0);
  });

  test('rotates each secret at once', async () => {
    const { calls } = await isolated;
    expect(calls.filter(({ action }) => action === 'secretsmanager:rotateSecret').map(({ input }) => input)).toEqual([{ SecretId: expect.stringContaining('Billing'), RotateImmediately: true }]);
  });

  test('tells what became of each, and what caused it', async () => {
    await isolated;
    expect(one.messages).toEqual([{
      cause: { alarm: 'ErrorsOfOrders' },
      functions: [{ subject: ordersArn, outcome: 'isolated' }, { subject: plainArn, outcome: 'isolated' }],
      secrets: [{ subject: expect.any(String), outcome: 'rotated' }],
      failed: { functions: false, secrets: false },
    }]);
  });
});

test('releasing restores what was there, whoever isolated and however often', async () => {
  const one = account();
  await run(template, ISOLATE, one.answers);
  await run(template, ISOLATE, one.answers);
  const { error } = await run(template, RELEASE, one.answers);

  expect(error).toBeUndefined();
  expect([...one.reserved]).toEqual([[ordersArn, 10]]);
  expect([...one.provisioned]).toEqual([[ordersArn, 2]]);
  expect([...one.policies.values()].map(policies => policies.size)).toEqual([0, 0]);
  expect(one.tags.size).toBe(0);
});

describe('isolating again, after a run that failed on the way', () => {
  const failing = () => {
    throw serviceError('Lambda.ServiceException');
  };
  const failures: [string, (one: Account) => Answers][] = [
    ['reading what is provisioned', () => ({ 'lambda:getProvisionedConcurrencyConfig': failing })],
    ['remembering it', one => ({ 'lambda:tagResource': input => ('RampartQuarantineProvisioned' in input.Tags ? failing() : one.answers['lambda:tagResource'](input)) })],
    ['taking it away', () => ({ 'lambda:deleteProvisionedConcurrencyConfig': failing })],
    ['stopping', () => ({ 'lambda:putFunctionConcurrency': failing })],
  ];

  test.each(failures)('(%s) stops the function, and releasing restores what was there', async (_, broken) => {
    const one = account();
    const { error: first } = await run(template, ISOLATE, { ...one.answers, ...broken(one) });
    const { error: again } = await run(template, ISOLATE, one.answers);
    const stopped = [one.reserved.get(ordersArn), one.provisioned.size];
    await run(template, RELEASE, one.answers);

    expect(first?.message).toContain('At least one subject could not be dealt with');
    expect(again).toBeUndefined();
    expect(stopped).toEqual([0, 0]);
    expect([...one.reserved, ...one.provisioned]).toEqual([[ordersArn, 10], [ordersArn, 2]]);
  });

  test('keeps what the first run remembered, also where something was provisioned anew', async () => {
    const one = account();
    await run(template, ISOLATE, one.answers);
    one.provisioned.set(ordersArn, 1);
    await run(template, ISOLATE, one.answers);
    await run(template, RELEASE, one.answers);

    expect([...one.provisioned]).toEqual([[ordersArn, 2]]);
  });
});

test('releasing what is not isolated changes nothing', async () => {
  const one = account();
  const { error, actions } = await run(template, RELEASE, one.answers);

  expect(error).toBeUndefined();
  expect(actions.filter(action => /:(put|delete|tag)/.test(action))).toEqual([]);
});

test('a subject that fails is told, fails the run, and does not keep the others from being isolated', async () => {
  const one = account();
  one.broken = ordersRole;
  const { error } = await run(template, ISOLATE, one.answers);

  expect(error?.message).toContain('At least one subject could not be dealt with');
  expect(one.reserved.get(plainArn)).toBe(0);
  expect(one.messages[0]).toMatchObject({ failed: { functions: true }, functions: [{ subject: ordersArn, outcome: 'failed', error: { Error: 'Iam.NoSuchEntityException' } }, { outcome: 'isolated' }] });
});

test('a function whose role cannot be denied anything is stopped all the same, and released as ever', async () => {
  const one = account();
  one.broken = ordersRole;
  await run(template, ISOLATE, one.answers);
  expect([one.reserved.get(ordersArn), one.provisioned.size]).toEqual([0, 0]);

  const { error } = await run(template, RELEASE, one.answers);
  expect(error).toBeUndefined();
  expect([one.reserved.get(ordersArn), one.provisioned.get(ordersArn)]).toEqual([10, 2]);
});

test('may attach this one policy to these roles, and change these functions and no other', () => {
  const statements = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => /^QuarantineIsolate/.test(id))![1].Properties.PolicyDocument.Statement;
  const [attach] = statements.filter(({ Action }: any) => [Action].flat().includes('iam:AttachRolePolicy'));
  expect(attach.Condition).toEqual({ ArnEquals: { 'iam:PolicyARN': { Ref: expect.stringMatching(/^QuarantineDenyAll/) } } });
  expect(attach.Resource).toHaveLength(2);
  const wide = statements.filter(({ Resource }: any) => [Resource].flat().includes('*')).flatMap(({ Action }: any) => Action);
  expect(wide.filter((action: string) => !/^(logs|xray):/.test(action))).toEqual([]);
  const rotates = statements.filter(({ Action }: any) => ['secretsmanager:RotateSecret', 'lambda:InvokeFunction'].includes(Action));
  expect(rotates).toHaveLength(2);
});

test('may tell the encrypted topic', () => {
  const text = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  expect(text).toContain('kms:GenerateDataKey*');
});

test('begins with a security event that the log of a function reports', () => {
  const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter', { Properties: { FilterPattern: '{ $.event = "source.refused" }' } }));
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: filter.Properties.MetricTransformations[0].MetricName, Threshold: 3 });
  // Another deployment of the application, in the same account, has a stack of another name, and its events isolate nothing here.
  const { MetricName } = filter.Properties.MetricTransformations[0];
  expect(MetricName).toEqual({ 'Fn::Join': ['', ['source.refused ', { Ref: 'AWS::StackName' }, expect.stringMatching(/^ c8[0-9a-f]{40}$/)]] });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.cloudwatch'], resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^QuarantineEventsRefusedAlarm'), 'Arn'] }], detail: { state: { value: ['ALARM'] } } },
    Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^QuarantineIsolate') } })],
  });
});

test('may be started and ended by hand', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: Match.stringLikeRegexp('^Operator') }],
    PolicyDocument: { Statement: [Match.objectLike({ Action: 'states:StartExecution' }), Match.objectLike({ Action: 'states:StartExecution' })] },
  });
});

describe('fails', () => {
  test('with nothing to shut away', () => {
    expect(() => new Quarantine(new cdk.Stack(testApp(), 'Other'), 'Quarantine', { alarms })).toThrow('Other/Quarantine: name at least one function or secret, got neither');
  });

  test('with a function whose role is not known', () => {
    const other = new cdk.Stack(testApp(), 'Other');
    const foreign = lambda.Function.fromFunctionName(other, 'Foreign', 'foreign');
    expect(() => new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), functions: [foreign] })).toThrow('functions: the role of Other/Foreign is not known here');
  });

  test('with a secret of the application that nothing is known to rotate', () => {
    const other = new cdk.Stack(testApp(), 'Other');
    const place = { alarms: new SecurityAlarms(other, 'Alarms'), secrets: [new secretsmanager.Secret(other, 'Plain')] };
    expect(() => new Quarantine(other, 'Quarantine', place)).toThrow('Other/Quarantine: rotations: give the function that rotates Other/Plain; '
      + 'only for the secrets of SecretSource it is known, and without it no rotation begins');
    const rotation = lambda.Function.fromFunctionName(other, 'Rotation', 'rotate');
    expect(() => new Quarantine(other, 'Rotated', { ...place, rotations: [rotation] })).not.toThrow();
  });

  test('with two aliases of one function', () => {
    const other = new cdk.Stack(testApp(), 'Other');
    const fn = new SecureFunction(other, 'Orders', { code: CODE });
    const beta = new lambda.Alias(other, 'Beta', { aliasName: 'beta', version: fn.version });
    expect(() => new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), functions: [fn, beta] })).toThrow('Other/Quarantine: functions: '
      + 'Other/Orders/Function is given by 2 aliases (live, beta), and what is provisioned is kept for one: give it by the one that has provisioned concurrency');
  });

  test('with events that are no number', () => {
    expect(() => quarantine.onSecurityEvent('Other', orders, SecurityEvent.AUTH_FAILED, { times: 0 })).toThrow('Stack/Quarantine: times: a whole number of at least 1, got 0');
  });
});

test('with secrets alone, there is nothing to release', async () => {
  const other = new cdk.Stack(testApp(), 'Other');
  new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), secrets: [secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders')] });
  const secretsAlone = Template.fromStack(other);

  expect((await run(secretsAlone, ISOLATE, {})).actions).toEqual(['secretsmanager:rotateSecret', 'sns:publish']);
  expect((await run(secretsAlone, RELEASE, {})).actions).toEqual(['sns:publish']);
});

test('isolates a function once, however often and by whatever it is given', () => {
  const other = new cdk.Stack(testApp(), 'Other');
  const fn = new SecureFunction(other, 'Orders', { code: CODE });
  new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), functions: [fn.lambda, fn.version, fn, fn, fn.alias, plainIn(other)] });
  const made = Template.fromStack(other);

  expect(definitionOf(made, ISOLATE).States.Subjects.Parameters.subjects.functions.map(({ qualifier }: { qualifier: string }) => qualifier)).toEqual(['live', '']);
  const [, { Properties }] = Object.entries(made.findResources('AWS::IAM::Policy')).find(([id]) => ISOLATE.test(id))!;
  const attach = Properties.PolicyDocument.Statement.find(({ Action }: { Action: unknown }) => Action === 'iam:AttachRolePolicy');
  expect(attach.Resource).toHaveLength(2);
});

test('rotates a secret once, however often it is given', async () => {
  const other = new cdk.Stack(testApp(), 'Other');
  const given = () => secretsmanager.Secret.fromSecretNameV2(other, `Secret${other.node.children.length}`, 'orders');
  const secret = given();
  new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), secrets: [secret, secret, given()] });

  expect((await run(Template.fromStack(other), ISOLATE, {})).actions).toEqual(['secretsmanager:rotateSecret', 'sns:publish']);
});

test.each([
  ['is under way from an earlier start', 'A previous rotation isn\u2019t complete. That rotation will be reattempted.', false], ['cannot begin', 'The secret is scheduled for deletion.', true],
])('where a rotation %s, that is told as it is', async (_, message, fails) => {
  const refused = () => {
    throw Object.assign(new Error(message), { name: 'SecretsManager.InvalidRequestException' });
  };
  const { error } = await run(template, ISOLATE, { ...account().answers, 'secretsmanager:rotateSecret': refused });
  expect(error !== undefined).toBe(fails);
});

test.each(['grantIsolate', 'grantRelease'] as const)('lets nothing that is in it start it: %s', grant => {
  expect(() => quarantine[grant](orders)).toThrow(`Stack/Quarantine: ${grant}: grantee: Stack/Orders is in this quarantine, which waits for it, so that it cannot wait for the quarantine`);
  expect(() => quarantine[grant](plain)).toThrow(`${grant}: grantee: Stack/Plain is in this quarantine`);
});

test('takes secrets of others, with the functions that rotate them', () => {
  const other = new cdk.Stack(testApp(), 'Other');
  const rotation = lambda.Function.fromFunctionArn(other, 'Rotation', 'arn:aws:lambda:eu-west-1:111122223333:function:rotate');
  const secret = secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders');
  new Quarantine(other, 'Quarantine', { alarms: new SecurityAlarms(other, 'Alarms'), secrets: [secret], rotations: [rotation] });

  Template.fromStack(other).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate' })]) },
  });
});
