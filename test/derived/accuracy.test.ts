import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accuracy, disagreements, Figures, FOUNDATION, isMeasured, RuleFigures } from '../../.projen/derive/accuracy';
import { DISAGREEMENTS } from '../../.projen/derive/disagreements';
import { RULES } from '../../aspects/rules';
import { Label, serviceOf, services } from '../corpus/labels';
import { Answer, answerOf, answers, isMismatch, tally } from '../corpus/score';
import { temporaryFolder } from '../support/synthesis';

const covered = new Set(RULES.flatMap(rule => rule.covers));
const labelled = DISAGREEMENTS.flatMap(({ labels }) => labels);

test('the document holds every reviewed disagreement', () => {
  const document = readFileSync(join(__dirname, '..', '..', 'docs', 'accuracy.md'), 'utf8');

  expect(document.slice(document.indexOf(disagreements(DISAGREEMENTS)))).toBe(disagreements(DISAGREEMENTS));
});

test('a disagreement is about a rule that ours covers, is told once, and names no folder', () => {
  expect(labelled.filter(one => !covered.has(one.split(' ')[0]))).toEqual([]);
  expect(labelled.filter((one, index) => labelled.indexOf(one) !== index)).toEqual([]);
  expect(labelled.filter(one => !/^[\w-]+:[\w-]+ [^\s/]+( \S+)?$/.test(one))).toEqual([]);
  expect(DISAGREEMENTS.filter(({ reason }) => !reason.endsWith('.'))).toEqual([]);
});

/** A label on a template with two queues, one of which sends its messages unencrypted. */
function label(changes: Partial<Label>): Label {
  return { file: 'queues.json', peer: 'peer', ruleId: 'QUEUE', resourceLogicalId: 'Open', resourceType: 'AWS::SQS::Queue', expected: 'fail', ...changes };
}

test('labels are compared with what the rules find', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'queues.json'), JSON.stringify({
    Parameters: { Encrypted: { Type: 'String' } },
    Resources: {
      Open: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } },
      Closed: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } },
      Unknown: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: { Ref: 'Encrypted' } } },
    },
  }));
  const rules = RULES.filter(rule => rule.id === 'queue-encrypted').map(rule => ({ ...rule, covers: ['peer:QUEUE'] }));
  const labels = [
    label({}), label({ expected: 'pass' }), label({ resourceLogicalId: 'Closed' }), label({ resourceLogicalId: 'Closed', expected: 'pass' }),
    label({ resourceLogicalId: 'Unknown' }), label({ resourceLogicalId: 'Unknown', expected: 'pass' }), label({ resourceLogicalId: null }), label({ ruleId: 'OTHER' }),
  ];
  const given = answers(labels, folder, rules);

  expect(given.map(({ outcome }) => outcome)).toEqual(['hit', 'extra', 'miss', 'clean', 'undecided', 'undecided', 'hit', 'unanswered']);
  expect(given.map(isMismatch)).toEqual([false, true, true, false, true, false, false, false]);
  expect(tally(given)).toEqual({ unanswered: 1, hit: 2, clean: 1, miss: 1, extra: 1, undecided: 2 });
});

test('a finding speaks for the rule that reports it alone', () => {
  const given: Answer = { label: label({}), outcome: 'hit', rules: ['one', 'other', 'third'], reporting: ['one'], undecided: ['third'] };

  expect(answerOf('one', given)).toBe(given);
  expect(answerOf('other', given)).toBeUndefined();
  expect(answerOf('third', given)?.outcome).toBe('undecided');
  expect(answerOf('fourth', given)).toBeUndefined();
  expect(answerOf('one', { ...given, outcome: 'extra' })?.outcome).toBe('extra');
  expect(answerOf('other', { ...given, outcome: 'extra' })?.outcome).toBe('clean');
  expect(answerOf('other', { ...given, outcome: 'miss', reporting: [] })?.outcome).toBe('miss');
});

test('a label belongs to the service of its resource, or to that of its rule', () => {
  const labels = [
    label({}), label({ resourceLogicalId: null, resourceType: null }), label({ ruleId: 'FILE', resourceType: null }), label({ ruleId: 'VM', resourceType: 'AWS::EC2::Instance' }),
    label({ ruleId: 'VM', resourceType: null }),
  ];

  expect([...services(labels).values()]).toEqual(['SQS', 'SQS', 'whole file', undefined, undefined]);
  expect(['AWS::EC2::SecurityGroupIngress', 'AWS::Serverless::Api', 'AWS::RDS::DBCluster'].map(serviceOf)).toEqual(['EC2 (network)', 'Serverless', undefined]);
});

test('figures are shares of the labels, with and without those that were reviewed', () => {
  const total: Figures = { name: 'all', labels: 10, unanswered: 2, reasoned: 1, hit: 3, miss: 1, clean: 2, extra: 2, undecided: 0, excused: { miss: 1, extra: 1 } };

  expect(accuracy({ total, byRule: [], byService: [], byPeer: [] })).toContain('| all | 10 | 80.0 % (90.0 %) | 75.0 % (100.0 %) | 50.0 % (66.7 %) | 0 |');
});

test('a rule is measured by enough labels, of several tools and both kinds, all answered as expected', () => {
  const none = { unanswered: 0, reasoned: 0, miss: 0, extra: 0, undecided: 0, excused: { miss: 0, extra: 0 } };
  const own: Figures = { ...none, name: 'queue-encrypted', labels: 8, hit: 4, clean: 4 };
  const rule: RuleFigures = { ...own, stability: 'preview', tools: 3 };

  expect(isMeasured(rule)).toBe(true);
  for (const less of [{ tools: 2 }, { labels: 7 }, { hit: 1 }, { clean: 1 }, { miss: 1 }, { extra: 1 }]) {
    expect(isMeasured({ ...rule, ...less })).toBe(false);
  }
});

test('the rules of the foundation are stable', () => {
  expect(RULES.filter(({ id }) => FOUNDATION.includes(id)).map(({ stability }) => stability)).toEqual(FOUNDATION.map(() => 'stable'));
});
