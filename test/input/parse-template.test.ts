import fc from 'fast-check';
import { stringify } from 'yaml';
import { InputError } from '../../aspects/input/input-error';
import { LIMITS } from '../../aspects/input/limits';
import { parseJson, parseTemplate } from '../../aspects/input/parse-template';
import { Json } from '../../aspects/model/json';

/** Reads one value of a resource written in YAML. */
function valueOf(yaml: string): Json {
  const body = parseTemplate(`Resources:\n  R:\n    Value: ${yaml.replace(/\n/g, '\n    ')}\n`, 'template.yaml') as unknown as { Resources: { R: { Value: Json } } };
  return body.Resources.R.Value;
}

function nested(open: string, inner: string, close: string, levels: number): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

describe('JSON', () => {
  test('is read as it stands', () => {
    expect(parseTemplate('{"Resources": {"A": {"Type": "AWS::SQS::Queue"}}}', 't.json')).toEqual({ Resources: { A: { Type: 'AWS::SQS::Queue' } } });
  });

  test('may have comments and trailing commas, which YAML allows', () => {
    expect(parseTemplate('{\n\t"Resources": {\n\t\t"A": 1, # one\n\t},\n}', 't.json')).toEqual({ Resources: { A: 1 } });
  });

  test('may hold addresses, with and without quotes', () => {
    expect(parseTemplate('{ "Resources": { "A": "s3:// /* \\" //", B: https://a//b, C: \'// c\', D: /* }, } #* // d', 't.json'))
      .toEqual({ Resources: { A: 's3:// /* " //', B: 'https://a//b', C: '// c', D: '/*' } });
  });

  test('takes the last of equal keys', () => {
    expect(parseTemplate('{"Resources": {"A": 1, "A": 2}}', 't.json')).toEqual({ Resources: { A: 2 } });
  });
});

describe('short forms', () => {
  const word = fc.stringMatching(/^[A-Z][A-Za-z]{2,8}$/).filter(text => !/^(?:Yes|No|Null|True|False|Off|On)$/i.test(text));
  const functions = ['Base64', 'Cidr', 'FindInMap', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'And', 'Or', 'Not', 'Equals'];
  const name = fc.constantFrom(...functions, 'Ref', 'Condition', 'GetAtt');
  type Call = { name: string; argument: string | Call | (string | Call)[] };
  const { call } = fc.letrec<{ call: Call; argument: string | Call }>(tie => ({
    call: fc.oneof({ depthSize: 'small' },
      fc.record({ name, argument: word }),
      fc.record({ name: fc.constantFrom(...functions), argument: fc.array(tie('argument'), { minLength: 1, maxLength: 3 }) })),
    argument: fc.oneof({ depthSize: 'small' }, word, tie('call')),
  }));
  const short = (value: string | Call): string => (typeof value === 'string' ? value
    : `!${value.name} ${Array.isArray(value.argument) ? `[${value.argument.map(short).join(', ')}]` : short(value.argument)}`);
  const long = (value: string | Call): Json => (typeof value === 'string' ? value : {
    [value.name === 'Ref' || value.name === 'Condition' ? value.name : `Fn::${value.name}`]: Array.isArray(value.argument) ? value.argument.map(long) : long(value.argument),
  });

  test('mean what the long forms mean, however they are nested', () => {
    fc.assert(fc.property(call, one => {
      expect(valueOf(short(one))).toEqual(long(one));
      expect(valueOf(`\n${stringify({ v: long(one) }).replace(/^/gm, '  ').trimEnd()}`)).toEqual({ v: long(one) });
    }));
  });

  test.each([
    ['!GetAtt Queue.Arn', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Queue, Arn]', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!GetAtt\n  - Queue\n  - !Ref Name', { 'Fn::GetAtt': ['Queue', { Ref: 'Name' }] }],
    ['!Sub "${A}-${B}"', { 'Fn::Sub': '${A}-${B}' }],
    ['!Sub\n  - ${A}\n  - A: !Ref B', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Sub |\n  yes', { 'Fn::Sub': 'yes\n' }],
    ['!If [IsLarge, !Ref AWS::NoValue, 3]', { 'Fn::If': ['IsLarge', { Ref: 'AWS::NoValue' }, 3] }],
    ['!Transform { Name: AWS::Include }', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    ['!Ref 12', { Ref: '12' }],
    ['!Select [0, !Split [",", !Ref List]]', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'List' }] }] }],
    ['!FromTheFuture x', { 'Fn::FromTheFuture': 'x' }],
  ])('%s', (yaml, expected) => {
    expect(valueOf(yaml)).toEqual(expected);
  });
});

