import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { keyOf, Route } from './route';
import { PATIENCE } from './timeouts';

/** Hands the requests of one route to its function. The CDK's own integration lets every method of the path invoke it. */
export class RouteIntegration extends apigatewayv2.HttpRouteIntegration {
  readonly #route: Route;

  public constructor(id: string, route: Route) {
    super(id);
    this.#route = route;
  }

  public bind({ route, scope }: apigatewayv2.HttpRouteIntegrationBindOptions): apigatewayv2.HttpRouteIntegrationConfig {
    this.#route.handler.addPermission('Permission', {
      scope,
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(route).formatArn({ service: 'execute-api', resource: route.httpApi.apiId, resourceName: `*/${keyOf(this.#route).replace(' ', '')}` }),
    });
    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      uri: this.#route.handler.functionArn,
      payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_2_0,
      timeout: longer(this.#route.timeout),
    };
  }
}

/** CDK lets no integration wait for longer than those of REST APIs, which are a second shorter; what is settled late it does not judge. */
function longer(timeout: Duration | undefined): Duration | undefined {
  if (timeout === undefined || timeout.isUnresolved() || timeout.toMilliseconds() <= PATIENCE.REST) return timeout;
  return Duration.millis(Lazy.number({ produce: () => timeout.toMilliseconds() }));
}
