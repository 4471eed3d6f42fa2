import { judge } from '../../../aspects/engine/audit';
import { CALLING_SERVICES, serviceOf } from '../../../aspects/graphs/calling-services';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { isDeclined } from '../../../aspects/rule/rule';
import { lambdaPermissionBucketAccountNamed } from '../../../aspects/rules/identity/lambda-permission-bucket-account-named';
import { lambdaPermissionSourceBound } from '../../../aspects/rules/identity/lambda-permission-source-bound';
import { exampleKit } from '../../support/example-kit';
import { modelOf, modelOfTemplate } from '../../support/synthesis';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });
const FN = { Fn: { Type: 'AWS::Lambda::Function' } };
const permission = (Principal: unknown, properties: object = {}) => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal, ...properties } });
const ACCOUNT = { Ref: 'AWS::AccountId' };

function judged(app: AppModel) {
  return judge(app, [lambdaPermissionSourceBound, lambdaPermissionBucketAccountNamed]).judgements.map(({ found }) => found);
}

/** The verdict on one permission. */
function verdict(Principal: unknown, properties: object = {}): string {
  const parameters = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [ref('P'), 'x'] } } };
  return judged(modelOfTemplate({ ...parameters, Resources: { ...FN, Permission: permission(Principal, properties) } }))[0]?.verdict ?? 'compliant';
}

/** How the one finding is repaired: the level and what is set, or why not. */
function repair(app: AppModel): unknown {
  const [found] = judged(app);
  const answer = lambdaPermissionSourceBound.fix!.repair(found, app);
  if (isDeclined(answer)) return answer.declined;
  const shown = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, one: { target?: { writtenId: string }; attribute?: string }) =>
    (one?.target ? `${one.target.writtenId}.${one.attribute ?? 'Ref'}` : one)));
  return [answer.level, Object.fromEntries(answer.patches.map(patch => ('property' in patch ? [patch.property, shown(patch.value)] : [])))];
}

const repaired = (resources: object): unknown => repair(modelOfTemplate({ Parameters: { P: { Type: 'String' } }, Resources: { ...FN, ...resources } }));

