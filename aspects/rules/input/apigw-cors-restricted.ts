import { admitsEveryOrigin, isEveryOrigin } from '../../api/cors';
import { describedAt, describedOperations } from '../../api/openapi';
import { nameOf, operationOf } from '../../api/operation';
import { restApiOf } from '../../api/rest-api';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, ask, entryOf, isMap, isOpen, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** APIs name the websites that may call them. */
export const apigwCorsRestricted: Rule = {
  id: 'apigw-cors-restricted',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An API lets only named websites call it from a browser',
  threat: 'Any website that a user visits calls the API from the user\'s browser and reads the answers, from inside their network; a script that got hold of a '
    + 'token uses it from wherever it runs.',
  remedy: 'Name the websites in allowOrigins, for example [\'https://www.example.com\']. Acknowledge an API that is meant for every website, with the reason.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
    'https://cwe.mitre.org/data/definitions/942.html',
  ],
  covers: [],
  target: ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Api'],
  check: (resource: Resource, app: AppModel) => {
    if (resource.type === 'AWS::ApiGatewayV2::Api') return httpApi(resource);
    if (resource.type === 'AWS::ApiGateway::RestApi') return restApi(resource, app);
    // Methods of an API of the application are one finding, at the API.
    return restApiOf(resource, app) === undefined ? judged(resource, preflight(resource), 'Integration.IntegrationResponses', []) : undefined;
  },
  // No fix: nothing in the template says which websites are meant.
  examples: [
    compliant('no browser calls it', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    compliant('one website', ({ stack, apigateway, apigatewayv2 }) => {
      new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://www.example.com'] } }).root.addMethod('GET');
      new apigatewayv2.HttpApi(stack, 'HttpApi', { corsPreflight: { allowOrigins: ['https://www.example.com'] } });
    }),
    noncompliantExample('every website, for all resources of a REST API', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: apigateway.Cors.ALL_ORIGINS } }).root.addResource('orders').addMethod('GET');
    }),
    noncompliantExample('every website, for an HTTP API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: ['*'] } });
    }),
    noncompliantExample('by an override', ({ stack, apigatewayv2 }) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: ['https://www.example.com'] } });
      (api.node.defaultChild as InstanceType<typeof apigatewayv2.CfnApi>).addPropertyOverride('CorsConfiguration.AllowOrigins', ['https://*']);
    }),
    noncompliantExample('in the OpenAPI bodies of a REST and an HTTP API', ({ stack, apigateway, apigatewayv2 }) => {
      const responses = { default: { statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': '\'*\'' } } };
      new apigateway.CfnRestApi(stack, 'Api', { body: { paths: { '/orders': { options: { 'x-amazon-apigateway-integration': { type: 'mock', responses } } } } } });
      new apigatewayv2.CfnApi(stack, 'HttpApi', { body: { 'paths': {}, 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } } });
    }),
    noncompliantExample('a preflight of an API that stands elsewhere', ({ stack, apigateway }) => {
      const api = apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'a1b2c3', rootResourceId: 'root' });
      api.root.addCorsPreflight({ allowOrigins: ['*'] });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigatewayv2 }) => {
      const origin = new cdk.CfnParameter(stack, 'Origin');
      new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: [origin.valueAsString] } });
    }),
    undecidedExample('left to a parameter, for a REST API', ({ stack, cdk, apigateway }) => {
      const origin = new cdk.CfnParameter(stack, 'Origin');
      new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [origin.valueAsString] } }).root.addMethod('GET');
    }),
  ],
};

const HEADER = 'access-control-allow-origin';

function httpApi(api: Resource): Found | undefined {
  const extension = entryOf(api.get('Body'), 'x-amazon-apigateway-cors');
  const isDescribed = api.get('CorsConfiguration') === undefined && extension !== undefined;
  const property = isDescribed ? 'Body.x-amazon-apigateway-cors' : 'CorsConfiguration.AllowOrigins';
  const described = isOpen(extension) ? 'undecided' : admitsEveryOrigin(entryOf(extension, 'allowOrigins'));
  return judged(api, anyOf([admitsEveryOrigin(api.get('CorsConfiguration.AllowOrigins')), described]), property, []);
}

function restApi(api: Resource, app: AppModel): Found | undefined {
  const methods = (app.once(preflights).get(api.id) ?? [])
    .map(method => ({ name: nameOf(operationOf(method, app)), answer: preflight(method), method }));
  const described = describedOperations(api.get('Body')).map(operation => {
    const integration = entryOf(describedAt(api.get('Body'), operation), 'x-amazon-apigateway-integration');
    return { name: nameOf(operation), answer: originIn(Object.values(Object(entryOf(integration, 'responses'))) as Value[]), method: undefined };
  });
  const all = [...methods, ...described];
  const answer = anyOf(all.map(one => one.answer));
  const those = all.filter(one => one.answer === answer);
  const property = described.length > 0 && methods.length === 0 ? 'Body' : undefined;
  return judged(api, answer, property, those.flatMap(one => one.method ?? []), those.map(one => one.name));
}

function judged(
  subject: Resource, open: Answer, property: string | undefined, related: readonly Resource[], names: readonly string[] = [],
): Found | undefined {
  if (open === 'no') return undefined;
  const shown = names.length === 0 ? '' : ` (${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''})`;
  const details = { ...(property === undefined ? {} : { property }), ...(related.length === 0 ? {} : { related }) };
  return open === 'yes' ? noncompliant(subject, `any website may call the API from its visitors' browsers${shown}`, details)
    : undecided(subject, `only the deployment knows which websites may call the API${shown}`, details);
}

/** The methods of each API that answer preflights, by the API's id. */
function preflights(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const method of app.ofType('AWS::ApiGateway::Method')) {
    const api = restApiOf(method, app);
    if (api && preflight(method) !== 'no') found.set(api.id, [...found.get(api.id) ?? [], method]);
  }
  return found;
}

/** Whether a method that answers by itself names every website; what a function answers, only its code knows. */
function preflight(method: Resource): Answer {
  return originIn(valuesOf(method.get('Integration.IntegrationResponses')).map(one => (isMap(one) ? { responseParameters: one.ResponseParameters } : one)));
}

function originIn(responses: readonly Value[]): Answer {
  return anyOf(responses.filter(isMap).flatMap(({ responseParameters }) => (isMap(responseParameters) ? Object.entries(responseParameters) : []))
    .filter(([name]) => name.toLowerCase() === `method.response.header.${HEADER}`)
    .map(([, origin]) => ask(origin, isEveryOrigin)));
}
