import { judge } from '../../../aspects/engine/audit';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { lambdaFunctionOwnRole } from '../../../aspects/rules/identity/lambda-function-own-role';

const ROLE = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'jobs' } };
const functionWith = (role: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { Role: role } });
const PARAMETERS = { Stage: { Type: 'String' }, One: { Type: 'String' }, Two: { Type: 'String' } };
const CONDITIONS = { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };

/** What the rule says of functions with these roles: `function verdict → related`. */
function said(roles: Record<string, unknown>, more: Record<string, object>[] = []): string[] {
  const resources = { Role: ROLE, Other: { Type: 'AWS::IAM::Role' }, ...Object.fromEntries(Object.entries(roles).map(([id, role]) => [id, functionWith(role)])) };
  const bodies: object[] = [{ Parameters: PARAMETERS, Conditions: CONDITIONS, Resources: resources, Outputs: { Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] }, Export: { Name: 'role' } } } }, ...more];
  const app = new AppModel(bodies.map((body, index) => ({ path: `${index}.json`, body: body as JsonObject })));
  return judge(app, [lambdaFunctionOwnRole]).judgements
    .map(({ found }) => `${found.subject.writtenId} ${found.verdict} → ${found.related!.map(({ logicalId }) => logicalId).join()}`);
}

const ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

describe('two functions share a role', () => {
  test.each<[string, unknown, unknown]>([
    ['by reference', ARN, ARN],
    ['one by reference, one by its ARN', ARN, { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/service/jobs' }],
    ['of another application, by its ARN', 'arn:aws:iam::123456789012:role/others', 'arn:aws:iam::123456789012:role/others'],
    ['from one parameter', { Ref: 'One' }, { Ref: 'One' }],
    ['that one condition chooses', { 'Fn::If': ['IsTest', ARN, { Ref: 'One' }] }, { 'Fn::If': ['IsTest', ARN, { Ref: 'One' }] }],
    ['that a nested stack hands out', { 'Fn::GetAtt': ['Nested', 'Outputs.Role'] }, { 'Fn::GetAtt': ['Nested', 'Outputs.Role'] }],
  ])('%s', (_, a, b) => {
    expect(said({ A: a, B: b })).toEqual(['A noncompliant → B', 'B noncompliant → A']);
  });

  test('across stacks', () => {
    expect(said({ A: ARN }, [{ Resources: { B: functionWith({ 'Fn::ImportValue': 'role' }) } }])).toEqual(['A noncompliant → B', 'B noncompliant → A']);
  });

  test('perhaps, where a condition chooses for one of them', () => {
    expect(said({ A: ARN, B: { 'Fn::If': ['IsTest', ARN, { 'Fn::GetAtt': ['Other', 'Arn'] }] } })).toEqual(['A undecided → B', 'B undecided → A']);
  });
});

test.each<[string, unknown, unknown]>([
  ['roles of their own', ARN, { 'Fn::GetAtt': ['Other', 'Arn'] }],
  ['different parameters', { Ref: 'One' }, { Ref: 'Two' }],
  ['roles of two accounts', 'arn:aws:iam::111111111111:role/others', 'arn:aws:iam::222222222222:role/others'],
  ['no role yet', undefined, undefined],
])('two functions with %s share nothing', (_, a, b) => {
  expect(said({ A: a, B: b })).toEqual([]);
});

test('a finding names some of the others and counts all', () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`F${index}`, functionWith(ARN)]));
  const app = new AppModel([{ path: 'many.json', body: { Resources: { Role: ROLE, ...many } } as unknown as JsonObject }]);
  const { judgements } = judge(app, [lambdaFunctionOwnRole]);

  expect(judgements).toHaveLength(40);
  expect(judgements[39].found.message).toBe('the function shares its role with 39 other functions');
  expect(judgements.every(({ found }) => found.related!.length === 20 && !found.related!.includes(found.subject as never))).toBe(true);
});
