import { judge } from '../../../aspects/engine/audit';
import { triggerNoLoop } from '../../../aspects/rules/triggers/trigger-no-loop';
import { modelOfTemplate } from '../../support/synthesis';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });

function found(resources: object, others: object = {}) {
  return judge(modelOfTemplate({ Resources: resources, ...others }), [triggerNoLoop]).judgements.map(({ found: one }) => one);
}

/** What the rule says of a template: nothing, or the verdict of its one finding. */
function verdict(resources: object, others: object = {}): string {
  const all = found(resources, others);
  return all.length === 0 ? 'no loop' : all.map(one => one.verdict).join();
}

const role = (statements: object[], id = 'Role') => ({ [id]: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] } } });
const fn = (id = 'Fn', roleId = 'Role', properties = {}) => ({ [id]: { Type: 'AWS::Lambda::Function', Properties: { Role: arn(roleId), ...properties } } });
const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({ Effect: 'Allow', Action, Resource, Condition });
const writer = (...statements: object[]) => ({ ...fn(), ...role(statements) });
const keys = (pattern: string) => ({ 'Fn::Sub': `\${Bucket.Arn}/${pattern}` });

describe('a bucket and a function', () => {
  const bucket = (Event: string, filter: Record<string, unknown> = {}) => ({
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          LambdaConfigurations: [{
            Event, Function: arn('Fn'), Filter: { S3Key: { Rules: Object.entries(filter).map(([Name, Value]) => ({ Name, Value })) } },
          }],
        },
      },
    },
  });
  const loop = (Event: string, filter: Record<string, unknown>, ...statements: object[]) => verdict({ ...bucket(Event, filter), ...writer(...statements) }, { Parameters: { P: { Type: 'String' } } });

  test.each([
    ['noncompliant', 's3:ObjectCreated:*', {}, allow('s3:PutObject', keys('*'))],
    ['noncompliant', 's3:ObjectCreated:*', {}, allow('s3:*', keys('*'))],
    ['noncompliant', 's3:ObjectCreated:Put', {}, allow('s3:PutObject', keys('*'))],
    ['noncompliant', 's3:ObjectCreated:*', { prefix: 'in/' }, allow('s3:PutObject', keys('in/*'))],
    ['noncompliant', 's3:ObjectCreated:*', { prefix: 'in/', suffix: '.jpg' }, allow('s3:PutObject', keys('in/*.jpg'))],
    ['noncompliant', 's3:ObjectCreated:*', { prefix: ref('P') }, allow('s3:PutObject', keys('${P}*'))],
    ['noncompliant', 's3:ObjectTagging:*', {}, allow('s3:PutObjectTagging', keys('*'))],
    ['undecided', 's3:ObjectCreated:*', { prefix: 'in/' }, allow('s3:PutObject', keys('*'))],
    ['undecided', 's3:ObjectCreated:*', { suffix: '.jpg' }, allow('s3:PutObject', keys('*'))],
    ['undecided', 's3:ObjectCreated:*', { prefix: ref('P') }, allow('s3:PutObject', keys('out/*'))],
    ['undecided', 's3:ObjectCreated:Copy', {}, allow('s3:PutObject', keys('*'))],
    ['undecided', 's3:ObjectCreated:*', {}, allow('s3:PutObject', '*')],
    ['undecided', 's3:ObjectCreated:*', {}, allow('s3:PutObject', keys('*'), { StringEquals: { 's3:x-amz-storage-class': 'GLACIER' } })],
    ['undecided', 's3:ObjectRemoved:*', {}, allow('s3:DeleteObject', keys('*'))],
    ['no loop', 's3:ObjectCreated:*', { prefix: 'in/' }, allow('s3:PutObject', keys('out/*'))],
    ['no loop', 's3:ObjectCreated:*', { suffix: '.jpg' }, allow('s3:PutObject', keys('*.json'))],
    ['no loop', 's3:ObjectRemoved:*', {}, allow('s3:PutObject', keys('*'))],
    ['no loop', 's3:ObjectCreated:*', {}, allow('s3:GetObject', keys('*'))],
    ['no loop', 's3:ObjectCreated:*', {}, allow('s3:PutObject', 'arn:aws:s3:::another/*')],
  ] as const)('is %s for %s %j and %j', (expected, event, filter, statement) => {
    expect(loop(event, filter, statement)).toBe(expected);
  });

  test('is broken by a deny for the prefix', () => {
    const deny = { Effect: 'Deny', Action: 's3:PutObject', Resource: keys('in/*') };
    expect(loop('s3:ObjectCreated:*', { prefix: 'in/' }, allow('s3:PutObject', keys('*')), deny)).toBe('no loop');
    expect(loop('s3:ObjectCreated:*', {}, allow('s3:PutObject', keys('*')), deny)).toBe('noncompliant');
  });

  test('names the hops, the first in the template as the subject', () => {
    const [one] = found({ ...bucket('s3:ObjectCreated:*', { prefix: 'in/' }), ...writer(allow('s3:PutObject', keys('in/*'))) });
    expect(one.subject.writtenId).toBe('Bucket');
    expect(one.related?.map(({ writtenId }) => writtenId)).toEqual(['Fn']);
    expect(one.message).toBe('events go round in a circle: Bucket starts Fn (s3:ObjectCreated:*, prefix in/), Fn may write to Bucket (s3:putobject)');
    expect(one.detail).toBe('Bucket>Fn');
  });
});

