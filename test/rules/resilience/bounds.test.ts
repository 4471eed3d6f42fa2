import { concurrencyBudget } from '../../../aspects/rules/resilience/concurrency-budget';
import { lambdaTimeoutWithinCaller } from '../../../aspects/rules/resilience/lambda-timeout-within-caller';
import { lambdaWarmWhenLatencyBound } from '../../../aspects/rules/resilience/lambda-warm-when-latency-bound';
import { verdictsOf } from '../../support/verdicts';

const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const either = (yes: unknown, no: unknown) => ({ 'Fn::If': ['C', yes, no] });

describe('a function and who waits for it', () => {
  const waited = (Timeout: unknown, caller: object) => verdictsOf(lambdaTimeoutWithinCaller, { F: resource('AWS::Lambda::Function', { Timeout }), Caller: caller })
    .map(({ verdict }) => verdict);
  const method = (Integration: object) => resource('AWS::ApiGateway::Method', { RestApiId: 'api', Integration: { Uri: arn('F'), ...Integration } });
  const machine = (state: object) => resource('AWS::StepFunctions::StateMachine', { Definition: { States: { A: { Type: 'Task', Resource: arn('F'), ...state } } } });

  test.each([
    [30, method({}), ['noncompliant']],
    [30, method({ TimeoutInMillis: '30000' }), []],
    [30, method({ TimeoutInMillis: ref('Given') }), ['undecided']],
    [either(10, 20), method({}), []],
    [either(10, 40), method({}), ['undecided']],
    [either(40, 50), method({}), ['noncompliant']],
    [undefined, method({}), []],
    [30, resource('AWS::ApiGateway::Authorizer', { RestApiId: 'api', AuthorizerUri: arn('F') }), ['noncompliant']],
    [31, resource('AWS::ApiGatewayV2::Authorizer', { ApiId: 'api', AuthorizerUri: arn('F') }), ['noncompliant']],
    [60, resource('AWS::Lambda::Url', { TargetFunctionArn: arn('F') }), []],
    [60, resource('AWS::Cognito::UserPool', { LambdaConfig: { CustomEmailSender: { LambdaArn: arn('F') } } }), []],
    [60, machine({}), []],
    [60, machine({ TimeoutSeconds: 10 }), ['noncompliant']],
    [60, machine({ TimeoutSeconds: 10, Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:other' }), []],
    [60, machine({ TimeoutSeconds: ref('Given') }), ['undecided']],
    [60, machine({ TimeoutSeconds: 10, Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: arn('F') } }), ['noncompliant']],
  ])('may run for %j seconds, called by %j', (timeout, caller, expected) => {
    expect(waited(timeout, caller)).toEqual(expected);
  });
});

describe('what an application reserves', () => {
  const reserving = (...numbers: unknown[]) => verdictsOf(concurrencyBudget, Object.fromEntries(numbers.map((ReservedConcurrentExecutions, index) =>
    [`F${index}`, resource('AWS::Lambda::Function', { ReservedConcurrentExecutions })]))).map(({ verdict }) => verdict);

  test.each([
    [[], []],
    [[900], []],
    [[900, 1], ['noncompliant']],
    [[ref('Given')], []],
    [[501, ref('Given')], ['undecided']],
    [[either(950, 1000)], ['noncompliant']],
    [[either(10, 1000), 600], ['undecided']],
  ])('%j: %j', (numbers, expected) => {
    expect(reserving(...numbers)).toEqual(expected);
  });

  test('counts no provisioned concurrency of functions from elsewhere', () => {
    const Alias = resource('AWS::Lambda::Alias', { FunctionName: 'f', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 950 } });
    expect(verdictsOf(concurrencyBudget, { Alias })).toEqual([]);
  });
});

test('a tag whose value nobody knows says nothing about latency', () => {
  const Tags = [{ Key: 'latency', Value: ref('Given') }];
  const resources = { F: resource('AWS::Lambda::Function', { Tags }), U: resource('AWS::Lambda::Url', { TargetFunctionArn: arn('F') }) };
  expect(verdictsOf(lambdaWarmWhenLatencyBound, resources)).toMatchObject([{ verdict: 'undecided' }]);
});
