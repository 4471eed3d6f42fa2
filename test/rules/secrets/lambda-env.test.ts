import { judge } from '../../../aspects/engine/audit';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { lambdaEnvNoLiteralSecret } from '../../../aspects/rules/secrets/lambda-env-no-literal-secret';
import { lambdaEnvNoResolvedSecret } from '../../../aspects/rules/secrets/lambda-env-no-resolved-secret';

const RULES = [lambdaEnvNoLiteralSecret, lambdaEnvNoResolvedSecret];
const fn = (variables: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: variables } } });
const PARAMETERS = { Stage: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true }, Shown: { Type: 'String', Default: 'hunter2' } };
const CONDITIONS = { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };

interface Source { readonly path: string; readonly body: object; readonly nestedIn?: { readonly path: string; readonly logicalId: string } }

/** What both rules say of a function with these variables: `rule verdict variable`. */
function said(variables: unknown, others: object = {}, more: readonly Source[] = []): string[] {
  const body = { Parameters: PARAMETERS, Conditions: CONDITIONS, Resources: { Function: fn(variables), ...others }, Outputs: { Hidden: { Value: { Ref: 'Hidden' }, Export: { Name: 'hidden' } } } };
  const app = new AppModel([{ path: 'app.json', body }, ...more].map(source => ({ ...source, body: source.body as JsonObject })));
  const { judgements, failures } = judge(app, RULES);
  expect(failures).toEqual([]);
  return judgements.map(({ rule, found }) => [rule.id.replace('lambda-env-no-', ''), found.verdict, found.property!.replace('Environment.Variables', '')].join(' '));
}

test('a secret in the open is one finding, and is not shown', () => {
  const password = 'correct horse battery staple';
  const app = new AppModel([{ path: 'app.json', body: { Resources: { Function: fn({ DB_PASSWORD: password }) } } as unknown as JsonObject }]);
  const [{ found }] = judge(app, RULES).judgements;

  expect(found).toMatchObject({ property: 'Environment.Variables.DB_PASSWORD', detail: 'DB_PASSWORD' });
  expect(found.message).toBe('the environment variable DB_PASSWORD holds a password in the open (corr…, 28 characters)');
});

test('each variable is a finding of its own', () => {
  expect(said({ A_PASSWORD: 'hunter2', B_PASSWORD: 'hunter2', TABLE: 'orders' })).toEqual(['literal-secret noncompliant .A_PASSWORD', 'literal-secret noncompliant .B_PASSWORD']);
});

test.each<[string, unknown, string[]]>([
  ['the default of a parameter', { Ref: 'Shown' }, ['literal-secret noncompliant .PASSWORD']],
  ['a hidden parameter', { Ref: 'Hidden' }, ['resolved-secret noncompliant .PASSWORD']],
  ['a parameter without default', { Ref: 'Stage' }, ['literal-secret undecided .PASSWORD']],
  ['a literal in one branch', { 'Fn::If': ['IsTest', 'hunter2', ''] }, ['literal-secret noncompliant .PASSWORD']],
  ['a secret in one branch', { 'Fn::If': ['IsTest', '', { Ref: 'Hidden' }] }, ['resolved-secret undecided .PASSWORD']],
  ['another in each branch', { 'Fn::If': ['IsTest', 'hunter2', { Ref: 'Hidden' }] }, ['literal-secret noncompliant .PASSWORD', 'resolved-secret undecided .PASSWORD']],
  ['an export of another stack that hides it', { 'Fn::ImportValue': 'hidden' }, ['resolved-secret noncompliant .PASSWORD']],
  ['a reference to a secret', '{{resolve:secretsmanager:db}}', ['resolved-secret noncompliant .PASSWORD']],
  ['a reference to a plain parameter of Systems Manager', '{{resolve:ssm:/orders/x}}', ['literal-secret undecided .PASSWORD']],
  ['nothing', { Ref: 'AWS::NoValue' }, []],
])('%s under PASSWORD', (_, value, answers) => {
  expect(said({ PASSWORD: value })).toEqual(answers);
});

test('a neutral variable from a parameter is not judged', () => {
  expect(said({ STAGE: { Ref: 'Stage' }, DB_SECRET: { Ref: 'Stage' } })).toEqual([]);
});

test('all variables may stand in a condition, or be unknown', () => {
  expect(said({ 'Fn::If': ['IsTest', { PASSWORD: 'hunter2' }, { TOKEN: { Ref: 'Hidden' } }] })).toEqual(['literal-secret noncompliant .PASSWORD', 'resolved-secret undecided .TOKEN']);
  expect(said({ Ref: 'Stage' })).toEqual(['literal-secret undecided ']);
  expect(said(undefined)).toEqual([]);
  expect(said(['PASSWORD', 'hunter2'])).toEqual([]);
});

test('a hidden parameter is followed into a nested stack and out of one', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'Hidden' } } } };
  const inner = { Parameters: { Given: { Type: 'String' } }, Resources: { Inner: fn({ CONNECTION: { 'Fn::Sub': 'key=${Given}' } }) }, Outputs: { Out: { Value: { Ref: 'Given' } } } };

  expect(said({ CONNECTION: { 'Fn::GetAtt': ['Nested', 'Outputs.Out'] } }, { Nested: nested }, [{ path: 'nested.json', body: inner, nestedIn: { path: 'app.json', logicalId: 'Nested' } }]))
    .toEqual(['resolved-secret noncompliant .CONNECTION', 'resolved-secret noncompliant .CONNECTION']);
});

test('the variables of SAM functions are read, those of Globals too', () => {
  const body = {
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Environment: { Variables: { DB_PASSWORD: 'hunter2' } } } },
    Resources: { Function: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', InlineCode: '' } } },
  };
  const app = new AppModel([{ path: 'sam.json', body: body as unknown as JsonObject }]);

  expect(judge(app, RULES).judgements.map(({ found }) => `${found.subject.writtenId} ${found.detail}`)).toEqual(['Function DB_PASSWORD']);
});