describe('a bucket by way of EventBridge', () => {
  const rule = (pattern: object) => ({
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'uploads', NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.s3'], ...pattern }, Targets: [{ Id: 't', Arn: arn('Fn') }] } },
  });
  const key = (matcher: unknown) => ({ detail: { bucket: { name: [ref('Bucket')] }, object: { key: [matcher] } } });

  test.each([
    ['noncompliant', {}, '*'],
    ['noncompliant', { 'detail-type': ['Object Created'], 'detail': { bucket: { name: ['uploads'] } } }, '*'],
    ['noncompliant', key({ prefix: 'in/' }), 'in/*'],
    ['noncompliant', key('latest'), 'latest'],
    ['undecided', key({ prefix: 'in/' }), '*'],
    ['undecided', key({ wildcard: '*.jpg' }), '*'],
    ['undecided', { detail: { reason: ['CopyObject'] } }, '*'],
    ['no loop', key({ prefix: 'in/' }), 'out/*'],
    ['no loop', key({ suffix: '.jpg' }), '*.json'],
    ['no loop', key('latest'), 'out/*'],
    ['no loop', { 'detail-type': ['Object Deleted'] }, '*'],
    ['no loop', { detail: { bucket: { name: ['another'] } } }, '*'],
    ['no loop', { detail: { bucket: { name: [{ prefix: 'down' }] } } }, '*'],
    ['no loop', { source: ['aws.ec2'] }, '*'],
  ] as const)('is %s for %j and %s', (expected, pattern, granted) => {
    expect(verdict({ ...rule(pattern), ...writer(allow('s3:PutObject', keys(granted))) })).toBe(expected);
  });

  test('is no loop where the bucket does not send its events', () => {
    expect(verdict({ ...rule({}), Bucket: { Type: 'AWS::S3::Bucket' }, ...writer(allow('s3:PutObject', keys('*'))) })).toBe('no loop');
  });

  test('may be a loop by what CloudTrail records', () => {
    const pattern = { 'detail-type': ['AWS API Call via CloudTrail'], 'detail': { requestParameters: { bucketName: [ref('Bucket')] } } };
    expect(verdict({ ...rule(pattern), Bucket: { Type: 'AWS::S3::Bucket' }, ...writer(allow('s3:PutObject', keys('*'))) })).toBe('undecided');
  });
});

