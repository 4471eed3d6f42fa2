import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../aspects/engine/audit';
import { THEMES } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { exampleKit } from '../support/example-kit';
import { modelOf } from '../support/synthesis';

// RULE=queue-encrypted npx jest test/rules/examples.test.ts runs one rule only.
const rules = RULES.filter(rule => process.env.RULE === undefined || rule.id === process.env.RULE);

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('lies in the folder of its theme', () => {
    expect(THEMES).toContain(rule.theme);
    expect(existsSync(join(__dirname, '../../aspects/rules', rule.theme, `${id}.ts`))).toBe(true);
  });

  test('has examples of both verdicts', () => {
    const verdicts = new Set(rule.examples.map(example => example.verdict));
    expect(verdicts).toContain('compliant');
    expect(verdicts).toContain('noncompliant');
  });

  test('has facts that help: title, threat, remedy, a link to AWS first', () => {
    expect(rule.title.length).toBeGreaterThan(15);
    expect(rule.threat).toMatch(/\.$/);
    expect(rule.remedy).toMatch(/\.$/);
    expect(rule.links[0]).toMatch(/^https:\/\/(docs\.)?aws\.amazon\.com\//);
  });

  test.each(rule.examples.map(example => [`${example.verdict}: ${example.label}`, example] as const))('%s', (_, example) => {
    const kit = exampleKit();
    example.build(kit);

    const { judgements, failures } = judge(modelOf(kit.app), [rule]);

    expect(failures).toEqual([]);
    const verdicts = new Set(judgements.filter(({ found }) => found.subject.provenance === 'user').map(({ found }) => found.verdict));
    expect([...verdicts]).toEqual(example.verdict === 'compliant' ? [] : [example.verdict]);
  });
});
