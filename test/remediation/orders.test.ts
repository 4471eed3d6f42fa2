import { App } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { FIX_LEVELS, FixLevel } from '../../aspects/fix-level';
import { isObject, JsonObject } from '../../aspects/model/json';
import { Resource } from '../../aspects/model/resource';
import { TemplateSource } from '../../aspects/model/template';
import { remediate } from '../../aspects/remediation/remediate';
import { noncompliant } from '../../aspects/rule/found';
import { Patch, PatchValue, SetProperty } from '../../aspects/rule/patch';
import { Rule } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { goatShop } from '../../examples/goat-shop/goat-shop';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { WITH_TOPIC } from '../support/alarm-topic';
import { exampleKit } from '../support/example-kit';
import { faultsOf, repaired } from '../support/repaired';
import { sourcesOf, testApp } from '../support/synthesis';
import { formOf } from '../support/template-form';

const FIXABLE = RULES.filter(rule => rule.fix !== undefined);

/** The examples of our own, and one stack for each fixable rule with all that it finds fault with. */
const APPLICATIONS: readonly (readonly [string, () => App])[] = [
  ['the goat shop', () => built(goatShop)],
  ['the orders API', () => built(app => new OrdersStack(app, 'Orders'))],
  ...FIXABLE.map(rule => [`the examples of ${rule.id}`, () => ofExamples(rule)] as const),
];

function built(build: (app: App) => unknown): App {
  const app = testApp();
  build(app);
  return app;
}

function ofExamples(rule: Rule): App {
  const kit = exampleKit();
  rule.examples.find(example => example.verdict === 'noncompliant')!.build(kit);
  return kit.app;
}

/** The same templates with their resources in another order. */
function mixed(sources: readonly TemplateSource[], order: readonly number[]): TemplateSource[] {
  const place = (index: number) => order[index % order.length];
  const shuffled = (resources: JsonObject): JsonObject => Object.fromEntries(Object.entries(resources)
    .map((entry, index) => ({ entry, at: place(index) })).sort((a, b) => a.at - b.at).map(({ entry }) => entry));
  return sources.map(source => {
    const { Resources } = source.body;
    return isObject(Resources) ? { ...source, body: { ...source.body, Resources: shuffled(Resources) } } : source;
  });
}

const anyOrder = fc.shuffledSubarray([...RULES], { minLength: RULES.length });

describe.each(APPLICATIONS)('%s', (_, build) => {
  const sources = sourcesOf(build());
  const forms = (all: readonly TemplateSource[]) => all.map(({ body }) => formOf(body));

  test.each(FIX_LEVELS)('is repaired without a new finding or a torn reference, once and for all: %s', level => {
    expect(faultsOf(sources, level, RULES)).toEqual([]);
  });

  test('is repaired so too where a topic for alarms is given', () => {
    expect(faultsOf(sources, FixLevel.OPERATIONAL, RULES, WITH_TOPIC)).toEqual([]);
  });

  test('is repaired alike in whatever order the fixes are made and the resources stand', () => {
    const expected = forms(repaired(sources, FixLevel.STRICT, RULES, WITH_TOPIC).sources);
    fc.assert(fc.property(anyOrder, fc.array(fc.integer(), { minLength: 7, maxLength: 23 }), (rules, order) => {
      expect(forms(repaired(mixed(sources, order), FixLevel.STRICT, rules, WITH_TOPIC).sources)).toEqual(expected);
    }), { numRuns: 5 });
  });

  test('is repaired alike in the construct tree, in whatever order the fixes are made', () => {
    const inTree = (rules: readonly Rule[]) => {
      const app = build();
      remediate(app, { rules, level: FixLevel.STRICT, acknowledgements: [], within: () => true }, WITH_TOPIC);
      return forms(sourcesOf(app));
    };
    const expected = inTree(RULES);
    fc.assert(fc.property(anyOrder, rules => expect(inTree(rules)).toEqual(expected)), { numRuns: 2 });
  });
});

describe('the check of a repair', () => {
  const sources: TemplateSource[] = [{ path: 'template.json', body: { Resources: { A: { Type: 'AWS::SQS::Queue' } } } }];
  const rule = (id: string, found: (queue: Resource) => boolean, patch: (queue: Resource) => Patch): Rule => ({
    ...RULES.find(one => one.id === 'queue-encrypted')!,
    id,
    check: (queue: Resource) => (found(queue) ? noncompliant(queue, 'is wrong') : undefined),
    fix: { levels: [FixLevel.SAFE], why: 'x', repair: ({ subject }) => ({ level: FixLevel.SAFE, patches: [patch(subject as Resource)] }) },
  } as Rule);
  const set = (name: string, value: PatchValue) => (queue: Resource) => new SetProperty(queue, name, value);

  test.each<[string, Rule[], RegExp]>([
    ['a new finding', [rule('one', queue => queue.get('X') === undefined, set('X', 1)), rule('two', queue => queue.get('X') !== undefined && queue.get('Y') !== 2, set('Z', 1))],
      /^new finding: two on A/],
    ['what is left for a second run', [rule('one', () => true, queue => new SetProperty(queue, 'X', Number(queue.get('X') ?? 0) + 1))], /^left for a second run: one on A/],
    ['a torn reference', [rule('one', queue => queue.get('X') === undefined, set('X', { Ref: 'Gone' }))], /^refers to nothing: A → Gone/],
  ])('sees %s', (_, rules, fault) => {
    expect(faultsOf(sources, FixLevel.SAFE, rules)).toContainEqual(expect.stringMatching(fault));
  });
});