describe('scalars of YAML 1.1', () => {
  test.each<[string, Json]>([
    ['2012-10-17', '2012-10-17'], ['2010-09-09T12:00:00Z', '2010-09-09T12:00:00Z'],
    ['yes', true], ['On', true], ['TRUE', true], ['no', false], ['off', false], ['"yes"', 'yes'], ['yEs', 'yEs'],
    ['N', 'N'], ['y', 'y'],
    ['0755', 493], ['-010', -8], ['0o17', '0o17'], ['0x1F', 31], ['0b101', 5], ['1_000', 1000], ['0', 0], ['-7', -7], ['+7', 7],
    ['012345678901', '012345678901'], ['123456789012', 123456789012], ['123456789012345678901', '123456789012345678901'],
    ['1:30', 90], ['2:00:01', 7201], ['1.10', 1.1], ['-.5', -0.5], ['1e3', 1000], ['.inf', '.inf'], ['1e999', '1e999'],
    ['~', null], ['', null], ['null', null], ['"null"', 'null'],
    ['!!str yes', 'yes'], ['!!int "5"', 5], ['! yes', 'yes'],
    ['python3.12', 'python3.12'], ['a\n  b', 'a b'], ['|\n  yes', 'yes\n'],
  ])('%s', (yaml, expected) => {
    expect(valueOf(yaml)).toEqual(expected);
  });

  test('stay as they are written where they are keys', () => {
    expect(Object.keys(valueOf('{ 200: a, No: b, 0755: c, "yes": d, 2012-10-17: e, {x: 1}: f, ? !Ref A : g }') as object))
      .toEqual(['200', 'No', '0755', 'yes', '2012-10-17', '{"x":1}', '{"Ref":"A"}']);
  });
});

describe('YAML beyond JSON', () => {
  test('merges maps: what a map says itself wins, then the first that it merges', () => {
    expect(valueOf('{ b: 5, <<: [{ a: 1, b: 2 }, { a: 3, c: 4 }] }')).toEqual({ a: 1, b: 5, c: 4 });
    expect(valueOf('{ "<<": { a: 1 } }')).toEqual({ '<<': { a: 1 } });
    expect(valueOf('{ <<: nothing, a: 1 }')).toEqual({ a: 1 });
  });

  test('repeats what an alias names, as copies', () => {
    const value = valueOf('[&a { x: 1 }, *a, { <<: *a }, &k key, { *k : 2 }]') as readonly Json[];
    expect(value).toEqual([{ x: 1 }, { x: 1 }, { x: 1 }, 'key', { key: 2 }]);
    expect(value[0]).not.toBe(value[1]);
  });

  test('takes the last of equal keys, as CloudFormation does', () => {
    expect(valueOf('{ a: 1, a: 2 }')).toEqual({ a: 2 });
  });
});

