import { restApiOf } from '../../api/rest-api';
import { stageProperty } from '../../api/stage';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { ask } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Backends know that API Gateway calls them. */
export const apigwStageClientCertificate: Rule = {
  id: 'apigw-stage-client-certificate',
  theme: 'input',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage shows its HTTP backends a certificate',
  threat: 'A backend that answers the internet cannot tell API Gateway from anybody else: whoever finds its address passes by authorization, throttling and '
    + 'validation of the API.',
  remedy: 'Set clientCertificateId to an AWS::ApiGateway::ClientCertificate, and let the backend take nothing without it; better, reach it by a VPC link. An '
    + 'API whose methods all call functions needs none: their permission says who may call.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-2',
    'https://cwe.mitre.org/data/definitions/306.html',
  ],
  covers: ['cdk-nag:APIGWSSLEnabled', 'checkov:CKV2_AWS_51', 'kics:ed4c48b8-eccc-4881-95c1-09fdae23db25', 'securityhub:APIGateway.2'],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  check: (stage, app) => {
    const property = stageProperty(stage, 'ClientCertificateId');
    if (property === undefined || callsFunctionsOnly(stage, app)) return undefined;
    return mustBeGiven(stage, property, 'HTTP backends of the stage cannot tell API Gateway from anybody else');
  },
  // No fix: a backend that checks certificates would have to know the new one.
  examples: [
    compliant('functions only', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    compliant('a certificate', ({ stack, apigateway }) => {
      const { ref: clientCertificateId } = new apigateway.CfnClientCertificate(stack, 'Certificate');
      const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { clientCertificateId } });
      api.root.addMethod('GET', new apigateway.HttpIntegration('https://orders.example.com'));
    }),
    noncompliantExample('a backend on the internet, and nothing said', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.HttpIntegration('https://orders.example.com'));
    }),
    noncompliantExample('a raw stage of an API that is not part of the application', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod' } });
    }),
    noncompliantExample('taken away by an override', ({ stack, apigateway }) => {
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', clientCertificateId: 'certificate' }).addPropertyOverride('ClientCertificateId', '');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, apigateway }) => {
      new cdk.CfnCondition(stack, 'IsShown', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Shown').valueAsString, 'yes') });
      const certificate = cdk.Fn.conditionIf('IsShown', 'certificate', cdk.Aws.NO_VALUE);
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' }).addPropertyOverride('ClientCertificateId', certificate);
    }),
  ],
};

/** Whether the application declares the methods of the API, and none of them calls an HTTP backend. */
function callsFunctionsOnly(stage: Resource, app: AppModel): boolean {
  const api = restApiOf(stage, app);
  if (api === undefined) return false;
  const methods = app.ofType('AWS::ApiGateway::Method').filter(method => restApiOf(method, app) === api);
  return api.get('Body') === undefined && api.get('BodyS3Location') === undefined && methods.length > 0
    && methods.every(method => ask(method.get('Integration.Type'), type => !String(type).startsWith('HTTP')) === 'yes');
}
