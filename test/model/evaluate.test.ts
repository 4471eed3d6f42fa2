import * as fc from 'fast-check';
import { AppModel } from '../../aspects/model/app-model';
import { Json, JsonObject } from '../../aspects/model/json';
import { isOpen, keyOf, Reference, sameValue, Text, Unknown, Value } from '../../aspects/model/value';
import { modelOfTemplate } from '../support/synthesis';

const BODY = {
  Parameters: {
    Name: { Type: 'String', Default: 'orders' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Open: { Type: 'String' },
    Password: { Type: 'String', NoEcho: 'true', Default: 'hunter2' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/aws/image' },
  },
  Mappings: {
    Sizes: { small: { memory: 128, cpu: 1 }, large: { memory: 512, cpu: 1 } },
  },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Name' }, 'orders'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Maybe: { 'Fn::Equals': [{ Ref: 'Open' }, 'prod'] },
    Same: { 'Fn::Equals': [{ Ref: 'Open' }, { Ref: 'Open' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Maybe' }] },
    Neither: { 'Fn::And': [{ Condition: 'No' }, { Condition: 'Maybe' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'Maybe' }] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    Function: { Type: 'AWS::Lambda::Function', Properties: {} },
  },
};

const template = modelOfTemplate(BODY).templates[0];
const evaluated = (node: Json): Value => template.evaluate(node);

describe('evaluation', () => {
  test.each<[string, Json, Value]>([
    ['a parameter takes its default', { Ref: 'Name' }, 'orders'],
    ['a list parameter is split', { Ref: 'Zones' }, ['a', 'b']],
    ['a join of known parts is known', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-orders-1'],
    ['a substitution of known parts is known', { 'Fn::Sub': 'x-${Name}-${!Literal}' }, 'x-orders-${Literal}'],
    ['a substitution takes its own variables first', { 'Fn::Sub': ['${Name}-${N}', { N: 2, Name: 'own' }] }, 'own-2'],
    ['a decided condition takes its branch', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
    ['a negated condition takes the other', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    ['equal branches need no decision', { 'Fn::If': ['Maybe', 'a', 'a'] }, 'a'],
    ['the same unknown value equals itself', { 'Fn::If': ['Same', 'a', 'b'] }, 'a'],
    ['a false operand settles a conjunction', { 'Fn::If': ['Neither', 'a', 'b'] }, 'b'],
    ['a true operand settles a disjunction', { 'Fn::If': ['Either', 'a', 'b'] }, 'a'],
    ['a mapping is looked up', { 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
    ['a mapping that says the same for every key needs no key', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'cpu'] }, 1],
    ['an element is selected', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
    ['a text is split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['base 64 is encoded', { 'Fn::Base64': 'a' }, 'YQ=='],
    ['a length is counted', { 'Fn::Length': { Ref: 'Zones' } }, 2],
    ['JSON is written', { 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, '{"a":"orders"}'],
    ['no value leaves a key out', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['no value leaves an element out', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('%s', (_, node, expected) => expect(evaluated(node)).toEqual(expected));

  test.each<[string, Json]>([
    ['a parameter without default', { Ref: 'Open' }],
    ['a parameter that names an SSM parameter', { Ref: 'Image' }],
    ['a reference to nothing', { Ref: 'Nowhere' }],
    ['an undecided condition', { 'Fn::If': ['Both', 'a', 'b'] }],
    ['a condition that refers to itself', { 'Fn::If': ['Circle', 'a', 'b'] }],
    ['a condition that does not exist', { 'Fn::If': ['Nowhere', 'a', 'b'] }],
    ['a mapping that does not exist', { 'Fn::FindInMap': ['Nowhere', 'a', 'b'] }],
    ['an element out of range', { 'Fn::Select': [9, { Ref: 'Zones' }] }],
    ['an import of nothing', { 'Fn::ImportValue': 'nothing' }],
    ['an output of no stack', { 'Fn::GetStackOutput': { StackName: 'none', OutputName: 'none' } }],
    ['a function of the future', { 'Fn::Tomorrow': [1] }],
    ['a malformed reference', { Ref: [1] }],
    ['a malformed attribute', { 'Fn::GetAtt': ['Queue', { Ref: 'Open' }] }],
    ['base 64 of the unknown', { 'Fn::Base64': { Ref: 'Open' } }],
    ['JSON of the unknown', { 'Fn::ToJsonString': { a: { Ref: 'Open' } } }],
    ['the length of the unknown', { 'Fn::Length': { Ref: 'Open' } }],
    ['the pieces of the unknown', { 'Fn::Split': [',', { Ref: 'Open' }] }],
    ['a split without delimiter', { 'Fn::Split': ['', 'a'] }],
    ['a join of no list', { 'Fn::Join': ['', { Ref: 'Open' }] }],
    ['a substitution of no text', { 'Fn::Sub': { Ref: 'Open' } }],
  ])('%s is open', (_, node) => expect(isOpen(evaluated(node))).toBe(true));

  test('a parameter with NoEcho is a secret, whatever its default', () => {
    expect(evaluated({ Ref: 'Password' })).toMatchObject({ secret: 'the NoEcho parameter Password' });
  });

  test.each<[string, Json]>([
    ['base 64', { 'Fn::Base64': { 'Fn::Sub': 'password=${Password}' } }],
    ['an element of a split', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Password' }] }] }],
    ['JSON', { 'Fn::ToJsonString': { password: { Ref: 'Password' } } }],
    ['a join of its pieces', { 'Fn::Join': ['-', { 'Fn::Split': [',', { Ref: 'Password' }] }] }],
    ['base 64 beside a condition', { 'Fn::Base64': { 'Fn::Sub': ['${Password}${It}', { It: { 'Fn::If': ['Maybe', 'a', { Ref: 'Password' }] } }] } }],
  ])('what is made of a secret is one: %s', (_, node) => {
    expect(evaluated(node)).toMatchObject({ secret: 'the NoEcho parameter Password', alternatives: undefined });
  });

  test('what is made of a secret in one branch is perhaps one', () => {
    const value = evaluated({ 'Fn::Base64': { 'Fn::Sub': ['x${It}', { It: { 'Fn::If': ['Maybe', 'a', { Ref: 'Password' }] } }] } }) as Unknown;
    expect([value.secret, value.alternatives?.map(one => (one as Unknown).secret)]).toEqual([undefined, ['the NoEcho parameter Password', undefined]]);
  });

  test('a reference keeps the resource that it means', () => {
    const arn = evaluated({ 'Fn::GetAtt': 'Queue.Arn' }) as Reference;
    expect([arn.resource.logicalId, arn.attribute]).toEqual(['Queue', 'Arn']);
    expect(evaluated({ 'Fn::GetAtt': ['Queue', 'Arn'] })).toEqual(arn);
  });

  test('a text keeps what is known of it', () => {
    const text = evaluated({ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Name}-${Queue}/*' }) as Text;
    expect(text.pattern).toBe('arn:*:s3:::orders-*/*');
    expect(sameValue(text, evaluated({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::orders-', { Ref: 'Queue' }, '/*']] }))).toBe(true);
  });

  test('an undecided condition keeps both branches', () => {
    expect((evaluated({ 'Fn::If': ['Maybe', 'a', { Ref: 'Queue' }] }) as Unknown).alternatives).toHaveLength(2);
  });

  test('a map named Condition in a policy is data', () => {
    expect(evaluated({ Condition: { StringEquals: { a: 'b' } } })).toEqual({ Condition: { StringEquals: { a: 'b' } } });
  });

  test('an ARN splits where its text is fixed, not where a reference may hold the delimiter', () => {
    expect(evaluated({ 'Fn::Split': ['/', { 'Fn::Sub': 'a/${AWS::Region}/b' }] })).toEqual(['a', new Unknown('AWS::Region'), 'b']);
    expect(isOpen(evaluated({ 'Fn::Split': [':', { 'Fn::Sub': 'a:${Queue.Arn}' }] }))).toBe(true);
  });

  const name = fc.constantFrom('Name', 'Open', 'Queue', 'AWS::Region', 'AWS::NoValue', 'Nowhere', 'Maybe', 'Yes', '__proto__', 'constructor');
  const { node } = fc.letrec<{ node: Json }>(tie => ({
    node: fc.oneof({ depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.record({ Ref: name }),
      fc.record({ 'Fn::GetAtt': fc.oneof(name, fc.tuple(name, name)) }),
      fc.record({ 'Fn::Sub': fc.oneof(name.map(one => `x\${${one}}`), tie('node')) }),
      fc.constantFrom('Fn::If', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::Equals', 'Fn::And', 'Fn::Cidr', 'Condition')
        .chain(key => fc.oneof(fc.array(tie('node'), { maxLength: 3 }), tie('node')).map(value => ({ [key]: value }) as Json)),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('node'), { maxKeys: 3 }),
    ) as fc.Arbitrary<Json>,
  }));

  test('nothing throws, and the same node gives the same value', () => {
    fc.assert(fc.property(node, one => {
      const once = modelOfTemplate(BODY).templates[0].evaluate(one);
      expect(keyOf(once)).toBe(keyOf(modelOfTemplate(BODY).templates[0].evaluate(structuredClone(one))));
    }), { numRuns: 300 });
  });
});

describe('references between templates', () => {
  const queue = { Type: 'AWS::SQS::Queue' };
  const reader = (value: Json): JsonObject => ({ Resources: { Reader: { Type: 'AWS::Lambda::Function', Properties: { Value: value } } } });
  const read = (app: AppModel) => app.ofType('AWS::Lambda::Function')[0].get('Value');

  test('an import leads to what another stack exports', () => {
    const app = new AppModel([
      { path: 'a', stackName: 'A', body: { Resources: { Queue: queue }, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-arn' } } } } } },
      { path: 'b', body: reader({ 'Fn::ImportValue': 'A-arn' }) },
    ]);
    expect(app.resourceOf(read(app))?.id).toBe('a#Queue');
  });

  test.each(['A', 'arn:aws:cloudformation:eu-west-1:1:stack/A/*'])('a weak reference leads to the output of the stack %s', stackName => {
    const app = new AppModel([
      { path: 'a', stackName: 'A', body: { Resources: { Queue: queue }, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } } } },
      { path: 'b', body: reader({ 'Fn::GetStackOutput': { StackName: stackName, OutputName: 'Arn' } }) },
    ]);
    expect(app.resourceOf(read(app))?.id).toBe('a#Queue');
  });

  test('a nested stack passes values in and out', () => {
    const app = new AppModel([
      {
        path: 'parent',
        body: {
          Resources: {
            Queue: queue,
            Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'Queue' } } } },
            Outer: { Type: 'AWS::SNS::Topic', Properties: { Back: { 'Fn::GetAtt': ['Nested', 'Outputs.Out'] } } },
          },
        },
      },
      { path: 'child', nestedIn: { path: 'parent', logicalId: 'Nested' }, body: { ...reader({ Ref: 'Given' }), Parameters: { Given: { Type: 'String' } }, Outputs: { Out: { Value: { Ref: 'Reader' } } } } },
    ]);
    expect(app.resourceOf(read(app))?.id).toBe('parent#Queue');
    expect(app.resourceOf(app.ofType('AWS::SNS::Topic')[0].get('Back'))?.id).toBe('child#Reader');
  });

  test('exports in a circle are open', () => {
    const app = new AppModel([
      { path: 'a', body: { Resources: {}, Outputs: { One: { Value: { 'Fn::ImportValue': 'two' }, Export: { Name: 'one' } } } } },
      { path: 'b', body: { ...reader({ 'Fn::ImportValue': 'one' }), Outputs: { Two: { Value: { 'Fn::ImportValue': 'one' }, Export: { Name: 'two' } } } } },
    ]);
    expect(isOpen(read(app))).toBe(true);
  });
});

describe('what a value means', () => {
  const app = modelOfTemplate({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
      Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'worker' } },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
      Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: 'worker', FunctionVersion: '1' } },
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
    },
  });
  const meaning = (node: Json) => app.resourceOf(app.templates[0].evaluate(node))?.logicalId;

  test.each<[Json, string | undefined]>([
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue'],
    ['arn:aws:sqs:eu-west-1:123456789012:jobs', 'Queue'],
    ['https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', 'Queue'],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs' }, 'Queue'],
    [{ 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/index/*' }, 'Table'],
    [{ 'Fn::Sub': '${Table.Arn}/index/*' }, 'Table'],
    ['arn:aws:sqs:eu-west-1:123456789012:other', undefined],
    ['jobs', undefined],
    [12, undefined],
  ])('%j means %s', (node, expected) => expect(meaning(node)).toBe(expected));

  test.each<Json>([
    { Ref: 'Function' }, { 'Fn::GetAtt': ['Function', 'Arn'] }, { Ref: 'Alias' }, { Ref: 'Version' }, 'worker',
    'arn:aws:lambda:eu-west-1:123456789012:function:worker:live',
    { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations' },
    'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:worker/invocations',
  ])('%j runs the function', node => expect(app.functionOf(app.templates[0].evaluate(node))?.logicalId).toBe('Function'));

  test('a queue is no function', () => expect(app.functionOf(app.templates[0].evaluate({ Ref: 'Queue' }))).toBeUndefined());
});
