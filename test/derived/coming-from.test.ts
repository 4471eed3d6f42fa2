import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comingFrom } from '../../.projen/derive/coming-from';
import { nagRules, packNames } from '../../.projen/derive/nag-packs';
import { OUTSIDE, UNANSWERED } from '../../.projen/derive/unanswered';
import { RULES } from '../../aspects/rules';

const covered = new Set(RULES.flatMap(rule => rule.covers));
const unanswered = UNANSWERED.flatMap(({ ids }) => ids);

test('the document is what the rules and the reasons say', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'coming-from.md'), 'utf8')).toBe(comingFrom(RULES));
});

test('a rule of another tool has an answer or a reason for having none, not both, and one reason only', () => {
  const others = [...unanswered, ...OUTSIDE];

  expect(others.filter(id => covered.has(id))).toEqual([]);
  expect(others.filter((id, index) => others.indexOf(id) !== index)).toEqual([]);
});

test('every reason serves a rule, and is a whole sentence', () => {
  expect(UNANSWERED.filter(({ ids, reason }) => ids.length === 0 || !/^[A-Z].*\.$/s.test(reason))).toEqual([]);
});

test('a reason names only rules that there are', () => {
  const named = UNANSWERED.flatMap(({ reason }) => [...reason.matchAll(/(?<![\w-])[a-z]+(?:-[a-z]+){2,}/g)].map(match => match[0]));
  const ids = new Set(RULES.map(rule => rule.id));

  expect(named.filter(name => !ids.has(name))).toEqual([]);
});

test('every rule of cdk-nag in our field is in the document', () => {
  const known = new Set([...covered, ...unanswered, ...OUTSIDE]);

  expect(nagRules().filter(name => !known.has(`cdk-nag:${name}`))).toEqual([]);
});

test('the names that the packs give to rules of cdk-nag are found', () => {
  const names = packNames();

  expect(names.get('APIGWAuthorization')).toEqual(['AwsSolutions-APIG4']);
  expect(names.get('LambdaTracing')).toEqual(['Serverless-LambdaTracing']);
});
