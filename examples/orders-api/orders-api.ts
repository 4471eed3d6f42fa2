import { Fn } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Image, jsonSchema, Order, OrderPath, ProductQuery } from './schemas';
import { ApiAuthorizer, ApiFirewall, SecureApi } from '../../index';

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
  public readonly rest: SecureApi;
  public readonly live: apigatewayv2.WebSocketStage;

  private readonly key: kms.IKey;

  public constructor(scope: Construct, id: string, props: OrdersApiProps) {
    super(scope, id);
    this.key = props.key;
    this.rest = this.shop(props);
    this.live = this.news(props);
    this.live.node.addDependency(this.rest.restApi!); // which lets API Gateway write logs
  }

  /** The REST API of the shop. */
  private shop(props: OrdersApiProps): SecureApi {
    const users = new cognito.UserPool(this, 'Users', {
      passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false }, // codes by SMS can be taken over with the number
    });
    const api = new SecureApi(this, 'Rest', {
      authorizer: ApiAuthorizer.userPool(users),
      throttle: { rateLimit: 100, burstLimit: 50 },
      // Customers call from the shop's own pages, and nobody else's pages may.
      cors: { origins: ['https://www.goat-shop.example'], headers: ['authorization', 'content-type'] },
      domain: { domainName: 'api.goat-shop.example', certificate: Certificate.fromCertificateArn(this, 'Certificate', Fn.importValue('GoatShopCertificate')) },
      // Images are larger than eight kilobytes; how large they may be, their schema says.
      firewall: ApiFirewall.managed({ requestsPerAddress: 1000, countedRules: ['SizeRestrictions_BODY'] }),
      logKey: this.key,
    });
    api.addRoute('GET', '/products', {
      handler: props.catalogue,
      query: jsonSchema(ProductQuery),
      authorizer: ApiAuthorizer.none('The catalogue is the shop window: who only looks need not sign in.'),
      throttle: { rateLimit: 50, burstLimit: 25 },
    });
    api.addRoute('POST', '/orders', { handler: props.checkout, body: jsonSchema(Order) });
    api.addRoute('GET', '/orders/{id}', { handler: props.account, path: jsonSchema(OrderPath) });
    api.addRoute('POST', '/images', { handler: props.upload, body: jsonSchema(Image) });
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
