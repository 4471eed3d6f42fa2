import { Rule } from '../../../aspects/rule/rule';
import { eventSourceFailureDestination } from '../../../aspects/rules/triggers/event-source-failure-destination';
import { lambdaAsyncFailureDestination } from '../../../aspects/rules/triggers/lambda-async-failure-destination';
import { queueRedrive } from '../../../aspects/rules/triggers/queue-redrive';
import { ruleTargetRedrive } from '../../../aspects/rules/triggers/rule-target-redrive';
import { scheduleRedrive } from '../../../aspects/rules/triggers/schedule-redrive';
import { subscriptionRedrive } from '../../../aspects/rules/triggers/subscription-redrive';
import { verdictsOf } from '../../support/verdicts';

const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const either = (yes: unknown, no: unknown) => ({ 'Fn::If': ['C', yes, no] });
const NOTHING = ref('AWS::NoValue');
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:failed';

function said(rule: Rule, resources: object): string[] {
  return verdictsOf(rule, resources).map(({ verdict, repair }) => (verdict === 'undecided' ? verdict : `${verdict}: ${repair}`));
}

const role = (changes: object = {}) => resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {}, ...changes });
const allowing = (Effect: string, Action: string, Resource: string) => [{ PolicyName: 'P', PolicyDocument: { Statement: [{ Effect, Action, Resource }] } }];

describe('a role that is to send', () => {
  const stream = (Role: object | undefined, FunctionName: unknown = ref('F')) => said(eventSourceFailureDestination, {
    ...(Role === undefined ? {} : { R: Role }),
    F: resource('AWS::Lambda::Function', { Role: arn('R') }),
    M: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('S'), FunctionName }),
    S: resource('AWS::Kinesis::Stream'),
  });

  test('is given a queue of its own', () => {
    expect(stream(role())).toEqual(['noncompliant: SAFE']);
    expect(stream(role({ Policies: allowing('Allow', 'sqs:*', '*') }))).toEqual(['noncompliant: SAFE']);
  });

  test('is given none where something refuses it', () => {
    expect(stream(role({ Policies: allowing('Deny', 'sqs:SendMessage', '*') }))[0]).toContain('a denial');
    expect(stream(role({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }))[0]).toContain('a permissions boundary');
  });

  test('is given none where it, or its function, is not there', () => {
    expect(stream(undefined)[0]).toContain('its role is not part of the application');
    expect(stream(role(), 'elsewhere')[0]).toContain('its function is not part of the application');
  });
});

describe('event sources', () => {
  const mapping = (properties: object) => said(eventSourceFailureDestination, { M: resource('AWS::Lambda::EventSourceMapping', { FunctionName: 'f', ...properties }) });

  test.each([
    ['a broker', { EventSourceArn: 'arn:aws:mq:eu-west-1:111122223333:broker:b' }],
    ['a cluster of documents', { EventSourceArn: 'arn:aws:rds:eu-west-1:111122223333:cluster:c', DocumentDBEventSourceConfig: {} }],
    ['a parameter without a position to start at', { EventSourceArn: ref('Given') }],
    ['a destination that a parameter names', { SelfManagedEventSource: {}, DestinationConfig: { OnFailure: { Destination: ref('Given') } } }],
  ])('%s has none, or one already', (_, properties) => {
    expect(mapping(properties)).toEqual([]);
  });

  test('a cluster of one\'s own has one', () => {
    expect(mapping({ SelfManagedEventSource: {} })[0]).toContain('noncompliant');
    expect(mapping({ SelfManagedEventSource: {}, DestinationConfig: either({ OnFailure: { Destination: QUEUE } }, NOTHING) })).toEqual(['undecided']);
  });
});

