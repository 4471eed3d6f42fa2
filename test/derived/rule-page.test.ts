import { DISAGREEMENTS } from '../../.projen/derive/disagreements';
import { rulePage } from '../../.projen/derive/rule-page';
import { RULES } from '../../aspects/rules';

const page = (id: string) => rulePage(RULES.find(rule => rule.id === id)!);

test('a rule\'s page says where other tools expect something else, and why', () => {
  expect(page('apigw-method-authorized')).toContain([
    '## Where other tools expect something else',
    '',
    '- A method without authorization that asks for an API key (checkov:CKV_AWS_59, expected: none). We hold to our answer. An API key is no authorization: '
      + 'API Gateway\'s documentation says so, and the key travels in the open in every client.',
  ].join('\n'));
  expect(page('lambda-timeout-within-caller')).not.toContain('## Where other tools');
});

test('every disagreement stands on the page of each rule that covers the other tool\'s', () => {
  const pages = RULES.map(rule => ({ rule, text: rulePage(rule) }));
  for (const { labels, reason } of DISAGREEMENTS) {
    const peers = labels.map(label => label.split(' ')[0]);
    const covering = pages.filter(({ rule }) => rule.covers.some(id => peers.includes(id)));
    expect(covering.filter(({ text }) => !text.includes(reason)).map(({ rule }) => rule.id)).toEqual([]);
  }
});

test('a fix that needs a setting is shown with it', () => {
  expect(page('lambda-function-error-alarm')).toContain('`Rampart.protect(app, { fix: FixLevel.SAFE, alarmTopic })`');
});
