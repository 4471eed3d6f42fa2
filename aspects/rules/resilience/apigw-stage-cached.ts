import { stageProperty } from '../../api/stage';
import { Resource } from '../../model/resource';
import { alternativesOf, booleanOf, entryOf, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What was answered once need not be worked out again. */
export const apigwStageCached: Rule = {
  id: 'apigw-stage-cached',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage of a REST API has a cache',
  threat: 'Every call reaches the backend: whoever asks for the same thing again and again makes functions and tables work, and their owner pay.',
  remedy: 'Where policy asks for it, set cacheClusterEnabled: true and cacheDataEncrypted: true, and cache only answers that do not depend on who asks: '
    + 'with any other the next caller gets what is not theirs. Otherwise acknowledge.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/api-gw-cache-enabled-and-encrypted.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  // Whether a cache is encrypted is asked by apigw-cache-encrypted.
  covers: [
    'checkov:CKV_AWS_120', 'cdk-nag:APIGWCacheEnabledAndEncrypted', 'guard:API_GW_CACHE_ENABLED_AND_ENCRYPTED', 'trivy:AWS-0190',
    'kics:52790cad-d60d-41d5-8483-146f9f21208d', 'kics:60a05ede-0a68-4d0d-a58f-f538cf55ff79',
  ],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  check: (stage: Resource) => {
    const property = stageProperty(stage, 'CacheClusterEnabled');
    if (property === undefined || cachesMethods(stage)) return undefined;
    return mustBe(stage, property, on => booleanOf(on) === true, 'the stage works out every answer anew');
  },
  // No fix: which answers may be kept only their author knows, and a cache is paid for by the hour.
  examples: [
    compliant('cached', ({ stack, apigateway, someFunction }) => {
      const deployOptions = { cacheClusterEnabled: true, cachingEnabled: true, cacheDataEncrypted: true };
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), deployOptions });
    }),
    compliant('a deployment without a stage', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api' } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('off, in a raw deployment that makes a stage', ({ stack, cdk }) => {
      const properties = { RestApiId: 'api', StageName: 'prod', StageDescription: { CacheClusterEnabled: 'false' } };
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties });
    }),
    noncompliantExample('turned off by an override', ({ stack, apigateway }) => {
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', cacheClusterEnabled: true }).addPropertyOverride('CacheClusterEnabled', false);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const cached = new cdk.CfnParameter(stack, 'Cached', { allowedValues: ['true', 'false'] }).valueAsString;
      new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' }).addPropertyOverride('CacheClusterEnabled', cached);
    }),
  ],
};

/** Whether some method asks for a cache: without one of its stage it gets none, but somebody has decided what may be kept. */
function cachesMethods(stage: Resource): boolean {
  return alternativesOf(stage.get(stageProperty(stage, 'MethodSettings')!)).flatMap(valuesOf).some(setting => booleanOf(entryOf(setting, 'CachingEnabled')) === true);
}
