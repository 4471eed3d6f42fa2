import { judge } from '../../../aspects/engine/audit';
import { AddResource, Link, SetProperty } from '../../../aspects/rule/patch';
import { isDeclined } from '../../../aspects/rule/rule';
import { lambdaFunctionLogGroupOwned as rule } from '../../../aspects/rules/monitoring/lambda-function-log-group-owned';
import { modelOfTemplate } from '../../support/synthesis';

const BASIC = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] };
const DEFAULT_ONLY = {
  Policies: [{ PolicyName: 'Logs', PolicyDocument: { Statement: { Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/orders:*' } } }],
};

function judged(properties: object, others: object = {}, role: object = BASIC) {
  const app = modelOfTemplate({
    Parameters: { Given: { Type: 'String' }, Chosen: { Type: 'String' } },
    Conditions: { IsChosen: { 'Fn::Equals': [{ Ref: 'Chosen' }, 'yes'] } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: role },
      Function: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties } },
      ...others,
    },
  });
  const { judgements } = judge(app, [rule]);
  return judgements.map(({ found }) => ({ verdict: found.verdict, answer: rule.fix!.repair(found, app) }));
}

function repaired(...given: Parameters<typeof judged>) {
  const [{ answer }] = judged(...given);
  return isDeclined(answer) ? answer.declined : answer.patches;
}

function group(name: unknown) {
  return { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name } } };
}

test.each<[string, object, object, string[]]>([
  ['a name that a parameter gives', { LoggingConfig: { LogGroup: { Ref: 'Given' } } }, {}, []],
  ['a group in each branch of a condition', { LoggingConfig: { 'Fn::If': ['IsChosen', { LogGroup: 'a' }, { LogGroup: 'b' }] } }, {}, []],
  ['a group in one branch of a condition', { LoggingConfig: { 'Fn::If': ['IsChosen', { LogGroup: 'a' }, { LogFormat: 'JSON' }] } }, {}, ['undecided']],
  ['a configuration that is open', { LoggingConfig: { Ref: 'Given' } }, {}, ['undecided']],
  ['a declared default group, by Sub', {}, group({ 'Fn::Sub': '/aws/lambda/${Function}' }), []],
  ['a declared default group, by Join', {}, group({ 'Fn::Join': ['/', ['/aws', 'lambda', { Ref: 'Function' }]] }), []],
  ['a declared default group, by the same parameter', { FunctionName: { 'Fn::Sub': '${Given}-orders' } }, group({ 'Fn::Sub': '/aws/lambda/${Given}-orders' }), []],
  ['a group of another name', { FunctionName: 'orders' }, group({ 'Fn::Sub': '/aws/lambda/${Given}' }), ['noncompliant']],
])('a function with %s', (_, properties, others, verdicts) => {
  expect(judged(properties, others).map(found => found.verdict)).toEqual(verdicts);
});

test('a function at the edge of CloudFront is not judged', () => {
  const trust = { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'edgelambda.amazonaws.com' } } };

  expect(judged({}, {}, { AssumeRolePolicyDocument: trust })).toEqual([]);
});

describe('the fix', () => {
  test('adds a group with a generated name that stays, and points the function to it', () => {
    const [added, set] = repaired({}) as [AddResource, SetProperty];

    expect([added.type, added.properties, added.options.deletionPolicy]).toEqual(['AWS::Logs::LogGroup', { RetentionInDays: 365 }, 'Retain']);
    expect([set.property, set.value]).toEqual(['LoggingConfig.LogGroup', new Link(added)]);
  });

  test('allows the new group to a role that may write to the default one only', () => {
    const policy = repaired({}, {}, DEFAULT_ONLY)[2] as AddResource;

    expect(policy.properties.PolicyDocument).toMatchObject({ Statement: [{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }] });
    expect(policy.options.before!.map(one => one.logicalId)).toEqual(['Function']);
  });

  test.each<[string, object, object, object, RegExp]>([
    ['the role is not in the application', { Role: 'arn:aws:iam::111122223333:role/orders' }, {}, BASIC, /not part of the application/],
    ['a filter reads the default group', {}, {
      Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Function}' } } },
    }, BASIC, /filter/],
    ['a boundary may refuse it', {}, {}, { ...BASIC, PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }, /boundary/],
  ])('is declined where %s', (_, properties, others, role, reason) => {
    expect(repaired(properties, others, role)).toMatch(reason);
  });
});