describe('functions', () => {
  const started = (fn: object, config?: object) => said(lambdaAsyncFailureDestination, {
    T: resource('AWS::SNS::Topic'),
    S: resource('AWS::SNS::Subscription', { TopicArn: ref('T'), Protocol: 'lambda', Endpoint: arn('F') }),
    F: resource('AWS::Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/r', ...fn }),
    ...(config === undefined ? {} : { C: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: ref('F'), Qualifier: '$LATEST', ...config }) }),
  });

  test('left to a condition', () => {
    expect(started({ DeadLetterConfig: either({ TargetArn: QUEUE }, NOTHING) })).toEqual(['undecided']);
    expect(started({}, { DestinationConfig: either({ OnFailure: { Destination: QUEUE } }, NOTHING) })).toEqual(['undecided']);
  });

  test('a dead-letter queue serves every version, whatever their configurations say', () => {
    expect(started({ DeadLetterConfig: { TargetArn: QUEUE } }, { MaximumRetryAttempts: 0 })).toEqual([]);
  });

  test('a configuration of a function from elsewhere', () => {
    expect(said(lambdaAsyncFailureDestination, { C: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'f' }) })[0]).toContain('its function is not part');
  });
});

test('the key of a queue goes to its dead-letter queue, unless nobody knows whose it is', () => {
  expect(said(queueRedrive, { Q: resource('AWS::SQS::Queue', { KmsMasterKeyId: 'alias/orders' }) })).toEqual(['noncompliant: OPERATIONAL']);
  expect(said(queueRedrive, { Q: resource('AWS::SQS::Queue', { FifoQueue: ref('Given') }) })[0]).toContain('FIFO');
});

test('a queue that some property names for dead letters is one', () => {
  const Custom = resource('Custom::Worker', { Settings: [{ deadLetterQueueArn: arn('Q') }] });
  expect(said(queueRedrive, { Q: resource('AWS::SQS::Queue'), Custom })).toEqual([]);
  const Source = resource('AWS::SQS::Queue', { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn('Q')] } });
  expect(said(queueRedrive, { Q: resource('AWS::SQS::Queue'), Source })).toEqual(['noncompliant: OPERATIONAL']);
});

describe('subscriptions', () => {
  const subscribed = (changes: object, topic: object = {}) => said(subscriptionRedrive, {
    T: resource('AWS::SNS::Topic', topic), S: resource('AWS::SNS::Subscription', { TopicArn: ref('T'), Protocol: 'sqs', Endpoint: QUEUE, ...changes }),
  });

  test('are repaired where topic and queue can be in one place', () => {
    expect(subscribed({})).toEqual(['noncompliant: SAFE']);
    expect(subscribed({ Region: ref('AWS::Region') })).toEqual(['noncompliant: SAFE']);
    expect(subscribed({ Region: 'us-east-1' })[0]).toContain('another region');
    expect(subscribed({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders' })).toEqual(['noncompliant: SAFE']);
  });

  test('of FIFO topics are not, nor those of which nobody knows', () => {
    expect(subscribed({}, { FifoTopic: 'true' })[0]).toContain('FIFO');
    expect(subscribed({ TopicArn: ref('Given') })[0]).toContain('FIFO');
    expect(subscribed({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders.fifo' })[0]).toContain('FIFO');
  });

  test('are undecided where a condition leaves the policy out', () => {
    expect(subscribed({ RedrivePolicy: either({ deadLetterTargetArn: QUEUE }, NOTHING) })).toEqual(['undecided']);
  });
});

describe('rules', () => {
  const ruled = (Targets: unknown, State?: string) => said(ruleTargetRedrive, { R: resource('AWS::Events::Rule', { Targets, State }) });
  const plain = { Id: 'a', Arn: QUEUE };
  const kept = { ...plain, DeadLetterConfig: { Arn: QUEUE } };

  test('that are off, or keep all, are silent', () => {
    expect(ruled([plain], 'DISABLED')).toEqual([]);
    expect(ruled(either([kept], [kept, kept]))).toEqual([]);
    expect(ruled([either(kept, NOTHING)])).toEqual([]);
  });

  test('that nobody can read are undecided, or not repaired', () => {
    expect(ruled(ref('Given'))).toEqual(['undecided']);
    expect(ruled(either([kept], [plain]))).toEqual(['undecided']);
    expect(ruled([plain, either(kept, plain)])[0]).toContain('only the deployment knows');
    expect(ruled(plain)[0]).toContain('only the deployment knows');
    expect(ruled([plain, kept])).toEqual(['noncompliant: SAFE']);
  });
});

test('schedules that are off need no dead letters', () => {
  expect(said(scheduleRedrive, { S: resource('AWS::Scheduler::Schedule', { State: 'DISABLED', Target: {} }) })).toEqual([]);
});