describe('a bus', () => {
  const bus = (EventPattern: unknown) => ({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: ref('Bus'), EventPattern, Targets: [{ Id: 't', Arn: arn('Fn') }] } },
  });
  const source = (...names: string[]) => ({ StringEquals: { 'events:source': names } });

  test.each([
    ['noncompliant', { source: [{ prefix: '' }] }, undefined],
    ['noncompliant', { account: [ref('AWS::AccountId')] }, undefined],
    ['noncompliant', { source: [{ 'anything-but': [{ prefix: 'aws.' }] }] }, undefined],
    ['noncompliant', { source: ['orders'] }, source('orders')],
    ['noncompliant', '{"source":["orders"]}', source('orders')],
    ['undecided', { source: ['orders'] }, undefined],
    ['undecided', { source: ['orders'] }, source('orders', 'bills')],
    ['undecided', { source: ['orders'], detail: { state: ['new'] } }, source('orders')],
    ['undecided', { source: ['orders'] }, { StringLike: { 'events:source': 'ord*' } }],
    ['no loop', { source: ['orders'] }, source('bills')],
    ['no loop', { source: ['aws.ec2'] }, undefined],
    ['no loop', { 'source': ['orders'], 'detail-type': ['made'] }, { StringEquals: { 'events:detail-type': 'sent' } }],
  ] as const)('is %s for %j and %j', (expected, pattern, condition) => {
    expect(verdict({ ...bus(pattern), ...writer(allow('events:PutEvents', arn('Bus'), condition)) })).toBe(expected);
  });
});

describe('queues, topics, tables and streams', () => {
  const mapped = (source: unknown, filters?: unknown[]) => ({
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: source, FunctionName: ref('Fn'), ...(filters ? { FilterCriteria: { Filters: filters } } : {}) } },
  });
  const table = (Action: unknown, filters?: unknown[]) => verdict({
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: {} } }, ...mapped({ 'Fn::GetAtt': ['Table', 'StreamArn'] }, filters), ...writer(allow(Action, arn('Table'))),
  });
  const filter = (pattern: object) => [{ Pattern: JSON.stringify(pattern) }];

  test('a table: the records that a write can make', () => {
    expect(table('dynamodb:PutItem')).toBe('noncompliant');
    expect(table('dynamodb:PutItem', [])).toBe('noncompliant');
    expect(table('dynamodb:PutItem', filter({ eventName: ['INSERT', 'MODIFY'] }))).toBe('noncompliant');
    expect(table('dynamodb:PutItem', filter({ eventName: ['INSERT'] }))).toBe('undecided');
    expect(table('dynamodb:PutItem', filter({ dynamodb: { NewImage: { state: { S: ['new'] } } } }))).toBe('undecided');
    expect(table('dynamodb:PutItem', filter({ eventName: ['REMOVE'] }))).toBe('no loop');
    expect(table('dynamodb:DeleteItem', filter({ eventName: ['INSERT'] }))).toBe('no loop');
    expect(table('dynamodb:PutItem', [{ Pattern: 'nonsense' }])).toBe('undecided');
  });

  test('a queue and a stream, with and without filters', () => {
    const queue = (filters?: unknown[]) => verdict({ Queue: { Type: 'AWS::SQS::Queue' }, ...mapped(arn('Queue'), filters), ...writer(allow('sqs:SendMessage', arn('Queue'))) });
    expect([queue(), queue(filter({ body: { a: ['b'] } }))]).toEqual(['noncompliant', 'undecided']);
    expect(verdict({ Stream: { Type: 'AWS::Kinesis::Stream' }, ...mapped(arn('Stream')), ...writer(allow('kinesis:Put*', arn('Stream'))) })).toBe('noncompliant');
  });

  test('a topic, with and without a filter policy', () => {
    const topic = (FilterPolicy?: object) => verdict({
      Topic: { Type: 'AWS::SNS::Topic' }, Sub: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: arn('Fn'), FilterPolicy } }, ...writer(allow('sns:Publish', ref('Topic'))),
    });
    expect([topic(), topic({}), topic({ kind: ['a'] })]).toEqual(['noncompliant', 'noncompliant', 'undecided']);
  });

  test('two queues that are each other\'s dead-letter queue', () => {
    const queue = (dead: string) => ({ Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: arn(dead) } } });
    expect(verdict({ A: queue('B'), B: queue('A') })).toBe('undecided');
  });

  test('a filter on the way of an event that something else carries', () => {
    expect(verdict({
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue' },
      ...mapped(arn('Queue'), filter({ body: { a: ['b'] } })),
      Sub: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: arn('Queue') } },
      ...writer(allow('sns:Publish', ref('Topic'))),
    })).toBe('undecided');
  });
});

