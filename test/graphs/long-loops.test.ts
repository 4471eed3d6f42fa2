import { loopsOf } from '../../aspects/graphs/loops';
import { triggers } from '../../aspects/graphs/triggers';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { att, ref, resource, roleAllowing } from '../support/network';

/** What may be changed on the way round. */
interface Changes {
  readonly prefix?: string;
  readonly deliveryFilter?: object;
  readonly workFilter?: object;
  readonly pipeFilter?: object;
  readonly pattern?: object;
  readonly definition?: object;
  readonly key?: string;
}

const imported = (name: string) => ({ 'Fn::ImportValue': name });
const exported = (value: unknown, name: string) => ({ Value: value, Export: { Name: name } });
const filters = (pattern: object | undefined) =>
  (pattern === undefined ? {} : { FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });

const SEND = 'arn:aws:states:::sqs:sendMessage';
const STATES = (queue: unknown) => ({
  StartAt: 'Hand',
  States: { Hand: { Type: 'Task', Resource: SEND, Parameters: { 'QueueUrl': queue, 'MessageBody.$': '$' }, End: true } },
});

/**
 * A way round through two stacks, drawn out:
 *
 *     In:    Uploads ─(notification)→ Arrived ─(subscription)→ Receive ─(starts)→ Machine ─(sends)→ Work
 *     Out:   Work ─(mapping)→ Store ─(writes)→ Records ─(pipe)→ Pipe → Bus ─(rule)→ Changed → Publish ─(writes)→ Uploads
 */
function wayRound({ prefix, deliveryFilter, workFilter, pipeFilter, pattern, definition, key = '' }: Changes = {}): AppModel {
  const machine = definition ?? { Definition: STATES(imported('work-url')) };
  const into = {
    Resources: {
      Uploads: resource('AWS::S3::Bucket', {
        NotificationConfiguration: {
          TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Arrived'), ...(prefix === undefined ? {} : { Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: prefix }] } } }) }],
        },
      }),
      Arrived: resource('AWS::SNS::Topic'),
      Delivery: resource('AWS::SNS::Subscription', {
        TopicArn: ref('Arrived'), Protocol: 'lambda', Endpoint: att('Receive', 'Arn'), ...(deliveryFilter === undefined ? {} : { FilterPolicy: deliveryFilter }),
      }),
      Receive: resource('AWS::Lambda::Function', { Role: att('ReceiveRole', 'Arn') }),
      ReceiveRole: roleAllowing({ Action: 'states:StartExecution', Resource: ref('Machine') }),
      Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('MachineRole', 'Arn'), ...machine }),
      MachineRole: roleAllowing({ Action: 'sqs:SendMessage', Resource: imported('work-arn') }),
    },
    Outputs: { Uploads: exported(att('Uploads', 'Arn'), 'uploads') },
  };
  const out = {
    Resources: {
      Work: resource('AWS::SQS::Queue'),
      Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: att('Work', 'Arn'), FunctionName: ref('Store'), ...filters(workFilter) }),
      Store: resource('AWS::Lambda::Function', { Role: att('StoreRole', 'Arn') }),
      StoreRole: roleAllowing({ Action: 'dynamodb:PutItem', Resource: att('Records', 'Arn') }),
      Records: resource('AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }),
      Pipe: resource('AWS::Pipes::Pipe', { Source: att('Records', 'StreamArn'), SourceParameters: filters(pipeFilter), Target: att('Bus', 'Arn') }),
      Bus: resource('AWS::Events::EventBus', { Name: 'changes' }),
      Changed: resource('AWS::Events::Rule', { EventBusName: ref('Bus'), EventPattern: pattern ?? { account: [ref('AWS::AccountId')] }, Targets: [{ Id: 't', Arn: att('Publish', 'Arn') }] }),
      Publish: resource('AWS::Lambda::Function', { Role: att('PublishRole', 'Arn') }),
      PublishRole: roleAllowing({ Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [imported('uploads'), `/${key}*`]] } }),
    },
    Outputs: { WorkUrl: exported(ref('Work'), 'work-url'), WorkArn: exported(att('Work', 'Arn'), 'work-arn') },
  };
  return new AppModel([{ path: 'in.json', body: into as unknown as JsonObject }, { path: 'out.json', body: out as unknown as JsonObject }]);
}

