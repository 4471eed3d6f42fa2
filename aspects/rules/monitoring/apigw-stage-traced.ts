import { DESCRIBED_BY_DEPLOYMENT, REST_STAGES, stageProperty } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Stages of REST APIs are traced; HTTP and WebSocket APIs cannot be. */
export const apigwStageTraced: Rule = {
  id: 'apigw-stage-traced',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A stage of a REST API is traced',
  threat: 'A request leaves no trail through the services behind the API, so who did what with a stolen token cannot be retold.',
  remedy: 'Set tracingEnabled: true in deployOptions, or on the stage.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enabling-xray.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:APIGWXrayEnabled', 'checkov:CKV_AWS_73', 'trivy:AWS-0003', 'kics:4ab10c48-bedb-4deb-8f3b-ff12783b61de',
    'kics:c757c6a3-ac87-4b9d-b28d-e5a5add6a315', 'serverless-rules:WS2002', 'securityhub:APIGateway.3', 'trivy:AWS-0111',
  ],
  target: REST_STAGES,
  check: stage => {
    const property = stageProperty(stage, 'TracingEnabled');
    return property === undefined ? undefined : mustBe(stage, property, on => booleanOf(on) === true, 'the stage sends no traces');
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'API Gateway traces beside the request, whose answer and time stay the same; X-Ray samples, so the cost is negligible, and the role that sends '
      + 'the traces is the service-linked one, which API Gateway makes by itself.',
    repair: ({ subject, property }) => (property === 'TracingEnabled'
      ? { level: FixLevel.SAFE, patches: [new SetProperty(subject as Resource, property, true)] } : { declined: DESCRIBED_BY_DEPLOYMENT }),
  },
  examples: [
    compliant('traced', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { tracingEnabled: true } }).root.addMethod('GET');
    }),
    compliant('an HTTP API, which cannot be traced', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    compliant('a deployment without a stage of its own', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api' } });
    }),
    noncompliantExample('nothing said about tracing', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    noncompliantExample('off, as a string', ({ stack, cdk }) => {
      const properties = { RestApiId: 'api', StageName: 'prod', DeploymentId: 'deployment', TracingEnabled: 'false' };
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties });
    }),
    noncompliantExample('a stage that a deployment makes', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api', StageName: 'prod' } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const traced = new cdk.CfnParameter(stack, 'Traced', { allowedValues: ['true', 'false'] });
      const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', stageName: 'prod' });
      stage.addPropertyOverride('TracingEnabled', traced.valueAsString);
    }),
  ],
};