describe('keys named __proto__', () => {
  test.each([
    ['JSON', '{"Resources": {"__proto__": {"Type": "X"}, "A": {"\\u005f_proto__": {"polluted": true}}}}'],
    ['YAML', 'Resources:\n  __proto__: { Type: X }\n  A: { __proto__: { polluted: true } }\n'],
  ])('are left out of %s', (_, text) => {
    const body = parseTemplate(text, 't') as { Resources: Record<string, object> };

    expect(Object.getPrototypeOf(body.Resources)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(body.Resources)).toEqual(['A']);
    expect(Object.getOwnPropertyNames(body.Resources.A)).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('input that is no template is refused with its reason', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((to, i) => `${to}: &${to} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]`), 'Resources: {}'].join('\n');
  test.each([
    ['JSON that breaks off', '{\n "Resources": {\n  "A": {"Type": ', 'line 3, column 16: the JSON breaks off: the file is truncated'],
    ['JSON that breaks off in a string', '{"Resources": {"A": "b', 'the file is truncated'],
    ['JSON with a mistake', '{\n "Resources": {} {} }', 'line 2, column 18: this is no JSON: did not expect "{"'],
    ['JSON behind a comment of JavaScript', '// Jobs\n{ "Resources": {}, }', 'line 1, column 1: neither JSON nor YAML has comments like //; take them out'],
    ['JSON behind a longer comment', '\n  /* Jobs */\n{ "Resources": {} }', 'line 2, column 3: neither JSON nor YAML has comments like /*; take them out'],
    ['JSON with a comment in it', '{\n  // Jobs\n  "Resources": {} }', 'line 2, column 3: neither JSON nor YAML has comments like //; take them out'],
    ['JSON with a comment behind a value', '{ "Url": "https://a", "Resources": {} /* Jobs */ }', 'line 1, column 39: neither JSON nor YAML has comments like /*; take them out'],
    ['JSON with a comment that YAML takes for text', '{ "Resources": {}, "A": // Jobs\n "b" }', 'line 1, column 25: neither JSON nor YAML has comments like //; take them out'],
    ['YAML that breaks off', 'Resources:\n  A:\n    Type: "AWS::S', 'this is neither JSON nor YAML: missing closing "quote'],
    ['YAML indented with tabs', 'Resources:\n\tA: 1', 'line 2, column 1: this is neither JSON nor YAML: tabs are not allowed as indentation'],
    ['several documents', 'a: 1\n---\nb: 2\n', 'line 2, column 1: this is neither JSON nor YAML: source contains multiple documents'],
    ['a list', '[]', 'this is a list; give a CloudFormation template, which has a section Resources'],
    ['text', 'hello world', 'this is a string; give a CloudFormation template'],
    ['a number', '12', 'this is a number'],
    ['nothing but a comment', '# nothing\n', 'this is empty'],
    ['a map without Resources', '{"name": "cdk-app"}', 'there is no section Resources; give a CloudFormation template'],
    ['Resources as a list', 'Resources: [a]', 'Resources is a list, and must be a map of logical ids'],
    ['Resources without anything', 'Resources:', 'Resources is empty, and must be a map of logical ids'],
    ['a manifest', '{"version": "55.0.0", "artifacts": {}}', 'this is the manifest of a cdk.out folder; give the folder itself'],
    ['an asset manifest', '{"version": "55.0.0", "files": {}, "dockerImages": {}}', 'this is the asset manifest of a CDK stack; give the cdk.out folder'],
    ['a construct tree', '{"version": "tree-0.1", "tree": {"id": "App"}}', 'this is the construct tree of a CDK application; give the cdk.out folder'],
    ['an alias without an anchor', 'Resources:\n  A: *a', 'line 2: the alias *a has no anchor &a before it'],
    ['an alias bomb', bomb, `its YAML aliases stand for more than ${LIMITS.aliased} values`],
    ['an alias of itself', 'Resources: &a\n  A: *a', `more than ${LIMITS.depth} levels deep`],
    ['deep JSON', `{"Resources": ${nested('[', '', ']', 100_000)}}`, `more than ${LIMITS.depth} levels deep`],
    ['deep YAML', `Resources: ${nested('[', '', ']', 250)}`, `more than ${LIMITS.depth} levels deep`],
    ['YAML too deep for its parser', `Resources: ${nested('{a: ', '1', '}', 5000)}`, `more than ${LIMITS.depth} levels deep`],
    ['YAML that only opens brackets', `Resources: ${'['.repeat(1_000_000)}`, `more than ${LIMITS.depth} levels deep`],
    ['YAML too large for its parser', `Resources:\n${'# a comment\n'.repeat(500_000)}`, 'the file is larger than 5 MB, and CloudFormation accepts 1 MB'],
  ])('%s', (_, text, reason) => {
    const read = (): unknown => parseTemplate(text, 'lib/template');

    expect(read).toThrow(InputError);
    expect(read).toThrow(`lib/template: ${reason.startsWith('line') ? reason : ''}`);
    expect(read).toThrow(reason);
  });

  test('any text is read or refused, never anything else', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]:,-&*!"\'|> \n\taR<') })), text => {
      try {
        parseTemplate(text, 't');
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }), { numRuns: 500 });
  });
});

test('other JSON must be an object', () => {
  expect(parseJson('{"a": 1}', 'm.json')).toEqual({ a: 1 });
  expect(() => parseJson('[1]', 'm.json')).toThrow('m.json: expected a JSON object, got a list');
  expect(() => parseJson('{"a": ', 'm.json')).toThrow('m.json: line 1, column 6: the JSON breaks off');
});
