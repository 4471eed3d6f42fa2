import { couldBeAllowed, executionRole, Grant, mayDo } from '../../aspects/lambda/execution-role';
import { modelOfTemplate } from '../support/synthesis';

const TRACE: Grant = { action: 'xray:PutTraceSegments', resource: '*' };
const LOG: Grant = { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:us-east-1:111122223333:log-group:Generated:log-stream:a' };
const BOUNDARY = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: { Effect: 'Allow', Action: 'logs:*', Resource: '*' } } } };

function asked(properties: object, grant = TRACE) {
  const app = modelOfTemplate({
    Parameters: { Policy: { Type: 'String' } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: properties },
      Boundary: BOUNDARY,
      Function: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    },
  });
  const role = executionRole(app.ofType('AWS::Lambda::Function')[0], app)!;
  return { may: mayDo(role, grant, app), could: couldBeAllowed(role, grant, app) };
}

function stating(statement: object) {
  return { Policies: [{ PolicyName: 'Own', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: TRACE.action, Resource: '*', ...statement }] } }] };
}

test.each<[string, object, string]>([
  ['by its name, in any case', stating({ Action: 'XRAY:putTraceSegments' }), 'yes'],
  ['by a pattern', stating({ Action: ['s3:Get*', 'xray:Put*'] }), 'yes'],
  ['by leaving it out of the exceptions', stating({ Action: undefined, NotAction: 'iam:*' }), 'yes'],
  ['by a managed policy of AWS', { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess' }] }, 'yes'],
  ['by a path of a managed policy that holds one action only', {
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLambdaApplicationSignalsExecutionRolePolicy'],
  }, 'yes'],
  ['not by another action', stating({ Action: 'xray:GetTraceSummaries' }), 'no'],
  ['not for a resource that the action does not know', stating({ Resource: 'arn:aws:xray:eu-west-1:111122223333:group/orders' }), 'no'],
  ['not by another managed policy of AWS', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }, 'no'],
  ['not where a statement denies it', {
    Policies: [...stating({}).Policies, ...stating({ Effect: 'Deny' }).Policies],
  }, 'no'],
  ['perhaps, under a condition', stating({ Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }), 'undecided'],
  ['perhaps, with exceptions', stating({ Resource: undefined, NotResource: 'arn:aws:s3:::orders' }), 'undecided'],
  ['perhaps, by a policy from elsewhere', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/tracing'] }, 'undecided'],
  ['perhaps, by a policy that a parameter names', { ManagedPolicyArns: [{ Ref: 'Policy' }] }, 'undecided'],
  ['perhaps, by a document that is open', { Policies: [{ PolicyName: 'Own', PolicyDocument: { Ref: 'Policy' } }] }, 'undecided'],
])('a role is allowed an action: %s', (_, properties, answer) => {
  expect(asked(properties).may).toBe(answer);
});

test.each<[string, object, string]>([
  ['all groups of the account', stating({ Action: 'logs:*', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*' } }), 'yes'],
  ['the default groups only', stating({ Action: 'logs:*', Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/*' }), 'no'],
  ['the group of another resource', stating({ Action: 'logs:*', Resource: { 'Fn::Sub': 'arn:aws:logs:*:*:log-group:${Boundary}:*' } }), 'no'],
  ['everything, by a managed policy for durable functions', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy'] }, 'yes'],
  ['a reference', stating({ Action: 'logs:*', Resource: { 'Fn::GetAtt': ['Boundary', 'Arn'] } }), 'no'],
  ['what a parameter names', stating({ Action: 'logs:*', Resource: { Ref: 'Policy' } }), 'undecided'],
])('a role is allowed to write to a new log group where it is allowed %s', (_, properties, answer) => {
  expect(asked(properties, LOG).may).toBe(answer);
});

test.each<[string, object, boolean]>([
  ['nothing stands against it', {}, true],
  ['a statement denies it', stating({ Effect: 'Deny' }), false],
  ['a statement may deny it', stating({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), false],
  ['a boundary from elsewhere may refuse it', { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }, false],
  ['a boundary of the application refuses it', { PermissionsBoundary: { Ref: 'Boundary' } }, false],
  ['a boundary of AWS allows it', { PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }, true],
])('a new policy would help where %s', (_, properties, answer) => {
  expect(asked(properties).could).toBe(answer);
});

test('a boundary of the application that allows an action does not stand against it', () => {
  expect(asked({ PermissionsBoundary: { Ref: 'Boundary' } }, LOG).could).toBe(true);
});
