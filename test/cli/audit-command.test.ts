import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { captured, CaptureOptions } from './capture';
import { AppModel } from '../../aspects/model/app-model';
import { RULES } from '../../aspects/rules';
import { temporaryFolder, testApp } from '../support/synthesis';

const cwd = temporaryFolder();

function template(name: string, body: object | string): string {
  writeFileSync(join(cwd, name), typeof body === 'string' ? body : JSON.stringify(body));
  return name;
}

function queue(properties: object, metadata: object = {}): object {
  return { Type: 'AWS::SQS::Queue', Properties: properties, Metadata: metadata };
}

const open = { SqsManagedSseEnabled: false };
const noncompliant = template('open.json', { Resources: { Jobs: queue(open) } });
const compliant = template('clean.yaml', 'Resources:\n  Jobs: { Type: AWS::SQS::Queue, Properties: { SqsManagedSseEnabled: yes } }\n');
const undecided = template('late.yaml', 'Parameters: { E: { Type: String } }\nResources:\n  Jobs: { Type: AWS::SQS::Queue, Properties: { SqsManagedSseEnabled: !Ref E } }\n');
const helper = template('helper.json', { Resources: { Jobs: queue(open, { 'aws:cdk:path': 'Shop/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Jobs' }) } });
const accepted = template('accepted.json', { Resources: { Jobs: queue(open, { Rampart: { acknowledge: [{ id: 'queue-encrypted', reason: 'public' }] } }) } });
const broken = template('broken.json', '{"Resources": {');

const ONLY = ['--only', 'queue-encrypted'];

function audit(words: readonly string[], options: CaptureOptions = {}) {
  return captured(['audit', ...ONLY, ...words], { cwd, ...options });
}

function auditJson(words: readonly string[]): { findings: Record<string, unknown>[]; acknowledged: Record<string, unknown>[] } {
  return JSON.parse(audit(['--format', 'json', ...words]).out) as ReturnType<typeof auditJson>;
}

describe('the exit code', () => {
  test.each<[string, string[], number]>([
    ['is 0 without findings', [compliant], 0],
    ['is 0 for findings below the default', [noncompliant], 0],
    ['is 1 for findings as bad as asked', [noncompliant, '--fail-on', 'medium'], 1],
    ['is 1 for findings worse than asked', [noncompliant, '--fail-on=LOW'], 1],
    ['is 0 for findings less bad than asked', [noncompliant, '--fail-on', 'critical'], 0],
    ['is 0 where nothing shall fail', [noncompliant, '--fail-on', 'none'], 0],
    ['is 0 for what is undecided', [undecided, '--fail-on', 'low'], 0],
    ['is 0 for what the CDK made', [helper, '--fail-on', 'low'], 0],
    ['is 0 for what was accepted', [accepted, '--fail-on', 'low'], 0],
    ['is 1 for findings that are not shown', [noncompliant, '--fail-on', 'low', '--min-severity', 'critical'], 1],
    ['is 2 for unreadable input', [broken], 2],
    ['is 2 for unreadable input among findings', [noncompliant, broken, '--fail-on', 'low'], 2],
  ])('%s', (_, words, code) => {
    expect(audit(words).code).toBe(code);
  });
});

test('JSON is the contract: several files are several applications, named as they were given', () => {
  const { findings, acknowledged } = auditJson([`./${noncompliant}`, compliant, accepted, undecided]);

  expect(findings).toEqual([
    {
      rule: 'queue-encrypted',
      severity: 'MEDIUM',
      stability: 'stable',
      verdict: 'noncompliant',
      provenance: 'user',
      template: './open.json',
      logicalId: 'Jobs',
      property: 'SqsManagedSseEnabled',
      message: 'the queue is told not to encrypt its messages',
      remedy: expect.any(String),
      fix: 'SAFE',
    },
    expect.objectContaining({ verdict: 'undecided', template: 'late.yaml' }),
  ]);
  expect(acknowledged).toMatchObject([{ template: 'accepted.json', acknowledged: 'public' }]);
});

test('a cdk.out folder is one application, with its lines of code and what was accepted', () => {
  const app = testApp();
  const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
  new Queue(stack, 'Jobs', { encryption: QueueEncryption.UNENCRYPTED });
  const mail = new Queue(stack, 'Mail', { encryption: QueueEncryption.UNENCRYPTED });
  Validations.of(mail).acknowledge({ id: 'Rampart::queue-encrypted', reason: 'public' });
  const folder = app.synth().directory;

  const { findings, acknowledged } = auditJson([folder]);

  expect(findings).toMatchObject([{
    template: expect.stringContaining(join(folder, 'assembly-Prod', 'ProdShop')), constructPath: 'Prod/Shop/Jobs/Resource', source: expect.stringContaining(__filename),
  }]);
  expect(acknowledged).toMatchObject([{ constructPath: 'Prod/Shop/Mail/Resource', acknowledged: 'public' }]);
});

