import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { httpApi, idOf, ofType, restApi, someFunction } from './kit';
import { ApiAuthorizer } from '../../../lib';
import { testApp } from '../../support/synthesis';

describe('REST', () => {
  test('a user pool lets in tokens with its scopes, and is one authorizer however many routes ask it', () => {
    const { stack, api, handler } = restApi();
    const pool = new cognito.UserPool(stack, 'Pool');
    api.addRoute('GET', '/a', { handler, authorizer: ApiAuthorizer.userPool(pool, { scopes: ['orders/read'] }) });
    api.addRoute('GET', '/b', { handler, authorizer: ApiAuthorizer.userPool(pool) });
    const authorizer = { Ref: idOf(stack, 'AWS::ApiGateway::Authorizer') };
    expect(ofType(stack, 'AWS::ApiGateway::Method')).toEqual([
      expect.objectContaining({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: authorizer, AuthorizationScopes: ['orders/read'] }),
      expect.objectContaining({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: authorizer }),
    ]);
  });

  test('a function decides for each request by its Authorization header', () => {
    const { stack, api, handler } = restApi();
    api.addRoute('GET', '/a', { handler, authorizer: ApiAuthorizer.lambda(someFunction(stack, 'Deciding')) });
    expect(ofType(stack, 'AWS::ApiGateway::Authorizer')[0]).toMatchObject({
      Type: 'REQUEST', IdentitySource: 'method.request.header.Authorization', AuthorizerResultTtlInSeconds: 0,
    });
    const permission = ofType(stack, 'AWS::Lambda::Permission').map(({ SourceArn }) => JSON.stringify(SourceArn)).find(arn => arn.includes('/authorizers/'));
    expect(permission).toContain(idOf(stack, 'AWS::ApiGateway::Authorizer'));
  });

  test('a decision that is kept is kept for one route and one path', () => {
    const { stack, api, handler } = restApi();
    const authorizer = ApiAuthorizer.lambda(someFunction(stack, 'Deciding'), { headers: ['Authorization', 'X-Tenant'], queryParameters: ['key'], cacheFor: Duration.minutes(1) });
    api.addRoute('GET', '/a', { handler, authorizer });
    expect(ofType(stack, 'AWS::ApiGateway::Authorizer')[0]).toMatchObject({
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: 'method.request.header.Authorization,method.request.header.X-Tenant,method.request.querystring.key,context.httpMethod,context.path',
    });
  });

  test('a change of the authorizer is deployed', () => {
    const deployment = (cacheFor: Duration) => {
      const { stack, api, handler } = restApi();
      api.addRoute('GET', '/a', { handler, authorizer: ApiAuthorizer.lambda(someFunction(stack, 'Deciding'), { cacheFor }) });
      return idOf(stack, 'AWS::ApiGateway::Deployment');
    };
    expect(deployment(Duration.minutes(1))).not.toBe(deployment(Duration.minutes(2)));
  });

  test('the order of the routes names no authorizer', () => {
    const ids = (paths: readonly string[]) => {
      const { stack, api, handler } = restApi();
      const [one, two] = ['One', 'Two'].map(id => ApiAuthorizer.lambda(someFunction(stack, id)));
      for (const path of paths) api.addRoute('GET', path, { handler, authorizer: path === '/one' ? one : two });
      return ofType(stack, 'AWS::ApiGateway::Authorizer').map(({ Name }) => Name).sort();
    };
    expect(ids(['/one', '/two'])).toEqual(ids(['/two', '/one']));
  });

  test('a route may be open, for a reason', () => {
    const { stack, api, handler } = restApi();
    api.addRoute('GET', '/status', { handler, authorizer: ApiAuthorizer.none('public status page') });
    expect(ofType(stack, 'AWS::ApiGateway::Method')[0].AuthorizationType).toBe('NONE');
  });
});

describe('HTTP', () => {
  test('tokens of an issuer, of a user pool, and decisions of a function', () => {
    const { stack, api, handler } = httpApi();
    const pool = new cognito.UserPool(stack, 'Pool');
    const clients = [pool.addClient('Client')];
    const deciding = someFunction(stack, 'Deciding');
    api.addRoute('GET', '/a', { handler, authorizer: ApiAuthorizer.jwt({ issuer: 'https://id.example.com', audience: ['orders'], scopes: ['read'] }) });
    api.addRoute('GET', '/b', { handler, authorizer: ApiAuthorizer.userPool(pool, { clients }) });
    api.addRoute('GET', '/c', { handler, authorizer: ApiAuthorizer.userPool(pool, { clients, scopes: ['write'] }) });
    api.addRoute('GET', '/d', { handler, authorizer: ApiAuthorizer.lambda(deciding, { cacheFor: Duration.minutes(1) }) });
    api.addRoute('GET', '/e', { handler, authorizer: ApiAuthorizer.lambda(deciding, { queryParameters: ['key'] }) });
    api.addRoute('GET', '/f', { handler, authorizer: ApiAuthorizer.none('public status page') });

    expect(ofType(stack, 'AWS::ApiGatewayV2::Authorizer')).toEqual(expect.arrayContaining([
      expect.objectContaining({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['orders'] } }),
      expect.objectContaining({ AuthorizerType: 'REQUEST', AuthorizerResultTtlInSeconds: 60, IdentitySource: ['$request.header.Authorization', '$context.httpMethod', '$context.path'] }),
      expect.objectContaining({ AuthorizerType: 'REQUEST', AuthorizerResultTtlInSeconds: 0, IdentitySource: ['$request.querystring.key'] }),
    ]));
    expect(ofType(stack, 'AWS::ApiGatewayV2::Authorizer')).toHaveLength(4);
    const routes = Object.fromEntries(ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey, ...rest }) => [RouteKey, rest]));
    expect(routes['GET /a']).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: ['read'] });
    expect(routes['GET /c']).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: ['write'] });
    expect(routes['GET /f']).toMatchObject({ AuthorizationType: 'NONE' });
  });

  test('issuers of two stacks that are called the same there are two', () => {
    const { stack, api, handler } = httpApi();
    for (const id of ['North', 'South']) {
      const pool = new cognito.UserPool(new Stack(stack.node.root as App, id), 'Pool');
      api.addRoute('GET', `/${id}`, { handler, authorizer: ApiAuthorizer.jwt({ issuer: `https://id.example.com/${pool.userPoolId}`, audience: ['orders'] }) });
    }
    expect(ofType(stack, 'AWS::ApiGatewayV2::Authorizer')).toHaveLength(2);
  });
});

test('one authorizer serves several APIs', () => {
  const stack = new Stack(testApp(), 'Users');
  const authorizer = ApiAuthorizer.userPool(cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_abc'));
  for (const { stack: own, api, handler } of [restApi({ authorizer }), restApi({ authorizer })]) {
    api.addRoute('GET', '/a', { handler });
    expect(ofType(own, 'AWS::ApiGateway::Authorizer')).toHaveLength(1);
  }
});
