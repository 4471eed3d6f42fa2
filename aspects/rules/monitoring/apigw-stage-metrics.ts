import { stageProperty } from '../../api/stage';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen, valuesOf } from '../../model/value';
import { agreed, anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Each method of an API is counted. */
export const apigwStageMetrics: Rule = {
  id: 'apigw-stage-metrics',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage of a REST API counts the calls and errors of each method',
  threat: 'An attack on one method, guessed passwords at the sign-in for instance, drowns in the sum of all: no alarm can watch what is not counted.',
  remedy: 'Set metricsEnabled: true in deployOptions; each method is charged as metrics of one\'s own.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/monitoring-cloudwatch.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['kics:5d3c1807-acb3-4bb0-be4e-0440230feeaf'],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  check: (stage: Resource) => {
    const property = stageProperty(stage, 'MethodSettings');
    if (property === undefined) return undefined;
    const counted = anyOf([
      agreed(alternativesOf(stage.get(property)).map((list): Answer => (isOpen(list) ? 'undecided'
        : anyOf(valuesOf(list).flatMap(alternativesOf).map(one => ask(isOpen(one) ? one : entryOf(one, 'MetricsEnabled'), on => booleanOf(on) === true)))))),
      stage.type === 'AWS::ApiGateway::Deployment' ? ask(stage.get('StageDescription.MetricsEnabled'), on => booleanOf(on) === true) : 'no',
    ]);
    if (counted === 'yes') return undefined;
    if (counted === 'undecided') return undecided(stage, 'only the deployment knows whether the methods of the stage are counted', { property });
    return noncompliant(stage, 'the stage counts the calls and errors of all methods together only', { property });
  },
  // No fix: each method is charged as metrics of one's own.
  examples: [
    compliant('counted', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), deployOptions: { metricsEnabled: true } });
    }),
    compliant('counted where it matters, as a string in a raw resource', ({ stack, cdk }) => {
      const MethodSettings = [{ ResourcePath: '/sessions', HttpMethod: 'POST', MetricsEnabled: 'true' }];
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod', MethodSettings } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('turned off by an override', ({ stack, apigateway }) => {
      const methodSettings = [{ resourcePath: '/*', httpMethod: '*', metricsEnabled: true }];
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', methodSettings }).addPropertyOverride('MethodSettings', []);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const MetricsEnabled = new cdk.CfnParameter(stack, 'Counted', { allowedValues: ['true', 'false'] }).valueAsString;
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' }).addPropertyOverride('MethodSettings', [{ ResourcePath: '/*', HttpMethod: '*', MetricsEnabled }]);
    }),
  ],
};
