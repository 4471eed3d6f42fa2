import { describedAt, DescribedOperation, describedOperations } from '../../api/openapi';
import { nameOf, operationOf } from '../../api/operation';
import { isFixedInPlace, redeployed } from '../../api/redeployed';
import { describedValidation, describesBody, modelForEverything, requestModels, requiredParameters, validates } from '../../api/request-validation';
import { restApiOf } from '../../api/rest-api';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, isMap, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { AddResource, Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Requests are checked before they reach what is behind the API. */
export const apigwMethodRequestValidated: Rule = {
  id: 'apigw-method-request-validated',
  theme: 'input',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A method of a REST API checks bodies and required parameters before it passes them on',
  threat: 'Whatever callers send reaches the code behind the API: fields it does not expect, values of other types, megabytes of text. Injection begins with '
    + 'input that nobody has looked at.',
  remedy: 'Give the method a requestValidator that validates bodies, and requestModels with a model for $default; validate again in the function, since API '
    + 'Gateway checks parameters for presence only.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
    'https://cwe.mitre.org/data/definitions/20.html',
  ],
  // Whether an API has a validator at all is asked by apigw-api-validator.
  covers: ['checkov:CKV2_AWS_53'],
  target: ['AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi'],
  check: (resource: Resource, app: AppModel) => (resource.type === 'AWS::ApiGateway::Method' ? ofMethod(resource, app) : ofBody(resource)),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Requests that do not fit the model that is there already, or lack a parameter that is required already, are refused from then on: hence strict. '
      + 'The validator stands beside the API, which is deployed anew with it, or the fix is not made. A model cannot be made up.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a body with a model and a validator', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      const model = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT, additionalProperties: false } });
      const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true });
      api.root.addMethod('POST', undefined, { requestValidator, requestModels: { $default: model } });
    }),
    compliant('nothing to check: no body, no required parameter', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://www.example.com'] } });
      api.root.addMethod('GET', new apigateway.HttpIntegration('https://orders.example.com'), { requestParameters: { 'method.request.querystring.page': false } });
    }),
    compliant('an OpenAPI body with a validator for all', ({ stack, apigateway }) => {
      const post = { requestBody: { content: { 'application/json': { schema: { type: 'object', additionalProperties: false } } } } };
      new apigateway.CfnRestApi(stack, 'Api', {
        body: {
          'openapi': '3.0.1',
          'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
          'x-amazon-apigateway-request-validator': 'all',
          'paths': { '/orders': { post, get: { parameters: [{ in: 'query', name: 'page', required: true }] } } },
        },
      });
    }),
    noncompliantExample('no validator', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('POST', new apigateway.HttpIntegration('https://orders.example.com'));
    }),
    noncompliantExample('a validator that is declared and not attached', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.addRequestValidator('Validator', { validateRequestBody: true });
      api.root.addMethod('PUT', new apigateway.HttpIntegration('https://orders.example.com'));
    }),
    noncompliantExample('a validator without a model', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      const integration = new apigateway.HttpIntegration('https://orders.example.com');
      api.root.addMethod('POST', integration, { requestValidator: api.addRequestValidator('Validator', { validateRequestBody: true }) });
    }),
    noncompliantExample('a validator of the other kind', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      const requestValidator = api.addRequestValidator('Validator', { validateRequestParameters: true });
      api.root.addMethod('POST', new apigateway.HttpIntegration('https://orders.example.com'), { requestValidator, requestModels: { $default: apigateway.Model.EMPTY_MODEL } });
    }),
    noncompliantExample('a required parameter that nobody checks', ({ stack, apigateway }) => {
      const integration = new apigateway.HttpIntegration('https://orders.example.com');
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', integration, { requestParameters: { 'method.request.querystring.page': true } });
    }),
    noncompliantExample('a model, and nothing that checks it', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      const model = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT, additionalProperties: false } });
      api.root.addMethod('POST', new apigateway.HttpIntegration('https://orders.example.com'), { requestModels: { 'application/json': model } });
    }),
    noncompliantExample('any method, to one function', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('an operation of an OpenAPI body', ({ stack, apigateway }) => {
      new apigateway.CfnRestApi(stack, 'Api', { body: { swagger: '2.0', paths: { '/orders': { post: { parameters: [{ in: 'body', name: 'order', schema: {} }] } } } } });
    }),
    undecidedExample('a validator that a parameter names', ({ stack, cdk, apigateway }) => {
      const requestValidatorId = new cdk.CfnParameter(stack, 'Validator').valueAsString;
      new apigateway.CfnMethod(stack, 'Method', { httpMethod: 'POST', restApiId: 'api', resourceId: 'root', requestValidatorId, requestModels: { $default: 'Order' } });
    }),
  ],
};

const BODIED = ['POST', 'PUT', 'PATCH', 'ANY'];