describe('functions and state machines', () => {
  test('two functions that call each other, and one that calls itself', () => {
    expect(verdict({ ...fn('A', 'RoleA'), ...fn('B', 'RoleB'), ...role([allow('lambda:InvokeFunction', arn('B'))], 'RoleA'), ...role([allow('lambda:InvokeFunction', arn('A'))], 'RoleB') })).toBe('noncompliant');
    expect(verdict({ ...fn('Fn', 'Role', { FunctionName: 'self' }), ...role([allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:self')]) })).toBe('noncompliant');
  });

  test.each(['*', '**', 'arn:aws:lambda:*:*:function:*', 'arn:aws:lambda:eu-west-1:123456789012:*'])('one that may call any function may call itself: %s', resource => {
    expect(verdict(writer(allow('lambda:InvokeFunction', resource)))).toBe('undecided');
  });

  test('a state machine that may start any one may start itself where its definition starts one', () => {
    const machine = (Resource: string) => verdict({
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { RoleArn: arn('Role'), DefinitionString: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Task', Resource, Parameters: { 'StateMachineArn.$': '$.a' }, End: true } } }) },
      },
      ...role([allow('states:StartExecution', '*')]),
    });
    expect([machine('arn:aws:states:::states:startExecution'), machine('arn:aws:states:::sqs:sendMessage')]).toEqual(['undecided', 'no loop']);
  });

  test('RecursiveLoop is no excuse', () => {
    expect(verdict({
      Queue: { Type: 'AWS::SQS::Queue' },
      ...fn('Fn', 'Role', { RecursiveLoop: 'Terminate' }),
      ...role([allow('sqs:SendMessage', arn('Queue'))]),
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Fn') } },
    })).toBe('noncompliant');
  });

  test('a destination goes on from asynchronous invocations only', () => {
    const config = { Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ref('Fn'), DestinationConfig: { OnSuccess: { Destination: ref('Topic') } } } }, Topic: { Type: 'AWS::SNS::Topic' } };
    const subscribed = (Protocol: string, Endpoint: unknown) => ({ Sub: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol, Endpoint } } });
    const queue = { Queue: { Type: 'AWS::SQS::Queue' }, Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Fn') } } };
    expect(verdict({ ...config, ...writer(), ...subscribed('lambda', arn('Fn')) })).toBe('noncompliant');
    expect(verdict({ ...config, ...writer(), ...queue, ...subscribed('sqs', arn('Queue')) })).toBe('no loop');
  });

  test('who invokes a function says whether its destinations apply', () => {
    expect(verdict({
      ...fn('A', 'RoleA'),
      ...role([allow('lambda:InvokeFunction', arn('B'))], 'RoleA'),
      B: { Type: 'AWS::Lambda::Function' },
      Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ref('B'), DestinationConfig: { OnSuccess: { Destination: arn('A') } } } },
    })).toBe('undecided');
  });

  test('a log group whose lines start the function that writes them', () => {
    const logs = (FilterPattern: string) => ({
      ...writer(),
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Fn}' } } },
      Filter: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: ref('Group'), DestinationArn: arn('Fn'), FilterPattern } },
    });
    expect([verdict(logs('')), verdict(logs('ERROR'))]).toEqual(['noncompliant', 'undecided']);
  });
});

describe('a tangle', () => {
  /** Functions that all send to and read from one queue each, and to the next one's. */
  function ring(size: number): object {
    const ids = [...Array(size).keys()];
    return Object.assign({}, ...ids.map(id => ({
      [`Q${id}`]: { Type: 'AWS::SQS::Queue' },
      [`M${id}`]: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn(`Q${id}`), FunctionName: ref(`F${id}`) } },
      ...fn(`F${id}`, `R${id}`),
      ...role([allow('sqs:SendMessage', [arn(`Q${id}`), arn(`Q${(id + 1) % size}`)])], `R${id}`),
    })));
  }

  test('names each hop once, by its shortest loop', () => {
    const all = found(ring(3));
    expect(all.map(({ detail }) => detail)).toEqual(['Q0>F0', 'Q1>F1', 'Q2>F2', 'Q0>F0>Q1>F1>Q2>F2']);
  });

  test('of any size gives a few findings, the last of which counts the hops that are left', () => {
    const all = found(ring(40));
    expect(all).toHaveLength(10);
    expect(all[9].message).toMatch(/; \d+ more hops are part of the same tangle$/);
  });
});
