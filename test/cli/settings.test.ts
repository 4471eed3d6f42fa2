import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './capture';
import { temporaryFolder } from '../support/synthesis';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:alarms';

function folder(): string {
  const path = temporaryFolder();
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Layers: ['arn:aws:lambda:eu-west-1:444455556666:layer:tools:1'] } },
  };
  writeFileSync(join(path, 'shop.json'), JSON.stringify({ Resources }));
  return path;
}

/** The alarms that a fix adds to the template, by what they tell. */
function alarms(...words: string[]): unknown[] {
  const { out } = captured(['fix', 'shop.json', '--only', 'lambda-function-error-alarm', '--format', 'json', ...words], { cwd: folder() });
  return JSON.parse(out).repairs.map((one: any) => one.declined ?? one.changes[0].after.Properties.AlarmActions);
}

test.each([
  ['by its ARN', ARN, [[ARN]]],
  ['by its logical id', 'Topic', [[{ Ref: 'Topic' }]]],
  ['that is none of the template', 'Fn', ['there is no topic Fn in shop.json: name it by its ARN']],
])('a fix adds alarms that tell a topic %s', (_, topic, expected) => {
  expect(alarms('--alarm-topic', topic)).toEqual(expected);
});

test('a fix adds no alarm where nobody says whom to tell', () => {
  expect(alarms()).toEqual([]);
});

test('an audit judges missing alarms where a topic is given, and trusts the accounts that are named', () => {
  const rules = (...words: string[]) => {
    const only = 'lambda-function-error-alarm,lambda-layer-trusted-account';
    const { out } = captured(['audit', 'shop.json', '--format', 'json', '--only', only, ...words], { cwd: folder() });
    return JSON.parse(out).findings.map(({ rule, fix }: any) => [rule, fix]);
  };

  expect(rules()).toEqual([['lambda-layer-trusted-account', undefined]]);
  expect(rules('--alarm-topic', ARN, '--trusted-layer-accounts', '444455556666')).toEqual([['lambda-function-error-alarm', 'SAFE']]);
});

test.each([
  [['--alarm-topic', 'a:b'], /--alarm-topic takes the ARN of a topic, as .*, or a logical id; got "a:b"/],
  [['--trusted-layer-accounts', '12', '--functions-in-a-row', 'x'], /--trusted-layer-accounts: an account is twelve digits, got "12"; --functions-in-a-row: .* got NaN/],
])('%s is wrong usage', (words, fault) => {
  const { code, err } = captured(['audit', 'shop.json', ...words], { cwd: folder() });
  expect([code, err]).toEqual([2, expect.stringMatching(fault)]);
});
