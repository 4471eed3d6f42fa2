import { Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { checkingFunction, httpApi, idOf, ofType, ORDER } from './kit';
import { Boundary } from '../../../lib/private/boundary';
import { testApp } from '../../support/synthesis';

describe('an HTTP API', () => {
  const { stack, api, handler } = httpApi({ cors: { origins: ['https://www.example.com'] } });
  api.addRoute('GET', '/orders/{id}', { handler, timeout: Duration.seconds(9) });
  api.addRoute('POST', '/orders', { handler: checkingFunction(stack), body: ORDER, throttle: { rateLimit: 1, burstLimit: 2 } });

  test('asks IAM who calls', () => {
    expect(ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ AuthorizationType }) => AuthorizationType)).toEqual(['AWS_IAM', 'AWS_IAM']);
  });

  test('invokes each function for its own method and path alone', () => {
    const sources = ofType(stack, 'AWS::Lambda::Permission').map(({ SourceArn }) => JSON.stringify(SourceArn));
    expect(sources.filter(source => source.includes('/*/GET/orders/{id}"') || source.includes('/*/POST/orders"'))).toHaveLength(2);
    expect(sources).toHaveLength(2);
  });

  test('hands the whole request on, and waits as long as it was told', () => {
    expect(ofType(stack, 'AWS::ApiGatewayV2::Integration')).toEqual(expect.arrayContaining([
      expect.objectContaining({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0', TimeoutInMillis: 9000 }),
    ]));
  });

  test('is throttled as a whole, and each route by its own limits, once it is there', () => {
    const [id] = [idOf(stack, 'AWS::ApiGatewayV2::Stage')];
    expect(ofType(stack, 'AWS::ApiGatewayV2::Stage')[0]).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500, DetailedMetricsEnabled: true },
      RouteSettings: { 'POST /orders': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } },
    });
    expect(id).toBeDefined();
  });

  test('writes as JSON who called from where, and why they were refused', () => {
    expect(JSON.parse(ofType(stack, 'AWS::ApiGatewayV2::Stage')[0].AccessLogSettings.Format)).toMatchObject({
      requestId: '$context.requestId', ip: '$context.identity.sourceIp', route: '$context.routeKey', authorizerError: '$context.authorizer.error',
    });
  });

  test('lets named websites call it', () => {
    expect(ofType(stack, 'AWS::ApiGatewayV2::Api')[0].CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://www.example.com'], AllowMethods: expect.arrayContaining(['GET', 'DELETE']), MaxAge: 600, AllowCredentials: false,
    });
  });

  test('leaves the schemas to the function', () => {
    const checking = stack.node.findChild('Checking') as ReturnType<typeof checkingFunction>;
    expect(Boundary.of(checking)!.schemas.routes).toEqual({ 'POST /orders': { body: expect.objectContaining({ additionalProperties: false }) } });
  });
});

test('with a domain it answers there and nowhere else', () => {
  const stack = new Stack(testApp(), 'Certificates');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'trusted');
  const made = httpApi({ domain: { domainName: 'api.example.com', certificate, mutualTls: { bucket, key: 'authorities.pem' } } });
  made.api.addRoute('GET', '/orders', { handler: made.handler });

  expect(made.api.url).toBe('https://api.example.com/');
  expect(made.api.httpDomain!.regionalDomainName).toBeDefined();
  expect(ofType(made.stack, 'AWS::ApiGatewayV2::Api')[0].DisableExecuteApiEndpoint).toBe(true);
  expect(ofType(made.stack, 'AWS::ApiGatewayV2::ApiMapping')).toHaveLength(1);
  expect(ofType(made.stack, 'AWS::ApiGatewayV2::DomainName')[0].DomainNameConfigurations[0].SecurityPolicy).toBe('TLS_1_2');
});

test('it grants calls of a route, and has the metrics of its kind', () => {
  const { stack, api, handler } = httpApi();
  api.addRoute('GET', '/orders/{id}', { handler });
  api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }), 'GET', '/orders/{id}');
  expect(JSON.stringify(ofType(stack, 'AWS::IAM::Policy'))).toMatch(/"execute-api:Invoke".*\/\$default\/GET\/orders\/\*"/);
  const names = [api.metricClientError(), api.metricServerError(), api.metricLatency(), api.metricCount()].map(({ metricName }) => metricName);
  expect(names).toEqual(['4xx', '5xx', 'Latency', 'Count']);
  expect(stack.resolve(api.url)).toBeDefined();
});
