import { graphqlCallers, eventCallers } from '../../api/appsync';
import { describedOperations, hasOpenOperations } from '../../api/openapi';
import { nameOf, Operation, operationOf } from '../../api/operation';
import { knowsItsCallers, restApiOf } from '../../api/rest-api';
import { isWebSocket, isWebSocketRoute, routesByApi } from '../../api/web-socket';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, ask, booleanOf, isOpen, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, FoundDetails, noncompliant, undecided } from '../../rule/found';
import { Findings, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody calls an API unasked who they are. */
export const apigwMethodAuthorized: Rule = {
  id: 'apigw-method-authorized',
  theme: 'input',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'Every method and route of an API asks its callers who they are',
  threat: 'Anybody on the internet calls what is behind the method: reads and changes its data, and runs up its bill. An API key is no hindrance: it '
    + 'identifies a client for quotas, and travels in the open in every app that uses it.',
  remedy: 'Give the method an authorizer (IAM, Cognito, JWT or Lambda), or give the API a default one; a private API may instead name its callers in its '
    + 'resource policy. Acknowledge what is meant to be public, with the reason.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
    'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
    'https://cwe.mitre.org/data/definitions/306.html',
  ],
  covers: [
    'cdk-nag:APIGWAuthorization', 'checkov:CKV_AWS_59', 'checkov:CKV_AWS_309', 'checkov:CKV2_AWS_70', 'trivy:AWS-0004', 'cfn_nag:W59',
    'guard:API_GW_METHOD_AUTHORIZATION_TYPE_RULE', 'kics:1056dfbb-5802-4762-bf2b-8b9b9684b1b0', 'securityhub:APIGateway.8',
  ],
  target: [
    'AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::AppSync::Api',
  ],
  check: (resource: Resource, app: AppModel) => CHECKS[resource.type](resource, app),
  // No fix: whatever authorizer is put before a method, its callers are refused until they bring what it asks for.
  examples: [
    compliant('a method that IAM authorizes', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', undefined, { authorizationType: apigateway.AuthorizationType.IAM });
    }),
    compliant('a default authorizer for all methods, and a preflight without', ({ stack, apigateway, someFunction }) => {
      const authorizer = new apigateway.TokenAuthorizer(stack, 'Authorizer', { handler: someFunction() });
      const api = new apigateway.RestApi(stack, 'Api', { defaultMethodOptions: { authorizer }, defaultCorsPreflightOptions: { allowOrigins: ['https://example.com'] } });
      api.root.addResource('orders').addMethod('POST');
    }),
    compliant('a resource policy that names one VPC endpoint', ({ stack, apigateway, iam }) => {
      const statement = new iam.PolicyStatement({
        actions: ['execute-api:Invoke'],
        principals: [new iam.AnyPrincipal()],
        resources: ['execute-api:/*'],
        conditions: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
      });
      new apigateway.RestApi(stack, 'Api', { policy: new iam.PolicyDocument({ statements: [statement] }) }).root.addMethod('GET');
    }),
    compliant('a route with a JWT authorizer', ({ stack, apigatewayv2, authorizers, integrations, someFunction }) => {
      const authorizer = new authorizers.HttpJwtAuthorizer('Users', 'https://issuer.example.com', { jwtAudience: ['orders'] });
      const integration = new integrations.HttpLambdaIntegration('Orders', someFunction());
      new apigatewayv2.HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration, authorizer });
    }),
    compliant('a WebSocket API that authorizes on connecting', ({ stack, apigatewayv2, authorizers, integrations, someFunction }) => {
      const integration = new integrations.WebSocketLambdaIntegration('Chat', someFunction());
      const api = new apigatewayv2.WebSocketApi(stack, 'Api', { connectRouteOptions: { integration, authorizer: new authorizers.WebSocketIamAuthorizer() } });
      api.addRoute('message', { integration });
    }),
    noncompliantExample('a method without authorization', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('an API key, which is no authorization', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.HttpIntegration('https://example.com'), { apiKeyRequired: true });
    }),
    noncompliantExample('a resource policy that lets everybody in', ({ stack, apigateway, iam }) => {
      const statement = new iam.PolicyStatement({ actions: ['execute-api:Invoke'], principals: [new iam.AnyPrincipal()], resources: ['execute-api:/*'] });
      new apigateway.RestApi(stack, 'Api', { policy: new iam.PolicyDocument({ statements: [statement] }) }).root.addMethod('GET');
    }),
    noncompliantExample('a route without authorizer', ({ stack, apigatewayv2, integrations, someFunction }) => {
      new apigatewayv2.HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration: new integrations.HttpLambdaIntegration('Orders', someFunction()) });
    }),
    noncompliantExample('a WebSocket API that lets everybody connect', ({ stack, apigatewayv2, integrations, someFunction }) => {
      new apigatewayv2.WebSocketApi(stack, 'Api', { connectRouteOptions: { integration: new integrations.WebSocketLambdaIntegration('Chat', someFunction()) } });
    }),
    noncompliantExample('an operation of an OpenAPI body that turns security off', ({ stack, apigateway }) => {
      const sigv4 = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
      new apigateway.CfnRestApi(stack, 'Api', {
        body: {
          openapi: '3.0.1',
          components: { securitySchemes: { sigv4 } },
          paths: { '/orders': { get: { security: [{ sigv4: [] }] }, post: { security: [] } } },
        },
      });
    }),
    noncompliantExample('a GraphQL API behind an API key', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'API_KEY' } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const authorization = new cdk.CfnParameter(stack, 'Authorization', { allowedValues: ['NONE', 'AWS_IAM'] });
      new apigateway.CfnMethod(stack, 'Method', { httpMethod: 'GET', restApiId: 'api', resourceId: 'root', authorizationType: authorization.valueAsString });
    }),
    undecidedExample('an OpenAPI body in a file', ({ stack, apigateway }) => {
      new apigateway.CfnRestApi(stack, 'Api', { bodyS3Location: { bucket: 'definitions', key: 'orders.yaml' } });
    }),
  ],
};