/** The loops of an application, hop by hop, and why they are not certain. */
function loops(app: AppModel): readonly string[] {
  return loopsOf(app.once(triggers)).map(({ hops, doubts }) => [hops.map(({ from }) => from.name).join(' → '), ...doubts].join('; '));
}

const ROUND = 'Uploads → Arrived → Receive → Machine → Work → Store → Records → Pipe → Bus → Changed → Publish';

test('a loop of eleven hops, through two stacks and every kind of trigger, is named hop by hop', () => {
  const app = wayRound();
  const [{ hops }] = loopsOf(app.once(triggers));

  expect(loops(app).map(one => one.split(';')[0])).toEqual([ROUND]);
  expect(hops.map(hop => (hop.kind === 'starts' ? hop.service : hop.writes[0].action))).toEqual([
    's3', 'sns', 'states:startexecution', 'sqs:sendmessage', 'sqs', 'dynamodb:putitem', 'pipes', 'pipes', 'events', 'events', 's3:putobject',
  ]);
  expect(new Set(hops.map(({ declaredBy }) => declaredBy.template.path))).toEqual(new Set(['in.json', 'out.json']));
});

describe('the definition of the state machine', () => {
  test.each([
    ['as an object', { Definition: STATES(imported('work-url')) }],
    ['as a string with a substitution', { DefinitionString: JSON.stringify(STATES('${Queue}')), DefinitionSubstitutions: { Queue: imported('work-url') } }],
    ['as an object with a substitution', { Definition: STATES('${Queue}'), DefinitionSubstitutions: { Queue: imported('work-url') } }],
    ['joined of parts', { DefinitionString: { 'Fn::Join': ['', [JSON.stringify(STATES('@')).split('@')[0], imported('work-url'), JSON.stringify(STATES('@')).split('@')[1]]] } }],
    ['by Fn::Sub', { DefinitionString: { 'Fn::Sub': [JSON.stringify(STATES('${Queue}')), { Queue: imported('work-url') }] } }],
    ['elsewhere, where the role says it', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }],
  ])('is read %s', (_, definition) => {
    expect(loops(wayRound({ definition })).map(one => one.split(';')[0])).toEqual([ROUND]);
  });

  test('that sends nothing breaks the loop, whatever the role may', () => {
    const elsewhere = { Definition: STATES('https://sqs.eu-west-1.amazonaws.com/111122223333/elsewhere') };
    const succeed = { Definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } };

    expect(loops(wayRound({ definition: succeed }))).toEqual([]);
    // A queue that the application does not have may be one that the role names.
    expect(loops(wayRound({ definition: elsewhere })).map(one => one.split(';')[0])).toEqual([ROUND]);
  });
});

describe('on the way round', () => {
  test.each<[string, Changes]>([
    ['a prefix that no written key has', { prefix: 'in/', key: 'out/' }],
    ['a filter of the pipe for records that no write makes', { pipeFilter: { eventName: ['REMOVE'] } }],
  ])('%s breaks the loop', (_, changes) => {
    expect(loops(wayRound(changes))).toEqual([]);
  });

  test.each<[string, Changes]>([
    ['a prefix that the written keys have', { prefix: 'in/', key: 'in/' }],
    ['a filter of the pipe for the records that are written', { pipeFilter: { eventName: ['INSERT', 'MODIFY'] } }],
  ])('%s leaves the loop', (_, changes) => {
    expect(loops(wayRound(changes)).map(one => one.split(';')[0])).toEqual([ROUND]);
  });

  test.each<[string, Changes, string]>([
    ['a prefix that only some keys have', { prefix: 'in/' }, 'the key (prefix) is about what only the code sets'],
    ['a filter policy of the subscription', { deliveryFilter: { kind: ['new'] } }, 'the filter is about what only the code sets'],
    ['a filter of the mapping', { workFilter: { body: { kind: ['new'] } } }, 'the filter is about what only the code sets'],
    ['a filter of the pipe for what the code writes', { pipeFilter: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['new'] } } } } }, 'the filter is about what only the code sets'],
    ['a pattern of the rule', { pattern: { detail: { kind: ['new'] } } }, 'the filter is about what only the code sets'],
  ])('%s leaves a loop that may be', (_, changes, doubt) => {
    const [loop, ...others] = loops(wayRound(changes));

    expect(others).toEqual([]);
    expect(loop.split('; ')[0]).toBe(ROUND);
    expect(loop.split('; ')).toContain(doubt);
  });
});
