import { Lazy, Names, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { httpLog } from './access-log';
import { ApiMetric, Backend } from './backend';
import { CORS_METHODS, corsOf } from './cors';
import { HttpAuthorizers } from './http-authorizers';
import { RouteIntegration } from './http-integration';
import { logGroup } from './log-groups';
import { idOf, keyOf, Route } from './route';
import { acknowledge } from '../../../aspects/synthesis/acknowledged';
import { ApiCors, ApiThrottle, SecureApiProps } from '../../secure-api-props';

/** An HTTP API, built below a `SecureApi`. */
export class HttpBackend implements Backend {
  public readonly api: apigatewayv2.HttpApi;
  public readonly stage: apigatewayv2.HttpStage;
  public readonly accessLog: logs.ILogGroup;
  public readonly domain?: apigatewayv2.DomainName;
  readonly #scope: Construct;
  readonly #props: SecureApiProps;
  readonly #authorizers: HttpAuthorizers;
  readonly #routes: Route[] = [];

  public constructor(scope: Construct, props: SecureApiProps, throttle: ApiThrottle) {
    this.#scope = scope;
    this.#props = props;
    this.accessLog = logGroup(scope, 'AccessLog', props);
    this.domain = this.createDomain();
    this.api = this.createApi();
    this.stage = new apigatewayv2.HttpStage(scope, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      detailedMetricsEnabled: true,
      accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(this.accessLog), format: httpLog() },
      domainMapping: this.domain === undefined ? undefined : { domainName: this.domain },
    });
    (this.stage.node.defaultChild as apigatewayv2.CfnStage).routeSettings = Lazy.any({ produce: () => this.routeSettings() });
    this.#authorizers = new HttpAuthorizers(scope);
  }

  public get apiId(): string {
    return this.api.apiId;
  }

  public get url(): string {
    return this.#props.domain === undefined ? this.stage.url : `https://${this.#props.domain.domainName}/`;
  }

  public addRoute(route: Route): void {
    const [made] = this.api.addRoutes({
      path: route.path,
      methods: [route.method as apigatewayv2.HttpMethod],
      integration: new RouteIntegration(idOf(route), route),
      ...this.#authorizers.authorization(route.authorizer),
    });
    if (route.authorizer.kind === 'none') acknowledge(made, { rule: 'apigw-method-authorized', reason: route.authorizer.reason });
    // The settings of a route are refused while there is no such route.
    if (route.throttle !== undefined) this.stage.node.addDependency(made);
    this.#routes.push(route);
  }

  public grantInvoke(grantee: iam.IGrantable, method: string, path: string): iam.Grant {
    // By its name, since the stage may wait for the routes, and a function behind one may be the caller.
    const resource = Stack.of(this.#scope).formatArn({
      service: 'execute-api', resource: this.apiId, resourceName: `$default/${method}${path.replace(/\{[^}]*\}/g, '*')}`,
    });
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [resource] });
  }

  public metric(name: ApiMetric, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const metrics: Record<ApiMetric, () => cloudwatch.Metric> = {
      clientError: () => this.api.metricClientError(props),
      serverError: () => this.api.metricServerError(props),
      latency: () => this.api.metricLatency(props),
      count: () => this.api.metricCount(props),
    };
    return metrics[name]();
  }

  private createApi(): apigatewayv2.HttpApi {
    const { apiName, description, cors, domain } = this.#props;
    return new apigatewayv2.HttpApi(this.#scope, 'Api', {
      apiName: apiName ?? Names.uniqueResourceName(this.#scope, { maxLength: 128 }),
      description,
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain === undefined ? undefined : true,
      corsPreflight: cors === undefined ? undefined : preflight(corsOf(cors)),
    });
  }

  private createDomain(): apigatewayv2.DomainName | undefined {
    if (this.#props.domain === undefined) return undefined;
    const { domainName, certificate, mutualTls } = this.#props.domain;
    return new apigatewayv2.DomainName(this.#scope, 'Domain', { domainName, certificate, mtls: mutualTls, securityPolicy: apigatewayv2.SecurityPolicy.TLS_1_2 });
  }

  private routeSettings(): Record<string, object> | undefined {
    const own = this.#routes.filter(route => route.throttle !== undefined);
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map(route => [keyOf(route), {
      ThrottlingRateLimit: route.throttle!.rateLimit, ThrottlingBurstLimit: route.throttle!.burstLimit, DetailedMetricsEnabled: true,
    }]));
  }
}

function preflight({ origins, headers, credentials, maxAge }: Required<ApiCors>): apigatewayv2.CorsPreflightOptions {
  const allowMethods = CORS_METHODS as apigatewayv2.CorsHttpMethod[];
  return { allowOrigins: origins, allowHeaders: headers, allowCredentials: credentials, maxAge, allowMethods };
}
