import { Repair } from '../../examples/demo/cdk';
import { aligned, certain, countTable, onAdditions, repairTable, resourceCount, ruleTable, sampleOf, templateChanges } from '../../examples/demo/summary';
import { Finding, Severity } from '../../index';

const finding = (facts: Partial<Finding> = {}): Finding => ({
  rule: 'queue-encrypted',
  severity: Severity.MEDIUM,
  verdict: 'noncompliant',
  stability: 'stable',
  provenance: 'user',
  template: 'Stack.template.json',
  logicalId: 'Jobs',
  message: 'the queue is told not to encrypt its messages',
  remedy: 'Encrypt it.',
  source: 'app.ts:4:7',
  fix: 'SAFE',
  ...facts,
});

const repair = (facts: Partial<Repair> = {}): Repair => ({ rule: 'queue-encrypted', level: 'SAFE', constructPath: 'Stack/Jobs', changes: [], ...facts });

test('certain findings are those of users that are decided', () => {
  const findings = [finding(), finding({ provenance: 'helper' }), finding({ verdict: 'undecided' })];
  expect(certain({ findings })).toEqual([findings[0]]);
});

test('rules are listed with how often, where and what repairs them', () => {
  const rows = ruleTable([
    finding(), finding({ source: 'app.ts:4:20' }), finding({ source: 'app.ts:9:7' }),
    finding({ rule: 'trigger-no-loop', severity: Severity.HIGH, source: undefined, constructPath: 'Stack/Jobs', fix: undefined }),
    finding({ rule: 'iam-policy-no-admin', severity: Severity.CRITICAL, source: undefined, fix: undefined }),
    finding({ rule: 'bucket-versioned', severity: Severity.LOW }), finding({ rule: 'bucket-access-logs', severity: Severity.LOW }), finding({ rule: 'bucket-versioned', severity: Severity.LOW }),
  ]);
  expect(rows).toEqual([
    ['MEDIUM', 'queue-encrypted', '3', 'app.ts:4 and 1 more', 'SAFE'],
    ['HIGH', 'trigger-no-loop', '1', 'Stack/Jobs', ''],
    ['CRITICAL', 'iam-policy-no-admin', '1', 'Jobs', ''],
    ['LOW', '2 more rules', '3', '', ''],
  ]);
});

test('findings on what was added are told apart, by the stack and the resource', () => {
  const before = { Stack: { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } } };
  const after = { Stack: { Resources: { ...before.Stack.Resources, JobsLogs: { Type: 'AWS::Logs::LogGroup' } } }, Other: before.Stack };
  const [added, elsewhere] = [finding({ logicalId: 'JobsLogs' }), finding({ template: 'Other.template.json' })];
  const [ofApp, ofOutput] = [finding({ logicalId: '' }), finding({ logicalId: 'Password' })];
  expect(onAdditions([finding(), added, elsewhere, ofApp, ofOutput], before, after)).toEqual([added, elsewhere]);
});

test('long changes are cut', () => {
  const [[, , , changes]] = repairTable([repair({ changes: [{ constructPath: 'Stack/Role', property: 'Policies', after: 'x'.repeat(200) }] })]);
  expect(changes).toMatch(/^Policies = x+ …$/);
  expect(changes).toHaveLength(90);
});

test('findings are counted by severity, without those that nobody has', () => {
  expect(countTable({ before: [finding(), finding({ severity: Severity.CRITICAL })], after: [finding()] })).toEqual([
    ['', 'before', 'after'], ['CRITICAL', '1', '0'], ['MEDIUM', '1', '1'], ['all', '2', '1'],
  ]);
});

test('repairs are told by what they changed, the safe ones first', () => {
  const rows = repairTable([
    repair({
      rule: 'lambda-function-log-group-owned',
      level: 'OPERATIONAL',
      changes: [
        { constructPath: 'Stack/Logs', after: { Type: 'AWS::Logs::LogGroup' } }, { constructPath: 'Stack/Fn', property: 'LoggingConfig.LogGroup', after: { Ref: 'Logs' } },
      ],
    }),
    repair({ changes: [{ constructPath: 'Stack/Jobs', property: 'SqsManagedSseEnabled', before: false, after: true }] }),
    repair({
      rule: 'apigw-stage-no-data-trace',
      changes: [
        { constructPath: 'Stack/Stage', property: 'MethodSettings', before: [{ HttpMethod: '*', DataTraceEnabled: true }], after: [{ HttpMethod: '*', DataTraceEnabled: false }] },
      ],
    }),
    repair({ rule: 'lambda-function-traced' }),
    repair({ rule: 'lambda-function-traced', changes: [{ constructPath: 'Stack/Fn', property: 'TracingConfig.Mode', after: 'Active' }] }),
    repair({ rule: 'lambda-function-traced', declined: 'its role stands in another stack' }),
  ]);
  expect(rows).toEqual([
    ['SAFE', 'queue-encrypted', '1', 'SqsManagedSseEnabled: false → true'],
    ['SAFE', 'apigw-stage-no-data-trace', '1', 'MethodSettings.0.DataTraceEnabled: true → false'],
    ['SAFE', 'lambda-function-traced', '2', 'TracingConfig.Mode = Active'],
    ['OPERATIONAL', 'lambda-function-log-group-owned', '1', '+ AWS::Logs::LogGroup, LoggingConfig.LogGroup = {"Ref":"Logs"}'],
  ]);
});

test('resources are told apart by their stacks', () => {
  const [queue, topic] = [{ Type: 'AWS::SQS::Queue' }, { Type: 'AWS::SNS::Topic' }];
  const before = { One: { Resources: { Jobs: queue, Gone: queue } }, Other: { Resources: { Jobs: queue } }, Empty: {} };
  const after = { One: { Resources: { Jobs: topic, New: queue } }, Other: { Resources: { Jobs: queue } } };
  expect(templateChanges(before, after)).toEqual({ added: 1, changed: 1, removed: 1 });
  expect(resourceCount(before)).toBe(3);
});

test('one entry of each severity is taken from what the CDK prints, with its place and its colours', () => {
  const entry = (place: string, severity: string, tool = 'Rampart') => `${place}\u001b[31m${severity}\u001b[39m something is wrong (${tool})\n   Stack/Jobs`;
  const output = [
    'Bundling asset\n', `done\n${entry('', 'FATAL')}`, entry('app.ts:1:1\n', 'FATAL'), entry('app.ts:2:1\n', 'FATAL'), entry('app.ts:3:1\n', 'ERROR'),
    entry('app.ts:4:1\n', 'WARNING', 'CloudFormation Validate'), `${entry('', 'INFO')}\nSynthesis finished with errors`,
  ].join('\n\n');
  const { entries, count } = sampleOf(output);
  expect(count).toBe(5);
  expect(entries).toEqual([entry('app.ts:1:1\n', 'FATAL'), entry('app.ts:3:1\n', 'ERROR')]);
});

test('columns stand in line, numbers to the right', () => {
  expect(aligned([['a', '1', 'x'], ['long', '10', '']], [1])).toEqual(['a      1  x', 'long  10']);
});
