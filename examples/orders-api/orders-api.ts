import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Firewall } from './firewall';
import { IMAGE, ORDER } from './orders-models';

/** What answers the requests, and the key of what is written down about callers. */
export interface OrdersApiProps {
  readonly key: kms.IKey;
  readonly catalogue: IFunction;
  readonly checkout: IFunction;
  readonly account: IFunction;
  readonly upload: IFunction;
  readonly status: IFunction;
}

/** The doors of the shop: every caller is known, every request is validated, logged and traced. */
export class OrdersApi extends Construct {
  public readonly rest: apigateway.RestApi;
  public readonly live: apigatewayv2.WebSocketStage;

  private readonly key: kms.IKey;

  public constructor(scope: Construct, id: string, props: OrdersApiProps) {
    super(scope, id);
    this.key = props.key;
    this.rest = this.shop(props);
    this.live = this.news(props);
    this.live.node.addDependency(this.rest); // which lets API Gateway write logs
    new Firewall(this, 'Firewall', this.rest.deploymentStage, this.key);
  }

  /** The REST API of the shop. */
  private shop(props: OrdersApiProps): apigateway.RestApi {
    const users = new cognito.UserPool(this, 'Users', {
      passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
      selfSignUpEnabled: true,
      signInAliases: { email: true },
    });
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [users] });
    const api = new apigateway.RestApi(this, 'Rest', {
      cloudWatchRole: true, // without it API Gateway writes no logs
      defaultMethodOptions: { authorizer },
      deployOptions: {
        tracingEnabled: true,
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 50,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.logGroup('AccessLog')),
        accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      },
    });

    api.root.addResource('products').addMethod('GET', new apigateway.LambdaIntegration(props.catalogue), {
      requestParameters: { 'method.request.querystring.name': true },
      requestValidator: api.addRequestValidator('Parameters', { validateRequestParameters: true }),
    });
    const bodies = api.addRequestValidator('Bodies', { validateRequestBody: true });
    const orders = api.root.addResource('orders');
    orders.addMethod('POST', new apigateway.LambdaIntegration(props.checkout), {
      requestValidator: bodies,
      // Under $default, so that no other content type gets past the validation.
      requestModels: { $default: api.addModel('Order', { contentType: 'application/json', schema: ORDER }) },
    });
    orders.addResource('{id}').addMethod('GET', new apigateway.LambdaIntegration(props.account));
    api.root.addResource('images').addMethod('POST', new apigateway.LambdaIntegration(props.upload), {
      requestValidator: bodies,
      requestModels: { $default: api.addModel('Image', { contentType: 'application/json', schema: IMAGE }) },
    });
    return api;
  }

  /** The WebSocket API that tells customers how their orders move. */
  private news(props: OrdersApiProps): apigatewayv2.WebSocketStage {
    const socket = new apigatewayv2.WebSocketApi(this, 'Socket', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', props.status), authorizer: new WebSocketIamAuthorizer() },
    });
    const stage = new apigatewayv2.WebSocketStage(this, 'Live', {
      webSocketApi: socket,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 50 },
      accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(this.logGroup('SocketLog')), format: SOCKET_LOG },
    });
    // The construct of the CDK has no property for why requests fail.
    (stage.node.defaultChild as apigatewayv2.CfnStage).addPropertyOverride('DefaultRouteSettings.LoggingLevel', 'ERROR');
    return stage;
  }

  private logGroup(id: string): logs.LogGroup {
    return new logs.LogGroup(this, id, { retention: logs.RetentionDays.ONE_YEAR, encryptionKey: this.key });
  }
}

/** Who connected, when, from where, and what became of it. */
const SOCKET_LOG = apigateway.AccessLogFormat.custom(JSON.stringify({
  requestId: apigateway.AccessLogField.contextRequestId(),
  time: apigateway.AccessLogField.contextRequestTime(),
  caller: apigateway.AccessLogField.contextIdentityUserArn(),
  ip: apigateway.AccessLogField.contextIdentitySourceIp(),
  event: '$context.eventType',
  route: '$context.routeKey',
  connection: '$context.connectionId',
  status: apigateway.AccessLogField.contextStatus(),
}));