describe('input that cannot be read', () => {
  test('is named, and the rest is audited', () => {
    const { out, err } = audit([broken, 'nowhere.yaml', noncompliant]);

    expect(err).toBe('cdk-rampart: broken.json: line 1, column 16: the JSON breaks off: the file is truncated\ncdk-rampart: nowhere.yaml: there is no such file\n');
    expect(out).toContain('open.json › Jobs');
  });

  test('is one template of a cdk.out folder, and the others are audited', () => {
    const stack = (templateFile: string): object => ({ type: 'aws:cloudformation:stack', properties: { templateFile } });
    mkdirSync(join(cwd, 'out'));
    template('out/manifest.json', { artifacts: { Shop: stack('Shop.json'), Mail: stack('Mail.json') } });
    template('out/Shop.json', '{"Resources": {');
    template('out/Mail.json', { Resources: { Jobs: queue(open) } });

    const { code, out, err } = audit(['out']);

    expect(code).toBe(2);
    expect(err).toBe(`cdk-rampart: ${join('out', 'Shop.json')}: line 1, column 16: the JSON breaks off: the file is truncated\n`);
    expect(out).toContain(`${join('out', 'Mail.json')} › Jobs`);
  });

  test('in part is said beside the findings, and fails nothing', () => {
    const part = template('part.yaml', 'Resources:\n  Jobs: { Type: AWS::SQS::Queue, DependsOn: Gone }\n  Mail: {}\n');

    expect(auditJson([part]).findings.map(({ rule, verdict, logicalId }) => [rule, verdict, logicalId]))
      .toEqual([['resource-readable', 'undecided', 'Mail'], ['reference-resolved', 'undecided', '']]);
    expect(audit([part, '--fail-on', 'low']).code).toBe(0);
  });

  test('leaves the JSON whole', () => {
    expect(auditJson([broken])).toEqual({ findings: [], acknowledged: [] });
  });

  test('leaves no report that could be taken for a clean one', () => {
    expect(audit([broken]).out).toBe('');
  });

  test('is told from a fault of ours', () => {
    const resources = jest.spyOn(AppModel.prototype, 'resources', 'get').mockImplementationOnce(() => { throw new TypeError('no such thing'); });
    const { code, err } = audit([noncompliant, compliant]);
    resources.mockRestore();

    expect(code).toBe(2);
    expect(err).toBe('cdk-rampart: open.json: the audit failed: no such thing; this is a bug in cdk-rampart, please report it with the file\n');
  });
});

describe('rules', () => {
  const others = RULES.filter(rule => rule.id !== 'queue-encrypted').map(rule => rule.id);

  test('are chosen, and an acknowledgement of one that was left out is not called unused', () => {
    const both = template('both.json', { Resources: { Jobs: queue({}, { Rampart: { acknowledge: [{ id: others[0], reason: 'r' }, { id: 'no-such-rule', reason: 'r' }] } }) } });

    expect(auditJson([both]).findings.map(finding => finding.message)).toEqual(['the acknowledgement of no-such-rule names a rule that this audit does not run']);
  });

  test('are left out', () => {
    const { out } = captured(['audit', noncompliant, '--except', 'queue-encrypted'], { cwd });

    expect(out).not.toContain('queue-encrypted');
  });
});

test('only what is bad enough is shown, and the rest is counted', () => {
  const { out } = audit([noncompliant, accepted, '--min-severity', 'high']);

  expect(out).toBe('Audited 2 resources in 2 templates.\nNo findings. Besides: 1 below the severity asked for.\n');
});

test('a terminal gets colours and lines that fit', () => {
  const { out } = audit([noncompliant], { isTTY: true, columns: 50 });

  expect(out).toContain('\u001b[33mMEDIUM');
  // eslint-disable-next-line no-control-regex
  expect(Math.max(...out.replace(/\u001b\[[\d;]*m/g, '').split('\n').map(line => line.length))).toBeLessThanOrEqual(50);
  expect(audit([noncompliant], { isTTY: true, columns: 50, env: { NO_COLOR: '1' } }).out).not.toContain('\u001b');
  expect(audit([noncompliant]).out).not.toContain('\u001b');
});

describe('wrong usage is said, and how it would do', () => {
  test.each([
    [['audit'], 'name what to audit: `cdk-rampart audit cdk.out` after `npx cdk synth`, or template files'],
    [['audit', 'a', '--fail-no', 'high'], 'there is no option "--fail-no"; did you mean --fail-on?'],
    [['audit', 'a', '--fail-on', 'severe'], '--fail-on takes critical, high, medium, low, none; got "severe"'],
    [['audit', 'a', '--fail-on'], 'option \'--fail-on <value>\' argument missing'],
    [['audit', 'a', '--min-severity', 'none'], '--min-severity takes critical, high, medium, low; got "none"'],
    [['audit', 'a', '--format', 'sarif'], '--format takes text, json; got "sarif"'],
    [['audit', 'a', '--only', 'queue-encrypted,queue-encripted'], 'there is no rule "queue-encripted"; did you mean queue-encrypted'],
    [['audit', 'a', '--except', 'zzzzzzzzzzzz'], 'there is no rule "zzzzzzzzzzzz"; `cdk-rampart rules` lists them'],
    [['audit', 'a', '--except', 'internal'], 'internal is no rule but says something about the audit itself'],
    [['audit', 'a', '--only', 'queue-encrypted', '--except', 'queue-encrypted'], '--only and --except leave no rule to run'],
  ])('%j', (words, message) => {
    const { code, out, err } = captured(words);

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`cdk-rampart: ${message}`);
    expect(err).toContain('\nRun `cdk-rampart audit --help` for help.\n');
  });
});
