import { changedSettings, methodOfSetting } from '../../api/method-settings';
import { DESCRIBED_BY_DEPLOYMENT } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Caches of APIs hold their answers encrypted. */
export const apigwCacheEncrypted: Rule = {
  id: 'apigw-cache-encrypted',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A stage that caches answers encrypts its cache',
  threat: 'The cache holds what the API answered, personal data and tokens among it; whoever reaches the storage below it reads them in the clear.',
  remedy: 'Set cacheDataEncrypted: true wherever cachingEnabled is; do not cache answers that depend on who asked.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // Some of them demand a cache, too; caching is no protection, and leaks where answers depend on the caller.
  covers: [
    'cdk-nag:APIGWCacheEnabledAndEncrypted', 'cfn_nag:W87', 'guard:API_GW_CACHE_ENABLED_AND_ENCRYPTED', 'kics:37cca703-b74c-48ba-ac81-595b53398e9b',
    'trivy:AWS-0002', 'checkov:CKV_AWS_308', 'securityhub:APIGateway.5', 'trivy:AWS-0110',
  ],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  check: (stage: Resource) => {
    const prefix = stage.type === 'AWS::ApiGateway::Deployment' ? 'StageDescription.' : '';
    const cluster = ask(stage.get(`${prefix}CacheClusterEnabled`), on => booleanOf(on) === true);
    if (stage.get(`${prefix}CacheClusterEnabled`) !== undefined && cluster === 'no') return undefined; // nothing is cached
    const property = `${prefix}MethodSettings`;
    const described = prefix === '' ? [] : alternativesOf(stage.get('StageDescription'));
    const lists = alternativesOf(stage.get(property));
    const settings = [...described, ...lists.flatMap(list => (isOpen(list) ? [list] : valuesOf(list).flatMap(alternativesOf)))];
    const plain = settings.filter(setting => cachesInTheClear(setting) === 'yes');
    if (plain.length === 0) {
      return cluster === 'yes' && settings.some(setting => cachesInTheClear(setting) === 'undecided')
        ? undecided(stage, 'only the deployment knows whether the cache is encrypted', { property }) : undefined;
    }
    const names = [...new Set(plain.map(methodOfSetting))].join(', ');
    if (cluster === 'undecided') return undecided(stage, `the answers of ${names} are cached in the clear if the deployment turns the cache on`, { property });
    return cluster === 'yes' ? noncompliant(stage, `the cache holds the answers of ${names} in the clear`, { property })
      : noncompliant(stage, `the answers of ${names} are cached in the clear as soon as the stage gets a cache`, { property, severity: Severity.LOW });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'API Gateway encrypts and decrypts the cache by itself: callers get the same answers, at the same price.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('no cache', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    compliant('an encrypted cache', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { cachingEnabled: true, cacheDataEncrypted: true } }).root.addMethod('GET');
    }),
    compliant('a setting left over from a cache that is off', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { cacheClusterEnabled: false, methodOptions: { '/orders/GET': { cacheTtl: undefined } } } }).root.addMethod('GET');
    }),
    noncompliantExample('a cache in the clear', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { cachingEnabled: true } }).root.addMethod('GET');
    }),
    noncompliantExample('one method in the clear, beside an encrypted one', ({ stack, apigateway }) => {
      const methodOptions = { '/orders/GET': { cachingEnabled: true, cacheDataEncrypted: true }, '/users/GET': { cachingEnabled: true, cacheDataEncrypted: false } };
      new apigateway.RestApi(stack, 'Api', { deployOptions: { cacheClusterEnabled: true, methodOptions } }).root.addMethod('GET');
    }),
    noncompliantExample('in a stage that a deployment makes, as a string', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', {
        type: 'AWS::ApiGateway::Deployment',
        properties: { RestApiId: 'api', StageName: 'prod', StageDescription: { CacheClusterEnabled: 'true', CachingEnabled: 'true' } },
      });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const encrypted = new cdk.CfnParameter(stack, 'Encrypted', { allowedValues: ['true', 'false'] });
      new apigateway.CfnStage(stack, 'Stage', {
        restApiId: 'api',
        cacheClusterEnabled: true,
        methodSettings: [{ httpMethod: '*', resourcePath: '/*', cachingEnabled: true, cacheDataEncrypted: encrypted.value as unknown as boolean }],
      });
    }),
    undecidedExample('the cache is left to a parameter', ({ stack, cdk, apigateway }) => {
      const cached = new cdk.CfnParameter(stack, 'Cached', { allowedValues: ['true', 'false'] });
      new apigateway.CfnStage(stack, 'Stage', {
        restApiId: 'api', cacheClusterEnabled: cached.value as unknown as boolean, methodSettings: [{ httpMethod: '*', resourcePath: '/*', cachingEnabled: true }],
      });
    }),
  ],
};

function cachesInTheClear(setting: Value): Answer {
  if (isOpen(setting)) return 'undecided';
  const cached = ask(entryOf(setting, 'CachingEnabled'), on => booleanOf(on) === true);
  const plain = ask(entryOf(setting, 'CacheDataEncrypted'), on => booleanOf(on) !== true);
  return cached === 'no' || plain === 'no' ? 'no' : cached === 'yes' && plain === 'yes' ? 'yes' : 'undecided';
}

function repair(stage: Resource): Repair | Declined {
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const settings = changedSettings(stage, setting =>
    (cachesInTheClear(stage.template.evaluate(setting)) === 'yes' ? { ...setting, CacheDataEncrypted: true } : setting));
  if (settings === undefined) return { declined: 'MethodSettings is no plain list, or refers to something outside of the application' };
  return { level: FixLevel.SAFE, patches: [new SetProperty(stage, 'MethodSettings', settings)] };
}
