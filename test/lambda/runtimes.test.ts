import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { newerThan, supportOf } from '../../aspects/lambda/runtimes';

/** The day on which the table was compared with others. */
const COMPARED = new Date('2026-11-22');

test.each([
  ['nodejs22.x', '2026-11-01', 'supported'],
  ['nodejs22.x', '2027-01-29', 'supported'],
  ['nodejs22.x', '2027-01-30', 'ending'],
  ['nodejs22.x', '2027-04-29', 'ending'],
  ['nodejs22.x', '2027-04-30', 'ended'],
  ['nodejs99.x', '2027-04-30', 'supported'],
  ['toString', '2027-04-30', 'supported'],
])('%s on %s: %s', (runtime, day, state) => {
  expect(supportOf(runtime, new Date(day)).state).toBe(state);
});

test('every runtime of aws-cdk-lib has its day, but those that are newer than the table', () => {
  const names = Runtime.ALL.map(({ name }) => name).filter(name => name !== 'FROM_IMAGE');
  const dateless = names.filter(name => supportOf(name, COMPARED).date === undefined);

  expect(names.length).toBeGreaterThan(40);
  expect(dateless.filter(name => newerThan(name) !== undefined)).toEqual([]);
});

test('what aws-cdk-lib calls a runtime that Lambda no longer supports has ended', () => {
  const source = readFileSync(join(dirname(require.resolve('aws-cdk-lib/package.json')), 'aws-lambda/lib/runtime.d.ts'), 'utf8');
  const ended = [...source.matchAll(/@deprecated Legacy runtime[^]*?static readonly (\w+): Runtime;/g)].map(([, name]) => Runtime[name as 'NODEJS'].name);

  expect(ended.length).toBeGreaterThan(15);
  expect(ended.filter(name => supportOf(name, COMPARED).state !== 'ended')).toEqual([]);
});
