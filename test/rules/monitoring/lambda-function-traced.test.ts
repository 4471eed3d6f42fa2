import { judge } from '../../../aspects/engine/audit';
import { AddResource, SetProperty } from '../../../aspects/rule/patch';
import { isDeclined } from '../../../aspects/rule/rule';
import { lambdaFunctionTraced as rule } from '../../../aspects/rules/monitoring/lambda-function-traced';
import { modelOfTemplate } from '../../support/synthesis';

const ROLE = { Type: 'AWS::IAM::Role', Properties: {} };
const IN_TREE = { 'Fn::GetAtt': ['Role', 'Arn'] };

function fn(properties: object) {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: IN_TREE, ...properties } };
}

function judged(resources: object) {
  const app = modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Resources: { Role: ROLE, ...resources } });
  const { judgements } = judge(app, [rule]);
  return judgements.map(({ found }) => ({ ...found, answer: rule.fix!.repair(found, app) }));
}

function patches(resources: object) {
  const [{ answer }] = judged(resources);
  return isDeclined(answer) ? answer.declined : answer.patches;
}

test('names the actions that the role lacks', () => {
  const [{ message, property }] = judged({ Function: fn({ TracingConfig: { Mode: 'Active' } }) });

  expect([message, property]).toEqual(['tracing is on, but the role Role may not do xray:PutTraceSegments and xray:PutTelemetryRecords', 'Role']);
});

test('a function at the edge of CloudFront is not judged, by association or by trust', () => {
  const association = { LambdaFunctionARN: { Ref: 'Version' } };
  const distribution = { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: [association] } } } };
  const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } };
  const trust = { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] } } };

  expect(judged({ Function: fn({}), Version: version, Distribution: distribution })).toEqual([]);
  expect(judged({ Function: fn({}), Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } } })).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['that exports to an endpoint of its own', { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://traces.example.com' }, []],
  ['whose exporter only its configuration knows', { OPENTELEMETRY_COLLECTOR_CONFIG_URI: '/var/task/collector.yaml' }, ['undecided']],
  ['whose exporter may not write', {}, ['noncompliant']],
])('a function with a wrapper of OpenTelemetry %s', (_, variables, verdicts) => {
  const environment = { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument', ...variables } };

  expect(judged({ Function: fn({ Environment: environment }) }).map(found => found.verdict)).toEqual(verdicts);
});

test('a layer counts in whatever region, and a layer of something else does not', () => {
  const layer = (name: string) => fn({ Role: 'arn:aws:iam::111122223333:role/orders', Layers: [{ 'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:901920570463:layer:${name}:1` }] });

  expect(judged({ Function: layer('aws-otel-python-amd64-ver-1-25-0') })).toEqual([]);
  expect(judged({ Function: layer('pandas') })).toHaveLength(1);
});

describe('the fix', () => {
  test('gives functions of one role one policy, for which each of them waits', () => {
    const answers = judged({ One: fn({}), Two: fn({}) }).map(({ answer }) => (isDeclined(answer) ? [] : answer.patches));
    const policies = answers.map(all => all.find(patch => patch instanceof AddResource)!);

    expect(policies.map(({ beside, name, type, properties }) => [beside.logicalId, name, type, properties])).toEqual(
      policies.map(() => ['Role', 'Tracing', 'AWS::IAM::Policy', policies[0].properties]));
    expect(policies.map(policy => policy.options.before!.map(one => one.logicalId))).toEqual([['One'], ['Two']]);
  });

  test('adds no policy where the role may write already, and sets nothing that is set', () => {
    const managed = { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess'] } };

    expect(patches({ Function: fn({}), Role: managed })).toEqual([expect.any(SetProperty)]);
    expect(patches({ Function: fn({ TracingConfig: { Mode: 'Active' } }) })).toEqual([expect.any(AddResource)]);
  });

  test('is declined for a role from elsewhere, and where the role may be refused', () => {
    const denied = { Policies: [{ PolicyName: 'No', PolicyDocument: { Statement: { Effect: 'Deny', Action: 'xray:*', Resource: '*' } } }] };

    expect(patches({ Function: fn({ Role: 'arn:aws:iam::111122223333:role/orders' }) })).toMatch(/not part of the application/);
    expect(patches({ Function: fn({}), Role: { Type: 'AWS::IAM::Role', Properties: denied } })).toMatch(/may keep it from writing/);
  });
});
