import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './capture';
import { temporaryFolder } from '../support/synthesis';

const YAML = `# The jobs of the shop.
Resources:
  # What waits.
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false
      DelaySeconds: "007"

  Key:
    Type: AWS::KMS::Key
    Properties: {KeyPolicy: {Statement: []}}
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Code: {ZipFile: "x"}
      Role: !GetAtt Role.Arn
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
        - {Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}
  Live:
    Type: AWS::Lambda::Version
    Properties: {FunctionName: !Ref Fn}
Outputs:
  A: {Value: !GetAtt Live.Version}
  B: {Value: !Sub "\${Live} and \${!Live}"}
`;

function folder(files: Record<string, string>): string {
  const path = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const ONLY = ['--only', 'queue-encrypted,lambda-function-traced'];

describe('fix', () => {
  test('shows what it would change, and writes nothing', () => {
    const cwd = folder({ 'shop.yaml': YAML });
    const { code, out } = captured(['fix', 'shop.yaml', ...ONLY], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('Jobs: queue-encrypted (SAFE)\n  - Jobs.SqsManagedSseEnabled: false\n  + Jobs.SqsManagedSseEnabled: true\n');
    expect(out).toMatch(/shop\.yaml: 2 repaired; --write writes the template\n$/);
    expect(readFileSync(join(cwd, 'shop.yaml'), 'utf8')).toBe(YAML);
  });

  test('writes YAML with its comments, its order and its short forms, and nothing the second time', () => {
    const cwd = folder({ 'shop.yaml': YAML });
    expect(captured(['fix', 'shop.yaml', '--write', ...ONLY], { cwd }).out).toMatch(/2 repaired and written\n$/);
    const text = readFileSync(join(cwd, 'shop.yaml'), 'utf8');
    const [, version] = /^ {2}(Live[0-9a-f]{32}):$/m.exec(text)!;

    const kept = YAML.split('\n').filter(line => !/SqsManaged|Live/.test(line));
    expect(text.split('\n')).toEqual(expect.arrayContaining(kept));
    expect(text).toContain('SqsManagedSseEnabled: true');
    expect(text).toContain(`A: {Value: !GetAtt ${version}.Version}`);
    expect(text).toContain(`B: {Value: !Sub "\${${version}} and \${!Live}"}`);
    expect(text).toMatch(/ {2}RoleTracing:\n {4}Type: AWS::IAM::Policy\n/);
    expect(captured(['fix', 'shop.yaml', '--write', ...ONLY], { cwd }).out).toBe('shop.yaml: nothing to repair\n');
    expect(readFileSync(join(cwd, 'shop.yaml'), 'utf8')).toBe(text);
    expect(readdirSync(cwd)).toEqual(['shop.yaml']);
  });

  test('writes JSON with its indentation', () => {
    const body = (on: boolean) => `${JSON.stringify({ Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: on } } } }, undefined, 4)}\n`;
    const cwd = folder({ 'shop.json': body(false) });
    captured(['fix', 'shop.json', '--write', '--only', 'queue-encrypted'], { cwd });
    expect(readFileSync(join(cwd, 'shop.json'), 'utf8')).toBe(body(true));
  });

  test('writes into a SAM resource what the user would write', () => {
    const cwd = folder({ 'sam.yaml': 'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n      Runtime: nodejs24.x\n      InlineCode: x\n' });
    captured(['fix', 'sam.yaml', '--write', '--only', 'lambda-function-traced'], { cwd });
    expect(readFileSync(join(cwd, 'sam.yaml'), 'utf8')).toMatch(/ {6}InlineCode: x\n {6}Tracing: Active\n$/);
  });

  test('says why something is left, and prints JSON for programs', () => {
    const cwd = folder({ 'a.json': '{"Resources":{"Fn":{"Type":"AWS::Lambda::Function","Properties":{"Role":"arn:aws:iam::1:role/x","Code":{},"Handler":"a","Runtime":"nodejs24.x"}}}}' });
    expect(captured(['fix', 'a.json', '--only', 'lambda-function-traced'], { cwd }).out).toContain('Fn: lambda-function-traced is left: its role is not part of the application');
    const { repairs } = JSON.parse(captured(['fix', 'a.json', '--format', 'json', '--only', 'lambda-function-traced'], { cwd }).out) as { repairs: unknown[] };
    expect(repairs).toMatchObject([{ rule: 'lambda-function-traced', logicalId: 'Fn', template: 'a.json', changes: [], declined: expect.stringContaining('role') }]);
  });

  test('leaves a template alone of which a part stands for several', () => {
    const aliased = 'Resources:\n  A: &a\n    Type: AWS::SQS::Queue\n    Properties: &p\n      SqsManagedSseEnabled: false\n  B:\n    Type: AWS::SNS::Topic\n    Properties: *p\n';
    const cwd = folder({ 'a.yaml': aliased, 'b.yaml': YAML });
    const { code, out, err } = captured(['fix', 'a.yaml', 'b.yaml', '--write', '--only', 'queue-encrypted'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('a.yaml: the changes cannot be written without changing more')]);
    expect(out).toContain('b.yaml: 1 repaired and written');
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(aliased);
  });

  describe('of several templates', () => {
    const QUEUE = 'Resources:\n  Jobs: {Type: AWS::SQS::Queue}\nOutputs:\n  Arn: {Value: !GetAtt Jobs.Arn, Export: {Name: jobs}}\n';
    const CONSUMER = `Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs24.x, Handler: a.b, Role: 'arn:aws:iam::111122223333:role/worker', Code: {ZipFile: x}, Timeout: 20}
  Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Ref Worker, EventSourceArn: !ImportValue jobs}
`;
    const given = ['fix', 'queue.yaml', 'consumer.yaml', '--level', 'operational', '--only', 'queue-visibility-outlasts-function'];

    test('repairs each alone, or with --together what one does to the other', () => {
      const cwd = folder({ 'queue.yaml': QUEUE, 'consumer.yaml': CONSUMER });
      expect(captured(given, { cwd }).out).toBe('queue.yaml: nothing to repair\nconsumer.yaml: nothing to repair\n');
      const { code, out } = captured([...given, '--together', '--write'], { cwd });
      expect([code, out]).toEqual([0, expect.stringMatching(/^Jobs: queue-visibility[^]*queue\.yaml: 1 repaired and written\nconsumer\.yaml: nothing to repair\n$/)]);
      expect(readFileSync(join(cwd, 'queue.yaml'), 'utf8')).toContain('VisibilityTimeout: 120');
      expect(readFileSync(join(cwd, 'consumer.yaml'), 'utf8')).toBe(CONSUMER);
      expect(captured([...given, '--together'], { cwd }).out).toBe('queue.yaml: nothing to repair\nconsumer.yaml: nothing to repair\n');
    });

    test('writes none of one application where one cannot be read', () => {
      const cwd = folder({ 'queue.yaml': QUEUE });
      expect(captured([...given, '--together', '--write'], { cwd })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('consumer.yaml') });
    });

    test('takes a nested template that is named as well for the one that its parent deploys', () => {
      const nested = { Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } } } };
      const parent = { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'nested.json' } } } };
      const cwd = folder({ 'nested.json': JSON.stringify(nested), 'parent.json': JSON.stringify(parent) });
      const { repairs } = JSON.parse(captured(['fix', 'nested.json', 'parent.json', '--together', '--format', 'json', '--only', 'queue-encrypted'], { cwd }).out) as { repairs: unknown[] };
      expect(repairs).toMatchObject([{ logicalId: 'Jobs', template: 'nested.json' }]);
    });
  });

  test('fails on wrong usage', () => {
    const cwd = folder({});
    mkdirSync(join(cwd, 'cdk.out'));
    expect(captured(['fix'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('name the templates to repair') });
    expect(captured(['fix', 'a.yaml', '--level', 'strict'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('with --only') });
    expect(captured(['fix', 'cdk.out'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('Rampart.protect(app') });
    expect(captured(['fix', 'gone.yaml'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('there is no such file') });
  });
});
