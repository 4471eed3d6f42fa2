import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, ask, isMap, isOpen, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const AUTHORIZERS = ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'];
const OPERATIONS = ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'];

/** APIs have somebody at the door. */
export const apigwApiAuthorizer: Rule = {
  id: 'apigw-api-authorizer',
  theme: 'input',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'An API declares an authorizer, or lets IAM ask its callers who they are',
  threat: 'An API that knows no way to ask who calls cannot ask on any method, neither on those of today nor on those that are added tomorrow.',
  remedy: 'Declare an authorizer and make it the default: defaultMethodOptions: { authorizer }, or defaultAuthorizer of an HTTP API; or set IAM authorization.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://cwe.mitre.org/data/definitions/306.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  // Whether each method uses what is declared is asked by apigw-method-authorized, with a higher severity.
  covers: ['kics:7fd0d461-5b8c-4815-898c-f2b4b117eb28'],
  target: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  check: (api, app) => {
    if (declaresAuthorizer(api, app) || operations(api, app).some(one => ask(one.get('AuthorizationType'), type => type === 'AWS_IAM') === 'yes')) return undefined;
    if (mayDeclare(api)) return undecided(api, 'only the deployment knows whether the API declares an authorizer', { property: 'Body' });
    return noncompliant(api, 'the API knows no way to ask its callers who they are');
  },
  // No fix: only the owner knows who may call.
  examples: [
    compliant('an authorizer', ({ stack, apigateway, cognito, someFunction }) => {
      const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [new cognito.UserPool(stack, 'Users')] });
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), defaultMethodOptions: { authorizer } });
    }),
    compliant('IAM asks', ({ stack, apigateway, someFunction }) => {
      const defaultMethodOptions = { authorizationType: apigateway.AuthorizationType.IAM };
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), defaultMethodOptions });
    }),
    compliant('declared in the definition of the API', ({ stack, cdk }) => {
      const Body = { openapi: '3.0.1', components: { securitySchemes: { users: { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'cognito_user_pools' } } } };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Body } });
    }),
    compliant('declared in a definition that refers to a function', ({ stack, cdk, someFunction }) => {
      const operation = { 'security': [{ sigv4: [] }], 'x-amazon-apigateway-integration': { uri: someFunction().functionArn } };
      const securityDefinitions = { sigv4: { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' } };
      const Body = { swagger: '2.0', paths: { '/orders': { get: operation } }, securityDefinitions };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Body } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('the authorizer of another API, in raw resources', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGatewayV2::Api', properties: { Name: 'orders', ProtocolType: 'HTTP' } });
      new cdk.CfnResource(stack, 'Authorizer', { type: 'AWS::ApiGatewayV2::Authorizer', properties: { ApiId: 'bills', AuthorizerType: 'JWT' } });
    }),
    noncompliantExample('IAM taken away by an override', ({ stack, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      new apigateway.CfnMethod(stack, 'Get', { restApiId: api.ref, resourceId: api.attrRootResourceId, httpMethod: 'GET', authorizationType: 'AWS_IAM' })
        .addPropertyOverride('AuthorizationType', 'NONE');
    }),
    undecidedExample('a definition that lies in a bucket', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { BodyS3Location: { Bucket: 'apis', Key: 'orders.yaml' } } });
    }),
  ],
};

function declaresAuthorizer(api: Resource, app: AppModel): boolean {
  return app.once(withAuthorizers).has(api) || alternativesOf(api.get('Body')).some(namesAuthorizer);
}

/** Whether a definition has an authorizer or asks for IAM somewhere in it. */
function namesAuthorizer(part: Value): boolean {
  if (Array.isArray(part)) return part.some(namesAuthorizer);
  return isMap(part) && Object.entries(part).some(([key, value]) => key.startsWith('x-amazon-apigateway-auth') || namesAuthorizer(value));
}

function withAuthorizers(app: AppModel): ReadonlySet<Resource | undefined> {
  return new Set(app.ofType(...AUTHORIZERS).map(authorizer => app.resourceOf(authorizer.get(authorizer.type === AUTHORIZERS[0] ? 'RestApiId' : 'ApiId'))));
}

function operations(api: Resource, app: AppModel): readonly Resource[] {
  return app.ofType(...OPERATIONS).filter(one => app.resourceOf(one.get(one.type === OPERATIONS[0] ? 'RestApiId' : 'ApiId')) === api);
}

function mayDeclare(api: Resource): boolean {
  return api.get('BodyS3Location') !== undefined || alternativesOf(api.get('Body')).some(isOpen);
}
