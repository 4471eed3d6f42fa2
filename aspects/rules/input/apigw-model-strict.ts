import { looseParts } from '../../api/json-schema';
import { requestModels } from '../../api/request-validation';
import { restApiOf } from '../../api/rest-api';
import { AppModel } from '../../model/app-model';
import { parsePolicy } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, sameValue } from '../../model/value';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Models let through what is meant, and nothing else. */
export const apigwModelStrict: Rule = {
  id: 'apigw-model-strict',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A model of requests bounds every text and list, and takes no further properties',
  threat: 'Properties that nobody described are stored or passed on with the others (an isAdmin beside the name), and texts and lists without an end cost time '
    + 'and memory in the code behind the API.',
  remedy: 'Set additionalProperties: false on objects, maxLength, pattern or enum on texts, maxItems on arrays. API Gateway leaves minItems and maxItems out of '
    + 'its checks when it imports an OpenAPI body, and a format is no bound: check those in the function.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
    'https://cwe.mitre.org/data/definitions/915.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: [],
  target: 'AWS::ApiGateway::Model',
  check: (model: Resource, app: AppModel) => {
    if (!app.once(modelsOfRequests).has(model.id)) return undefined; // describes answers, or nothing at all
    const schemas = alternativesOf(model.get('Schema')).map(parsePolicy);
    const property = 'Schema';
    if (schemas.some(isOpen)) return undecided(model, 'the schema is only known at deployment', { property });
    const loose = [...new Set(schemas.flatMap(schema => looseParts(schema)))];
    if (loose.length === 0) return undefined;
    return noncompliant(model, `${loose.slice(0, 3).join(', ')}${loose.length > 3 ? `, and ${loose.length - 3} more` : ''}`, { property });
  },
  // No fix: what is meant, only the schema's author knows, and callers that send more would be refused.
  examples: [
    compliant('every text bounded, nothing else taken', kit => {
      withSchema(kit, { type: 'object', additionalProperties: false, properties: { name: { type: 'string', maxLength: 100 }, count: { type: 'integer' } } });
    }),
    compliant('a model of answers', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      const model = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT } });
      api.root.addMethod('GET', undefined, { methodResponses: [{ statusCode: '200', responseModels: { 'application/json': model } }] });
    }),
    noncompliantExample('further properties', kit => {
      withSchema(kit, { type: 'object', properties: { name: { type: 'string', pattern: '^[a-z]{1,20}$' } } });
    }),
    noncompliantExample('texts and lists without an end', kit => {
      const tags = { type: 'array', items: { type: 'string' } };
      withSchema(kit, { type: 'object', additionalProperties: false, properties: { name: { type: 'string' }, tags } });
    }),
    noncompliantExample('a schema that is text, named by the method', ({ stack, cdk, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      const properties = { RestApiId: api.ref, Name: 'Order', Schema: '{"type":"object"}' };
      new cdk.CfnResource(stack, 'Order', { type: 'AWS::ApiGateway::Model', properties });
      new apigateway.CfnMethod(stack, 'Method', { restApiId: api.ref, resourceId: api.attrRootResourceId, httpMethod: 'POST', requestModels: { $default: 'Order' } });
    }),
    undecidedExample('a schema in a parameter', kit => {
      withSchema(kit, new kit.cdk.CfnParameter(kit.stack, 'OrderSchema').valueAsString);
    }),
  ],
};

function withSchema({ stack, apigateway }: ExampleKit, schema: unknown) {
  const api = new apigateway.RestApi(stack, 'Api');
  const model = new apigateway.CfnModel(stack, 'Order', { restApiId: api.restApiId, name: 'Order', schema });
  api.root.addMethod('POST', undefined, { requestModels: { $default: { modelId: model.ref } } });
}

/** The ids of the models that methods of the application take request bodies by, referred to or named. */
function modelsOfRequests(app: AppModel): ReadonlySet<string> {
  const models = app.ofType('AWS::ApiGateway::Model');
  return new Set(app.ofType('AWS::ApiGateway::Method').flatMap(method => [...requestModels(method)?.values() ?? []].flatMap(model => {
    const named = app.resourceOf(model) ?? models.find(one => one.get('Name') !== undefined && sameValue(one.get('Name'), model)
      && (restApiOf(one, app) === restApiOf(method, app) || sameValue(one.get('RestApiId'), method.get('RestApiId'))));
    return named === undefined ? [] : [named.id];
  })));
}
