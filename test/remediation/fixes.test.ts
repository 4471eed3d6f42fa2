import { App, Aspects, Stack, Stage } from 'aws-cdk-lib';
import { judge } from '../../aspects/engine/audit';
import { FIX_LEVELS, FixLevel } from '../../aspects/fix-level';
import { AppModel } from '../../aspects/model/app-model';
import { isObject, Json, JsonObject } from '../../aspects/model/json';
import { Example } from '../../aspects/rule/example';
import { isDeclined, Rule } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { treeSources } from '../../aspects/synthesis/tree-source';
import { SecurityRemediation } from '../../index';
import { alarmTopicIn, WITH_TOPIC } from '../support/alarm-topic';
import { circles } from '../support/circles';
import { exampleKit } from '../support/example-kit';
import { repaired as repairedTemplates } from '../support/repaired';
import { replacements } from '../support/replacement';
import { modelOf, sourcesOf } from '../support/synthesis';
import { formOf } from '../support/template-form';

const fixable = RULES.filter(rule => rule.fix !== undefined && (process.env.RULE === undefined || rule.id === process.env.RULE));

/** Which subject, what was said, and which property: what two judgements must agree on. */
function verdicts(app: AppModel, rule: Rule): string[] {
  return judge(app, [rule]).judgements
    .map(({ found }) => [found.subject.constructPath, found.verdict, found.severity, found.property, found.detail, ...(found.related ?? []).map(one => one.constructPath)].join(' '))
    .sort();
}

function built(example: Example, prepare: (stage: App) => void = () => {}) {
  const kit = exampleKit();
  example.build(kit);
  prepare(kit.app);
  return kit.app;
}

function highest(rule: Rule): FixLevel {
  return [...FIX_LEVELS].reverse().find(one => rule.fix!.levels.includes(one))!;
}

/** In a tree, what depends on a construct waits for all that was added below it too, which does no harm. */
function withoutWaiting(node: Json): Json {
  if (Array.isArray(node)) return node.map(element => withoutWaiting(element as Json));
  return isObject(node) ? Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'DependsOn').map(([key, value]) => [key, withoutWaiting(value)])) : node;
}

/** The templates of an app after a remediation that may do all that the rule's fix can. */
function repaired(rule: Rule, example: Example, times = 1) {
  const level = highest(rule);
  return built(example, stage => {
    const alarmTopic = alarmTopicIn(stage.node.findChild('Stack') as Stack);
    for (let time = 0; time < times; time += 1) {
      Aspects.of(stage).add(new SecurityRemediation({ level, only: [rule.id], alarmTopic }), { priority: SecurityRemediation.PRIORITY });
    }
  });
}

const bodies = (app: Stage) => sourcesOf(app as never).map(source => source.body);

// `describe.each` takes no empty list, and a rule that was asked for by RULE may have no fix.
if (fixable.length === 0) test(`${process.env.RULE} has no fix to hold to its promise`, () => expect(fixable).toEqual([]));

fixable.forEach(rule => describe(`the fix of ${rule.id}`, () => {
  const cases = rule.examples.map(example => [`${example.verdict}: ${example.label}`, example] as const);

  test.each(cases)('judges the tree as the audit judges the templates: %s', (_label, example) => {
    const app = built(example);
    const inTree = verdicts(new AppModel(treeSources(app), WITH_TOPIC), rule);

    expect(inTree).toEqual(verdicts(modelOf(app, WITH_TOPIC), rule));
  });

  test.each(cases)('makes of a template what it makes of the tree: %s', (_label, example) => {
    const level = highest(rule);
    const inTemplate = repairedTemplates(sourcesOf(built(example)), level, [rule], WITH_TOPIC).sources;
    const inTree = bodies(repaired(rule, example));
    expect(inTemplate.map(({ body }) => withoutWaiting(formOf(body)))).toEqual(inTree.map(body => withoutWaiting(formOf(body))));
  });

  test('repairs at least one example', () => {
    const repairs = rule.examples.filter(example => JSON.stringify(bodies(built(example))) !== JSON.stringify(bodies(repaired(rule, example))));
    // Where a topic for alarms is given, missing ones are judged in any case.
    const isWrong = (example: Example) => verdicts(modelOf(built(example), WITH_TOPIC), rule).some(verdict => / noncompliant /.test(verdict));
    expect(repairs.map(example => example.verdict)).toContain('noncompliant');
    expect(repairs.filter(example => !isWrong(example)).map(({ label }) => label)).toEqual([]);
  });

  test.each(cases)('leaves nothing that it could repair: %s', (_label, example) => {
    const app = modelOf(repaired(rule, example), WITH_TOPIC);
    const left = judge(app, [rule]).judgements.filter(({ found }) => found.verdict === 'noncompliant' && found.subject.provenance === 'user');
    const repairable = left.filter(({ found }) => !isDeclined(rule.fix!.repair(found, app)));
    expect(repairable.map(({ found }) => `${found.subject.id}: ${found.message}`)).toEqual([]);
  });

  test.each(cases)('replaces no deployed resource, keeps logical ids, makes no circle: %s', (_label, example) => {
    const before = bodies(built(example));
    const after = bodies(repaired(rule, example));
    expect(before.flatMap((body, index) => replacements(body, after[index]))).toEqual([]);
    expect(after.flatMap(circles)).toEqual([]);
  });

  test.each(cases)('does nothing the second time: %s', (_label, example) => {
    expect(bodies(repaired(rule, example, 2))).toEqual(bodies(repaired(rule, example)));
  });
}));

test('a fix that changes what replaces a resource is seen', () => {
  const before: JsonObject = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a' } } } };
  const after: JsonObject = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'b' } } } };
  expect(replacements(before, after)).toEqual(['Queue.QueueName']);
  expect(replacements(before, { Resources: {} })).toEqual(['Queue is gone']);
});

test('a circle is seen', () => {
  expect(circles({ Resources: { A: { Type: 'X', DependsOn: 'B' }, B: { Type: 'X', Properties: { a: { 'Fn::Sub': '${A.Arn}' } } } } })).toEqual(['A → B → A']);
});

