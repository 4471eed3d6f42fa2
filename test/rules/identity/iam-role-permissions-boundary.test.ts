import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { judge } from '../../../aspects/engine/audit';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { SetProperty } from '../../../aspects/rule/patch';
import { iamRolePermissionsBoundary } from '../../../aspects/rules/identity/iam-role-permissions-boundary';
import { modelOf, testApp } from '../../support/synthesis';

const bounded = (boundary: unknown) => ({ Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: boundary } });
const FREE = { Type: 'AWS::IAM::Role', Properties: {} };

/** What repairing the first finding in these templates sets, or why it is declined. */
function repaired(...templates: object[]): unknown {
  const app = new AppModel(templates.map((Resources, index) => ({ path: `${index}.json`, body: { Transform: 'AWS::Serverless-2016-10-31', Resources } as unknown as JsonObject })));
  const [judgement] = judge(app, [iamRolePermissionsBoundary]).judgements;
  const answer = iamRolePermissionsBoundary.fix!.repair(judgement.found, app);
  return 'declined' in answer ? answer.declined : (answer.patches[0] as SetProperty).value;
}

test('a boundary that the CDK sets by an override counts', () => {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  const [first] = ['First', 'Second'].map(id => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  PermissionsBoundary.of(first).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developers'));

  const found = judge(modelOf(app), [iamRolePermissionsBoundary]).judgements.map(judgement => judgement.found);

  expect(found.map(({ subject, message }) => [subject.constructPath, message])).toEqual([
    ['Stack/Second/Resource', expect.stringMatching(/^the role has no permissions boundary, as First\w+ has one$/)],
  ]);
});

test.each<[string, object[], unknown]>([
  ['an ARN', [{ Bound: bounded('arn:aws:iam::111122223333:policy/a'), Free: FREE }], 'arn:aws:iam::111122223333:policy/a'],
  ['an ARN of this account, in another stack', [{ Bound: bounded({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/a' }) }, { Free: FREE }],
    { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':policy/a']] }],
  ['a policy beside it', [{ Bound: bounded({ Ref: 'Policy' }), Free: FREE, Policy: { Type: 'AWS::IAM::ManagedPolicy' } }], expect.objectContaining({ attribute: undefined })],
  ['a policy of another stack', [{ Bound: bounded({ Ref: 'Policy' }), Policy: { Type: 'AWS::IAM::ManagedPolicy' } }, { Free: FREE }], expect.stringMatching(/stands in another stack/)],
  ['what only the deployment knows', [{ Bound: bounded({ 'Fn::ImportValue': 'boundary' }), Free: FREE }], expect.stringMatching(/only the deployment knows it/)],
  ['two of them', [{ A: bounded('arn:aws:iam::111122223333:policy/a'), B: bounded('arn:aws:iam::111122223333:policy/b'), Free: FREE }], expect.stringMatching(/several boundaries/)],
  ['a role of SAM', [{ Bound: bounded('arn:aws:iam::111122223333:policy/a'), Fn: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b', Runtime: 'nodejs24.x', InlineCode: '' } } }],
    expect.stringMatching(/made by SAM/)],
])('the boundary of the others is taken over: %s', (_, templates, expected) => {
  expect(repaired(...templates)).toEqual(expected);
});
