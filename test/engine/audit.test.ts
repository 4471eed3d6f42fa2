import { Acknowledgement, faultOf, isExpired } from '../../aspects/engine/acknowledgements';
import { audit } from '../../aspects/engine/audit';
import { failsBuild } from '../../aspects/engine/fails-build';
import { select } from '../../aspects/engine/selection';
import { placeIn, sourceFinder } from '../../aspects/engine/source-line';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { Resource } from '../../aspects/model/resource';
import { noncompliant } from '../../aspects/rule/found';
import { Rule } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';

const base = RULES.find(rule => rule.id === 'queue-encrypted')!;
const ruleOf = (own: object): Rule => ({ ...base, fix: undefined, ...own }) as Rule;
const queues = (count: number): JsonObject => ({ Resources: Object.fromEntries(Array.from({ length: count }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } }])) });
const app = (count = 2) => new AppModel([{ path: 'a.json', body: queues(count) }]);

describe('an audit', () => {
  test('sorts by severity, then rule, then template order, and drops what was said twice', () => {
    const rules = [
      ruleOf({ id: 'low-rule', severity: Severity.LOW, check: (queue: Resource) => [noncompliant(queue, 'm'), noncompliant(queue, 'm')] }),
      ruleOf({ id: 'b-rule', severity: Severity.HIGH, check: (queue: Resource) => noncompliant(queue, 'm') }),
      ruleOf({ id: 'a-rule', severity: Severity.HIGH, check: (queue: Resource) => [noncompliant(queue, 'm', { detail: 'z' }), noncompliant(queue, 'm', { detail: 'a' })] }),
      ruleOf({ id: 'worse-here', severity: Severity.LOW, check: (queue: Resource) => noncompliant(queue, 'm', { severity: Severity.CRITICAL }) }),
    ];
    const { findings } = audit(app(), { rules });
    expect(findings.map(({ rule, logicalId, detail }) => [rule, logicalId, detail].filter(Boolean).join(' '))).toEqual([
      'worse-here Q0', 'worse-here Q1', 'a-rule Q0 a', 'a-rule Q0 z', 'a-rule Q1 a', 'a-rule Q1 z', 'b-rule Q0', 'b-rule Q1', 'low-rule Q0', 'low-rule Q1',
    ]);
  });

  test('judges the application as a whole', () => {
    const rule = ruleOf({ id: 'app-rule', target: 'app', check: (model: AppModel) => noncompliant(model.resources[0], 'm', { related: [model.resources[1]] }) });
    expect(audit(app(), { rules: [rule] }).findings).toMatchObject([{ logicalId: 'Q0', related: ['Q1'] }]);
  });

  test('turns a rule that throws into one finding for each resource, and goes on', () => {
    const broken = ruleOf({ id: 'broken', check: () => { throw 'no error object'; } });
    const brokenApp = ruleOf({ id: 'broken-app', target: 'app', check: () => { throw new Error('out of order'); } });
    const { findings } = audit(app(1), { rules: [broken, brokenApp, base] });
    expect(findings.map(({ rule, verdict, message }) => `${rule} ${verdict} ${message}`)).toEqual([
      'internal undecided the rule broken failed on Q0 (AWS::SQS::Queue): no error object',
      'internal undecided the rule broken-app failed: out of order',
      'queue-encrypted noncompliant the queue is told not to encrypt its messages',
    ]);
    expect(audit(new AppModel([]), { rules: [brokenApp] }).findings).toMatchObject([{ template: '', logicalId: '' }]);
  });

  test('says which level repairs a finding, but not for what is undecided, a helper\'s, or SAM\'s', () => {
    const body = (resource: JsonObject, id = 'Q') => ({ Resources: { [id]: resource } });
    const fixOf = (source: JsonObject) => audit(new AppModel([{ path: 'a', body: source }]), { rules: [base] }).findings.map(finding => finding.fix);
    const properties = { SqsManagedSseEnabled: false };
    expect(fixOf(body({ Type: 'AWS::SQS::Queue', Properties: properties }))).toEqual(['SAFE']);
    expect(fixOf(body({ Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: { Ref: 'P' } } }))).toEqual([undefined]);
    expect(fixOf(body({ Type: 'AWS::SQS::Queue', Properties: properties }, 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834Q'))).toEqual([undefined]);
  });

  test('keeps to the part that it is asked about', () => {
    expect(audit(app(), { rules: [base], within: subject => subject.writtenId === 'Q1' }).findings.map(finding => finding.logicalId)).toEqual(['Q1']);
  });
});

describe('acknowledgements in a template', () => {
  const result = (acknowledgement: Partial<Acknowledgement>, today?: Date) => audit(app(), {
    rules: [base], today, acknowledgements: [{ id: 'queue-encrypted', reason: 'r', on: { template: 'a.json', logicalId: 'Q0' }, ...acknowledgement }],
  });

  test('hold for one resource, or for the whole template', () => {
    expect(result({}).findings.map(finding => finding.logicalId)).toEqual(['Q1']);
    expect(result({}).acknowledged).toMatchObject([{ logicalId: 'Q0', acknowledged: 'r' }]);
    expect(result({ on: { template: 'a.json' } }).findings).toEqual([]);
    expect(result({ on: { template: 'other.json' } }).findings.map(finding => finding.rule)).toEqual(['queue-encrypted', 'queue-encrypted', 'acknowledgement-used']);
  });

  test('hold until the end of their last day', () => {
    expect(result({ until: '2026-11-21' }, new Date('2026-11-21T23:59:59Z')).findings).toHaveLength(1);
    expect(result({ until: '2026-11-21' }, new Date('2026-11-22T00:00:00Z')).findings.map(finding => finding.rule)).toContain('acknowledgement-current');
  });

  test.each([[{ id: 7 }], [{ reason: undefined }], [{ until: 'soon' }], [{ until: 20261121 }]])('that are malformed accept nothing and are reported: %j', fault => {
    const { findings } = result(fault as never);
    expect(findings.filter(finding => finding.rule === 'queue-encrypted')).toHaveLength(2);
    expect(findings.filter(finding => finding.rule === 'acknowledgement-valid')).toMatchObject([{ template: 'a.json', logicalId: 'Q0' }]);
  });

  test('on a construct do not reach a resource without a construct path', () => {
    expect(result({ on: { constructPath: '' } }).findings).toHaveLength(3);
  });

  test('a fault says what was given', () => {
    expect(faultOf({ id: 'a b', reason: 'r' })).toContain('got: "a b"');
    expect(faultOf({ id: 'a', reason: 'r', until: '2026-02-30' })).toContain('got: "2026-02-30"');
    expect(faultOf({ id: 'a[s3:*]', reason: 'r', until: '2026-02-28' })).toBeUndefined();
    expect(isExpired({ until: 'soon' })).toBe(false);
  });
});

describe('what fails a build', () => {
  const finding = audit(app(1), { rules: [base] }).findings[0];

  test.each([
    [Severity.MEDIUM, {}, true],
    [Severity.LOW, {}, true],
    [Severity.HIGH, {}, false],
    [undefined, {}, false],
    [Severity.LOW, { verdict: 'undecided' }, false],
    [Severity.LOW, { provenance: 'helper' }, false],
  ])('failOn %s, %j: %s', (failOn, own, fails) => expect(failsBuild({ ...finding, ...own }, failOn)).toBe(fails));
});

describe('names of rules', () => {
  test('choose rules', () => {
    expect(select([base], {})).toEqual([base]);
    expect(select([base], { only: [base.id] })).toEqual([base]);
    expect(select([base], { except: [base.id] })).toEqual([]);
  });

  test('that are unknown fail, with a suggestion where one is near', () => {
    expect(() => select([base], { only: ['queue-encrypt'] })).toThrow('only: there is no rule "queue-encrypt"; did you mean queue-encrypted?');
    expect(() => select([base], { except: ['zzz'] })).toThrow(/^except: there is no rule "zzz"$/);
    expect(() => select([], { only: ['a'] })).toThrow(/^only: there is no rule "a"$/);
  });
});

describe('the line of the user', () => {
  test.each([
    [['...new Queue2 in aws-cdk-lib...', '<anonymous> (/home/me/app/app.ts:8:45)'], 'app.ts:8:45'],
    [['at /home/me/app/lib/app.ts:8:45'], 'lib/app.ts:8:45'],
    [['file:///home/me/app/app.mjs:1:2'], 'app.mjs:1:2'],
    [['Stack (/home/me/node_modules/a/b.js:1:2)', 'run (node:internal/main:1:1)', 'x (/home/other/app.ts:3:4)'], '/home/other/app.ts:3:4'],
    [['...aws-cdk-lib...', '(no user code in 10 frames, use --stack-trace-limit to capture more)'], undefined],
    [[], undefined],
  ])('%j', (frames, expected) => expect(placeIn(frames, '/home/me/app')).toBe(expected));

  test('of what the CDK made on its own is that of the nearest construct around it, up to its stack', () => {
    const traces = (known: Record<string, string>) => ({ framesAt: (path: string) => (known[path] ? [known[path]] : []), isStack: (path: string) => path === 'Stack' });
    expect(sourceFinder(traces({ 'Stack/Fn/Resource': 'x (/a/b.ts:1:2)' }), '/a')('Stack/Fn/Role/Policy')).toBe('b.ts:1:2');
    expect(sourceFinder(traces({ Stack: 'x (/a/b.ts:1:2)' }), '/a')('Stack/Fn/Role/Policy')).toBeUndefined();
  });
});