describe('what bounds a service', () => {
  test.each([
    ['noncompliant', 'events.amazonaws.com', {}],
    ['noncompliant', 'logs.eu-west-1.amazonaws.com', {}],
    ['noncompliant', { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' }, {}],
    ['noncompliant', 'sns.amazonaws.com', { SourceArn: '*' }],
    ['noncompliant', 'sns.amazonaws.com', { SourceArn: 'arn:aws:sns:eu-west-1:*:orders' }],
    ['noncompliant', 's3.amazonaws.com', { SourceArn: 'arn:aws:s3:::uploads' }],
    ['noncompliant', 's3.amazonaws.com', { SourceArn: ref('P') }],
    ['noncompliant', 'apigateway.amazonaws.com', { SourceArn: 'arn:aws:execute-api:*:*:*' }],
    ['noncompliant', 'alexa-appkit.amazon.com', {}],
    ['noncompliant', 'cloudfront.amazonaws.com', { Action: 'lambda:InvokeFunctionUrl' }],
    ['undecided', 'sns.amazonaws.com', { SourceArn: { 'Fn::If': ['C', 'arn:aws:sns:eu-west-1:111122223333:orders', ref('AWS::NoValue')] } }],
    ['undecided', ref('P'), {}],
    ['compliant', ref('P'), { SourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' }],
    ['compliant', 'sns.amazonaws.com', { SourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' }],
    ['compliant', 'sns.amazonaws.com', { SourceArn: ref('P') }],
    ['compliant', 'sns.amazonaws.com', { SourceArn: { 'Fn::Sub': 'arn:aws:sns:*:${AWS::AccountId}:*' } }],
    ['compliant', 'sns.amazonaws.com', { PrincipalOrgID: 'o-a1b2c3d4e5' }],
    ['compliant', 's3.amazonaws.com', { SourceAccount: '111122223333' }],
    ['compliant', 's3.amazonaws.com', { SourceAccount: ACCOUNT, SourceArn: arn('Fn') }],
    ['compliant', 'apigateway.amazonaws.com', { SourceArn: 'arn:aws:execute-api:eu-west-1:*:abc123/*/*' }],
    ['compliant', 'events.amazonaws.com', { SourceArn: { 'Fn::Sub': '${Fn.Arn}/x' } }],
    ['compliant', 'sns.amazonaws.com', { SourceArn: 'no ARN, so Lambda refuses it' }],
    ['noncompliant', 's3.amazonaws.com', { SourceArn: 'arn:aws:s3:::*' }],
    ['compliant', '*', {}],
    ['compliant', '111122223333', {}],
    ['compliant', ACCOUNT, {}],
    ['compliant', 'arn:aws:iam::111122223333:role/caller', {}],
  ])('%s: %j with %j', (expected, principal, properties) => {
    expect(verdict(principal, properties)).toBe(expected);
  });
});

describe('the fix', () => {
  test('derives the ARN from the one trigger, safely', () => {
    const rule = { Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Arn: arn('Fn') }] } } };
    expect(repaired({ ...rule, P1: permission('events.amazonaws.com') })).toEqual(['SAFE', { SourceArn: 'Rule.Arn' }]);
    expect(repaired({ ...rule, P1: permission('events.amazonaws.com', { SourceArn: 'arn:aws:events:*:*:rule/*' }) })).toEqual(['SAFE', { SourceArn: 'Rule.Arn' }]);
    expect(repaired({ T: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Endpoint: arn('Fn') }] } }, P1: permission('sns.amazonaws.com') })).toEqual(['SAFE', { SourceArn: 'T.Ref' }]);
    expect(repaired({ Api: { Type: 'AWS::ApiGatewayV2::Api' }, I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: ref('Api'), IntegrationUri: arn('Fn') } }, P1: permission('apigateway.amazonaws.com') }))
      .toEqual(['SAFE', { SourceArn: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':execute-api:', ref('AWS::Region'), ':', ACCOUNT, ':', 'Api.Ref', '/*']] } }]);
  });

  test('names a bucket and its account, by the custom resource of the CDK', () => {
    const custom = { Type: 'Custom::S3BucketNotifications', DependsOn: 'P1', Properties: { BucketName: ref('B'), NotificationConfiguration: { LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: arn('Fn') }] } } };
    expect(repaired({ B: { Type: 'AWS::S3::Bucket' }, P1: permission('s3.amazonaws.com'), N: custom })).toEqual(['SAFE', { SourceArn: 'B.Arn', SourceAccount: ACCOUNT }]);
    expect(repaired({ B: { Type: 'AWS::S3::Bucket' }, P1: permission('s3.amazonaws.com', { SourceArn: arn('B') }), N: custom })).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
  });

  test('makes no circle with a bucket that waits for the permission: its literal name, or the account alone', () => {
    const bucket = (BucketName?: unknown) => ({ B: { Type: 'AWS::S3::Bucket', DependsOn: ['P1'], Properties: { BucketName, NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arn('Fn') }] } } } });
    const named = (...name: unknown[]) => ['SAFE', { SourceArn: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':s3:::', ...name]] }, SourceAccount: ACCOUNT }];
    expect(repaired({ ...bucket(), P1: permission('s3.amazonaws.com') })).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
    expect(repaired({ ...bucket(ref('P')), P1: permission('s3.amazonaws.com') })).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
    expect(repaired({ ...bucket({ 'Fn::Sub': '${P}-uploads' }), P1: permission('s3.amazonaws.com') })).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
    expect(repaired({ ...bucket('uploads'), P1: permission('s3.amazonaws.com') })).toEqual(named('uploads'));
    expect(repaired({ ...bucket({ 'Fn::Sub': '${AWS::StackName}-uploads-${AWS::AccountId}' }), P1: permission('s3.amazonaws.com') }))
      .toEqual(named(ref('AWS::StackName'), '-uploads-', ACCOUNT));
  });

  test('makes no circle with what waits for the permission by a reference', () => {
    const rule = { Rule: { Type: 'AWS::Events::Rule', DependsOn: 'P1', Properties: { Targets: [{ Arn: arn('Fn') }] } } };
    expect(repaired({ ...rule, P1: permission('events.amazonaws.com') })).toBe('the SourceArn cannot be derived for AWS::Events::Rule');
    const group = { Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'lambda', Targets: [{ Id: arn('Fn') }] } } };
    expect(repaired({ ...group, P1: permission('elasticloadbalancing.amazonaws.com') })).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
  });

  test('falls back to the account, strictly where no trigger is known', () => {
    expect(repaired({ P1: permission('s3.amazonaws.com') })).toEqual(['STRICT', { SourceAccount: ACCOUNT }]);
    expect(repaired({ P1: permission('ses.amazonaws.com', { FunctionName: 'elsewhere' }) })).toEqual(['STRICT', { SourceAccount: ACCOUNT }]);
    expect(repaired({ P1: permission('events.amazonaws.com') })).toBe('nothing in the template says on whose behalf events calls, and it does not say its account');
  });

  test('cannot name several sources at once', () => {
    const topic = { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Endpoint: arn('Fn') }] } };
    expect(repaired({ A: topic, B: topic, P1: permission('sns.amazonaws.com') })).toBe('one permission cannot name the 2 sources that sns calls for: write one for each');
  });

  test('of what the CDK leaves open for rotation is the account, with the secret in the stack', () => {
    const { app, stack, secretsmanager, someFunction } = exampleKit();
    const rotation = someFunction('Rotation');
    new secretsmanager.Secret(stack, 'One').addRotationSchedule('Rotation', { rotationLambda: rotation });

    expect(repair(modelOf(app))).toEqual(['SAFE', { SourceAccount: ACCOUNT }]);
  });

  test('of a trigger in another stack is strict, or left to a person', () => {
    const fn: JsonObject = { Resources: { ...FN, P1: permission('cognito-idp.amazonaws.com'), P2: permission('sns.amazonaws.com', { SourceArn: '*' }) }, Outputs: { F: { Value: arn('Fn'), Export: { Name: 'f' } } } } as never;
    const pool: JsonObject = {
      Resources: {
        Pool: { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { PreSignUp: { 'Fn::ImportValue': 'f' } } } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Endpoint: { 'Fn::ImportValue': 'f' } }] } },
      },
    };
    const app = new AppModel([{ path: 'fn.json', body: fn }, { path: 'pool.json', body: pool }]);
    const answers = judged(app).map(found => lambdaPermissionSourceBound.fix!.repair(found, app));
    expect(answers).toEqual([expect.objectContaining({ level: 'STRICT' }), { declined: expect.stringContaining('nothing in the template') }]);
  });
});

test('every service in the table has its documentation', () => {
  for (const { link } of Object.values(CALLING_SERVICES)) expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  expect(serviceOf('s3.amazonaws.com')).toBe('s3');
  expect(serviceOf('something-new.amazonaws.com.cn')).toBe('something-new');
  expect(serviceOf('arn:aws:iam::111122223333:root')).toBeUndefined();
});
