import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isMap, isOpen, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const VALIDATORS = 'x-amazon-apigateway-request-validators';

/** APIs are able to look at what they are sent. */
export const apigwApiValidator: Rule = {
  id: 'apigw-api-validator',
  theme: 'input',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A REST API declares a validator that checks bodies and parameters',
  threat: 'An API that knows no validator checks nothing on any method, neither on those of today nor on those that are added tomorrow.',
  remedy: 'Declare one (api.addRequestValidator(id, { validateRequestBody: true, validateRequestParameters: true })), and give it to the methods.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
    'https://cwe.mitre.org/data/definitions/20.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  // Whether each method uses what is declared is asked by apigw-method-request-validated, with a higher severity.
  covers: ['cdk-nag:APIGWRequestValidation'],
  target: 'AWS::ApiGateway::RestApi',
  check: (api, app) => {
    const declared = anyOf([...app.once(validatorsByApi).get(api) ?? [], ...alternativesOf(api.get('Body')).map(describes)]);
    if (declared === 'yes') return undefined;
    if (declared === 'undecided' || api.get('BodyS3Location') !== undefined) {
      return undecided(api, 'only the deployment knows whether the API declares a validator for bodies and parameters', { property: 'Body' });
    }
    return noncompliant(api, 'the API declares no validator that checks both bodies and parameters');
  },
  // No fix: a validator alone checks nothing; apigw-method-request-validated gives one to the methods that have something to check.
  examples: [
    compliant('a validator for both', ({ stack, apigateway, someFunction }) => {
      const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
      api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    }),
    compliant('declared in the definition of the API', ({ stack, cdk }) => {
      const Body = { openapi: '3.0.1', [VALIDATORS]: { all: { validateRequestBody: true, validateRequestParameters: true } }, paths: {} };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Body } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('parameters only', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() }).addRequestValidator('Validator', { validateRequestParameters: true });
    }),
    noncompliantExample('the validator of another API, in raw resources', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Name: 'orders' } });
      const properties = { RestApiId: 'bills', ValidateRequestBody: true, ValidateRequestParameters: true };
      new cdk.CfnResource(stack, 'Validator', { type: 'AWS::ApiGateway::RequestValidator', properties });
    }),
    noncompliantExample('switched off by an override', ({ stack, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      new apigateway.CfnRequestValidator(stack, 'Validator', { restApiId: api.ref, validateRequestBody: true, validateRequestParameters: true })
        .addPropertyOverride('ValidateRequestBody', 'false');
    }),
    undecidedExample('a definition that lies in a bucket', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { BodyS3Location: { Bucket: 'apis', Key: 'orders.yaml' } } });
    }),
    undecidedExample('a parameter decides what is checked', ({ stack, cdk, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      const on = new cdk.CfnParameter(stack, 'Checked', { allowedValues: ['true', 'false'] });
      new apigateway.CfnRequestValidator(stack, 'Validator', { restApiId: api.ref, validateRequestParameters: true })
        .addPropertyOverride('ValidateRequestBody', on.value);
    }),
  ],
};

/** For each API, whether its validators check both bodies and parameters. */
function validatorsByApi(app: AppModel): ReadonlyMap<Resource, readonly Answer[]> {
  const found = new Map<Resource, Answer[]>();
  for (const validator of app.ofType('AWS::ApiGateway::RequestValidator')) {
    const api = app.resourceOf(validator.get('RestApiId'));
    if (api !== undefined) found.set(api, [...found.get(api) ?? [], both(validator.get('ValidateRequestBody'), validator.get('ValidateRequestParameters'))]);
  }
  return found;
}

function both(...settings: readonly Value[]): Answer {
  const answers = settings.map(one => ask(one, on => booleanOf(on) === true));
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

/** Whether a definition has such a validator. */
function describes(body: Value): Answer {
  const validators = entryOf(body, VALIDATORS);
  if (isOpen(body) || isOpen(validators)) return 'undecided';
  return anyOf(isMap(validators) ? Object.values(validators).map(one => both(entryOf(one, 'validateRequestBody'), entryOf(one, 'validateRequestParameters'))) : []);
}
