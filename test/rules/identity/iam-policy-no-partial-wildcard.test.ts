import { judge } from '../../../aspects/engine/audit';
import { SetProperty } from '../../../aspects/rule/patch';
import { iamPolicyNoPartialWildcard } from '../../../aspects/rules/identity/iam-policy-no-partial-wildcard';
import { modelOfTemplate } from '../../support/synthesis';

const on = (Action: unknown, Resource: unknown = 'arn:aws:s3:::uploads/*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const policy = (Statement: unknown, more: object = {}) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement }, ...more } });

function modelWith(held: object) {
  return modelOfTemplate({
    Transform: 'AWS::Serverless-2016-10-31',
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
    Resources: { Held: held },
  });
}

/** What the rule says of a resource: `verdict detail`. */
function said(held: object): string[] {
  return judge(modelWith(held), [iamPolicyNoPartialWildcard]).judgements.map(({ found }) => `${found.verdict} ${found.detail}`);
}

/** What repairing the first finding sets, or why it is declined. */
function repaired(held: object): unknown {
  const app = modelWith(held);
  const [judgement] = judge(app, [iamPolicyNoPartialWildcard]).judgements;
  const answer = iamPolicyNoPartialWildcard.fix!.repair(judgement.found, app);
  return 'declined' in answer ? answer.declined : (answer.patches[0] as SetProperty).value;
}

test.each<[string, unknown, string[]]>([
  ['a prefix', on('s3:Get*'), ['noncompliant s3:Get*']], ['one letter', on('sqs:?endMessage'), ['noncompliant sqs:?endMessage']],
  ['of every service', on('*:Get*'), ['noncompliant *:Get*']], ['the same twice', [on('s3:Get*'), on(['s3:get*'])], ['noncompliant s3:Get*']],
  ['what nobody knows', on('nothing:Get*'), ['noncompliant nothing:Get*']],
  ['what a grant writes, for a bucket', on(['s3:GetObject*', 's3:GetBucket*', 's3:List*']), []],
  ['what a grant writes, for every bucket', on('s3:GetObject*', '*'), ['noncompliant s3:GetObject*']],
  ['what a grant writes, through one service', on('kms:GenerateDataKey*', '*', { Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } } }), []],
  ['all of a service, which is another matter', on(['s3:*', '*']), []], ['a name', on('s3:GetObject'), []],
  ['a part that is only known at deployment', on({ 'Fn::Sub': 's3:${Stage}' }), []], ['a wildcard after such a part', on({ 'Fn::Sub': 's3:${Stage}*' }), ['noncompliant s3:**']],
  ['the effect', { ...on('s3:Get*'), Effect: { Ref: 'Stage' } }, ['undecided s3:Get*']],
])('%s', (_, statement, expected) => {
  expect(said(policy(statement))).toEqual(expected);
});

describe('the list in place of the wildcard', () => {
  test('has what it matches, beside what else the statement allows, once', () => {
    expect(repaired(policy([on(['sqs:SendMessage', 'sqs:Send*', 's3:List*']), on('sqs:Send*', '*', { Effect: 'Deny' })]))).toEqual({
      Statement: [on(['sqs:SendMessage', 's3:List*']), on('sqs:Send*', '*', { Effect: 'Deny' })],
    });
  });

  test('in the inline policies of a role, of which others stay', () => {
    const other = { PolicyName: 'other', PolicyDocument: { Statement: on('s3:GetObject') } };
    const role = { Type: 'AWS::IAM::Role', Properties: { Policies: [other, { PolicyName: 'send', PolicyDocument: { Statement: on('sqs:Send*') } }, { 'Fn::If': ['IsTest', other, other] }] } };
    expect(repaired(role)).toEqual([other, { PolicyName: 'send', PolicyDocument: { Statement: on(['sqs:SendMessage']) } }, { 'Fn::If': ['IsTest', other, other] }]);
  });

  test.each<[string, object, RegExp]>([
    ['no action that is known', policy(on('nothing:Get*')), /no action is known/],
    ['what only the deployment knows', policy(on({ 'Fn::Sub': 's3:${Stage}*' })), /no action is known/],
    ['more than a policy may hold', policy(on('ec2:D*', '*')), /longer than the 5120 characters/],
    ['more than a user may hold', policy(on('ec2:Des*', '*'), { Users: ['operator'] }), /longer than the 2048 characters/],
    ['a document that is JSON', { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: JSON.stringify({ Statement: on('sqs:Send*') }) } }, /only the deployment knows its statements/],
    ['a policy of SAM', {
      Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b', Runtime: 'nodejs24.x', InlineCode: '', Policies: [{ Statement: on('sqs:Send*') }] },
    }, /SAM writes/],
  ])('is not made for %s', (_, held, why) => {
    expect(repaired(held)).toMatch(why);
  });
});