const CHECKS: Readonly<Record<string, (resource: Resource, app: AppModel) => Findings>> = {
  'AWS::ApiGateway::Method': restMethod,
  'AWS::ApiGateway::RestApi': restBody,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Api': api2,
  'AWS::AppSync::GraphQLApi': graphqlCallers,
  'AWS::AppSync::Api': eventCallers,
};

function restMethod(method: Resource, app: AppModel): Findings {
  const operation = operationOf(method, app);
  const known = knowsItsCallers(restApiOf(method, app), operation);
  const authorized = ask(method.get('AuthorizationType'), type => isNamed(type));
  const detail = operation.method === '' || operation.method === '*' ? undefined : nameOf(operation);
  const property = 'AuthorizationType';
  return judged(method, operation, [known, authorized], { property, detail }, {
    isMock: method.get('Integration.Type') === 'MOCK', hasKey: booleanOf(method.get('ApiKeyRequired')) === true,
  });
}

function restBody(api: Resource): Findings {
  return bodyFindings(api, operation => knowsItsCallers(api, operation));
}

function bodyFindings(api: Resource, known: (operation: Operation) => Answer): Found[] {
  const [inline, file] = api.writtenAs === undefined ? ['Body', 'BodyS3Location'] : ['DefinitionBody', 'DefinitionUri']; // as SAM calls them
  const elsewhere = api.get('Body') === undefined && api.get('BodyS3Location') !== undefined;
  if ((elsewhere || hasOpenOperations(api.get('Body'))) && known({ method: 'ANY' }) !== 'yes') {
    return [undecided(api, 'the operations of the API stand where only the deployment reads them', { property: elsewhere ? file : inline })];
  }
  return describedOperations(api.get('Body')).flatMap(operation => judged(
    api, operation, [known(operation), operation.authorized], { property: `${inline}.${operation.property}`, detail: nameOf(operation) },
    { isMock: operation.integration === 'MOCK', byDefault: operation.byDefault },
  ) ?? []);
}

function route(one: Resource, app: AppModel): Findings {
  const key = patternOf(one.get('RouteKey')) ?? '';
  const socket = isWebSocketRoute(one, app);
  if (socket === 'yes' && key !== '$connect') return undefined; // who connected was asked then
  const authorized = ask(one.get('AuthorizationType'), type => isNamed(type));
  const [method, path] = key.split(' ');
  // A `$default` of an API elsewhere is a door of an HTTP API, but no door of a WebSocket API.
  const judgedAs = socket === 'undecided' && authorized === 'no' && key !== '$connect' ? 'undecided' : authorized;
  return judged(one, { method, path }, [judgedAs], { property: 'AuthorizationType', detail: key === '*' ? undefined : key }, {});
}

function api2(api: Resource, app: AppModel): Findings {
  const socket = isWebSocket(api);
  const keys = (app.once(routesByApi).get(api.id) ?? []).map(one => one.get('RouteKey'));
  if (socket === 'yes') {
    const isClosed = keys.length === 0 || keys.some(key => isOpen(key) || key === '$connect');
    return isClosed ? undefined : noncompliant(api, 'the API has no $connect route, so everybody may connect', { detail: '$connect' });
  }
  if (api.get('Target') !== undefined) {
    const detail = patternOf(api.get('RouteKey')) ?? '$default';
    return noncompliant(api, `anybody may call ${detail}: a route made by Target has no authorizer`, { property: 'Target', detail });
  }
  return bodyFindings(api, () => 'no');
}

interface Circumstances {
  readonly isMock?: boolean;
  readonly hasKey?: boolean;
  readonly byDefault?: boolean;
}

/** Silence where one answer is yes: the API knows its callers, or the operation asks them. */
function judged(
  subject: Resource, operation: Operation, answers: readonly Answer[], details: FoundDetails, { isMock, hasKey, byDefault }: Circumstances,
): Found | undefined {
  // A preflight carries no credentials: browsers send it before they know whether they may.
  if (operation.method === 'OPTIONS' || answers.includes('yes')) return undefined;
  const name = details.detail ?? 'the method';
  if (answers.includes('undecided')) {
    return undecided(subject, byDefault ? `${name} relies on the security of the whole body, which API Gateway may not apply: name it at the operation`
      : `only the deployment knows who may call ${name}`, details);
  }
  const message = `anybody may call ${name}${hasKey ? ': an API key is no authorization' : ''}`;
  // A mock reveals nothing but itself; it is named all the same, since the integration that will follow it stands open at once.
  return noncompliant(subject, message, isMock ? { ...details, severity: Severity.LOW } : details);
}

function isNamed(type: unknown): boolean {
  return typeof type === 'string' && type !== '' && type.toUpperCase() !== 'NONE';
}