function ofMethod(method: Resource, app: AppModel): Found | undefined {
  const operation = operationOf(method, app);
  // What API Gateway answers by itself reaches no code.
  if (operation.method === 'OPTIONS' || method.get('Integration.Type') === 'MOCK') return undefined;
  const models = requestModels(method);
  const wrong = BODIED.includes(operation.method) || (models?.size ?? 0) > 0
    ? bodyWrong(validates(method, 'Body', app), models === undefined ? 'undecided' : models.size > 0 ? 'yes' : 'no') : undefined;
  const required = requiredParameters(method);
  const parameters = required.length === 0 ? 'yes' : validates(method, 'Parameters', app);
  const name = operation.method === '' ? 'the method' : nameOf(operation);
  const messages = [...(wrong === undefined ? [] : [`${name} passes bodies on unchecked: ${wrong}`]),
    ...(parameters === 'no' ? [`${name} does not check that ${required.join(', ')} is there`] : [])];
  const details = { property: wrong === NO_MODEL ? 'RequestModels' : 'RequestValidatorId' };
  if (wrong === UNDECIDED || (parameters === 'undecided' && wrong === undefined)) {
    return undecided(method, `only the deployment knows whether the requests of ${name} are checked`, details);
  }
  if (messages.length === 0) return undefined;
  // No one model describes what all methods and paths of a proxy take, nor what an API takes for bytes: only the code behind it can.
  const takesBytes = valuesOf(restApiOf(method, app)?.get('BinaryMediaTypes')).length > 0;
  const severity = wrong === undefined ? { severity: Severity.LOW } : operation.method === 'ANY' || takesBytes ? { severity: Severity.MEDIUM } : {};
  return noncompliant(method, messages.join('; '), { ...details, ...severity });
}

function repair(method: Resource, app: AppModel): Repair | Declined {
  if (method.type !== 'AWS::ApiGateway::Method') return { declined: 'the operations are described in the body of the API: attach the validator there' };
  const { method: verb } = operationOf(method, app);
  const isModelled = requestModels(method)?.size !== 0;
  if (BODIED.includes(verb) && !isModelled) return { declined: 'a model cannot be made up: only the author knows what the method takes' };
  const api = restApiOf(method, app);
  const anew = redeployed(api, app);
  if (isFixedInPlace(anew)) return anew;
  // A validator passes on what there is no model for, so it comes with one for everything.
  const model = isModelled ? modelForEverything(method) : [];
  if (isFixedInPlace(model)) return model;
  const validator = new AddResource(api!, 'RequestValidator', 'AWS::ApiGateway::RequestValidator', {
    RestApiId: new Link(api!), ValidateRequestBody: true, ValidateRequestParameters: true,
  });
  return { level: FixLevel.STRICT, patches: [new SetProperty(method, 'RequestValidatorId', new Link(validator)), ...model, ...anew] };
}

const NO_VALIDATOR = 'no validator of bodies is attached';
const NO_MODEL = 'no model says what a validator should check';
const UNDECIDED = 'undecided';

function bodyWrong(validated: Answer, modelled: Answer): string | undefined {
  if (validated === 'no') return NO_VALIDATOR;
  if (modelled === 'no') return NO_MODEL;
  return validated === 'undecided' || modelled === 'undecided' ? UNDECIDED : undefined;
}

/** The operations of a body are one finding: they are mended in one place. A body in a file is apigw-method-authorized's to tell. */
function ofBody(api: Resource): Found | undefined {
  const body = api.get('Body');
  const judgements = describedOperations(body).filter(({ method, integration }) => method !== 'OPTIONS' && integration !== 'MOCK')
    .map(operation => ({ name: nameOf(operation), wrong: operationWrong(body, operation) }));
  const wrong = judgements.filter(one => one.wrong !== undefined && one.wrong !== UNDECIDED);
  const property = api.writtenAs === undefined ? 'Body' : 'DefinitionBody';
  const names = (those: typeof judgements) => `${those.slice(0, 3).map(one => one.name).join(', ')}${those.length > 3 ? ` and ${those.length - 3} more` : ''}`;
  if (wrong.length > 0) {
    const reasons = [...new Set(wrong.map(one => one.wrong))].join('; ');
    const severity = wrong.every(one => one.name.startsWith('ANY ')) ? { severity: Severity.MEDIUM } : {};
    return noncompliant(api, `requests of ${names(wrong)} are passed on unchecked: ${reasons}`, { property, ...severity });
  }
  const open = judgements.filter(one => one.wrong === UNDECIDED);
  return open.length === 0 ? undefined : undecided(api, `only the deployment knows whether the requests of ${names(open)} are checked`, { property });
}

function operationWrong(body: Value, one: DescribedOperation): string | undefined {
  const operation = describedAt(body, one);
  if (!isMap(operation)) return UNDECIDED;
  const described = describesBody(operation);
  if (BODIED.includes(one.method) || described === 'yes') return bodyWrong(describedValidation(body, operation, 'Body'), described);
  return undefined;
}
