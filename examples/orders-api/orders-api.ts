import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What answers the requests. */
export interface OrdersApiProps {
  readonly catalogue: IFunction;
  readonly checkout: IFunction;
  readonly account: IFunction;
  readonly upload: IFunction;
  readonly status: IFunction;
}

/** The doors of the shop: every caller is known, every request is validated, logged and traced. */
export class OrdersApi extends Construct {
  public constructor(scope: Construct, id: string, props: OrdersApiProps) {
    super(scope, id);
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

    const socket = new apigatewayv2.WebSocketApi(this, 'Socket', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', props.status), authorizer: new WebSocketIamAuthorizer() },
    });
    new apigatewayv2.WebSocketStage(this, 'Live', {
      webSocketApi: socket,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 50 },
      accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(this.logGroup('SocketLog')) },
    });
  }

  private logGroup(id: string): logs.LogGroup {
    return new logs.LogGroup(this, id, { retention: logs.RetentionDays.ONE_YEAR });
  }
}

const ORDER: apigateway.JsonSchema = {
  type: apigateway.JsonSchemaType.OBJECT,
  required: ['product', 'count'],
  additionalProperties: false,
  properties: {
    product: { type: apigateway.JsonSchemaType.STRING, pattern: '^[a-z0-9-]{1,36}$' },
    count: { type: apigateway.JsonSchemaType.INTEGER, minimum: 1, maximum: 100 },
  },
};

const IMAGE: apigateway.JsonSchema = {
  type: apigateway.JsonSchemaType.OBJECT,
  required: ['png'],
  additionalProperties: false,
  properties: { png: { type: apigateway.JsonSchemaType.STRING, pattern: '^[A-Za-z0-9+/=]+$', minLength: 64, maxLength: 1_000_000 } },
};
