import { Lazy, Names, RemovalPolicy, Stack, Tokenization } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { restLog } from './access-log';
import { AuthorizerSpec } from './authorizer-spec';
import { ApiMetric, Backend } from './backend';
import { CORS_METHODS, corsOf } from './cors';
import { credentialFields } from './credential-fields';
import { FirewallSpec } from './firewall-spec';
import { addGatewayResponses } from './gateway-responses';
import { logGroup } from './log-groups';
import { warnOfNoPlan } from './metered-routes';
import { methodSettings } from './method-settings';
import { parameters } from './parameters';
import { onlyThrough } from './private-access';
import { RestAuthorizers } from './rest-authorizers';
import { idOf, Route } from './route';
import { isEnhanced, tlsBeside } from './tls';
import { WebAcl } from './web-acl';
import { acknowledge } from '../../../aspects/synthesis/acknowledged';
import { ApiThrottle, SecureApiProps } from '../../secure-api-props';
import { SecureApiUsagePlan } from '../../secure-api-route';
import { isText } from '../compiled-schemas';

/** The name of the stage, where none is given. */
const STAGE = 'live';

/** Why a method of text has no model. */
const TEXT = 'API Gateway reads every body as JSON, and this one is text: the boundary of its function checks it';

/** Where a preflight says how long browsers remember it. */
const REMEMBERED = 'Integration.IntegrationResponses.0.ResponseParameters.method\\.response\\.header\\.Access-Control-Max-Age';

/** A REST API, built below a `SecureApi`. */
export class RestBackend implements Backend {
  public readonly api: apigateway.RestApi;
  public readonly accessLog: logs.ILogGroup;
  public readonly webAcl?: WebAcl;
  public readonly domain?: apigateway.DomainName;
  readonly #scope: Construct;
  readonly #props: SecureApiProps;
  readonly #routes: Route[] = [];
  readonly #authorizers: RestAuthorizers;
  readonly #models: Construct;
  readonly #preflights = new Set<apigateway.IResource>();
  #validator?: apigateway.RequestValidator;

  public constructor(scope: Construct, props: SecureApiProps, throttle: ApiThrottle, firewall: FirewallSpec) {
    this.#scope = scope;
    this.#props = props;
    this.accessLog = logGroup(scope, 'AccessLog', props);
    this.api = this.createApi();
    this.configureStage(throttle);
    this.limitTls(this.api.node.defaultChild as apigateway.CfnRestApi);
    addGatewayResponses(this.api, props.cors);
    this.#authorizers = new RestAuthorizers(scope, 'Authorizers', this.api);
    this.#models = new Construct(scope, 'Models');
    this.domain = this.createDomain();
    this.webAcl = this.guard(firewall);
    warnOfNoPlan(scope, this.api, this.#routes);
  }

  public get apiId(): string {
    return this.api.restApiId;
  }

  public get url(): string {
    const { domain } = this.#props;
    const { region, urlSuffix } = Stack.of(this.#scope);
    // By the name of its stage, since that waits for all functions behind it, and one of them may be told the address.
    return domain === undefined ? `https://${this.apiId}.execute-api.${region}.${urlSuffix}/${this.#stageName}/` : `https://${domain.domainName}/`;
  }

  get #specs(): AuthorizerSpec[] {
    return [this.#props.authorizer._spec, ...this.#routes.map(({ authorizer }) => authorizer)];
  }

  get #stageName(): string {
    return this.#props.stageName ?? STAGE;
  }

  public addRoute(route: Route): void {
    const resource = this.api.root.resourceForPath(route.path);
    this.preflight(resource);
    const method = resource.addMethod(route.method, this.integration(route), {
      ...this.#authorizers.authorization(route.authorizer),
      apiKeyRequired: route.metered,
      requestValidator: this.validator(),
      requestParameters: parameters(route),
      requestModels: this.requestModels(route),
    });
    if (route.authorizer.kind === 'none') acknowledge(method, { rule: 'apigw-method-authorized', reason: route.authorizer.reason });
    if (route.uncheckedBody !== undefined) acknowledge(method, { rule: 'apigw-method-request-validated', reason: route.uncheckedBody });
    if (isText(route.schemas.body)) acknowledge(method, { rule: 'apigw-method-request-validated', reason: TEXT });
    this.#routes.push(route);
  }

  public addUsagePlan(id: string, { keys, throttle, quota }: SecureApiUsagePlan): apigateway.IUsagePlan {
    const plan = new apigateway.UsagePlan(this.#scope, id, { throttle, quota, apiStages: [{ api: this.api, stage: this.api.deploymentStage }] });
    for (const key of keys) plan.addApiKey(key);
    return plan;
  }

  public grantInvoke(grantee: iam.IGrantable, method: string, path: string): iam.Grant {
    // By its name, since the stage waits for all functions behind it, and the caller may be one of them.
    const resource = this.api.arnForExecuteApi(method, path.replace(/\{[^}]*\}/g, '*'), this.#stageName);
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

  private createApi(): apigateway.RestApi {
    const { apiName, description, vpcEndpoints, domain, accountHasLogRole } = this.#props;
    return new apigateway.RestApi(this.#scope, 'Api', {
      // Metrics are told apart by this name.
      restApiName: apiName ?? Names.uniqueResourceName(this.#scope, { maxLength: 128 }),
      description,
      endpointConfiguration: {
        types: [vpcEndpoints === undefined ? apigateway.EndpointType.REGIONAL : apigateway.EndpointType.PRIVATE],
        vpcEndpoints,
      },
      policy: vpcEndpoints === undefined ? undefined : onlyThrough(vpcEndpoints),
      disableExecuteApiEndpoint: domain === undefined ? undefined : true,
      cloudWatchRole: accountHasLogRole !== true,
      cloudWatchRoleRemovalPolicy: accountHasLogRole === true ? undefined : RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE,
        tracingEnabled: true,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLog),
        accessLogFormat: restLog(),
      },
    });
  }

  private configureStage(throttle: ApiThrottle): void {
    const stage = this.api.deploymentStage.node.defaultChild as apigateway.CfnStage;
    // The CDK puts the name into an id, where no token may stand.
    if (this.#props.stageName !== undefined) stage.stageName = this.#props.stageName;
    stage.methodSettings = Lazy.any({ produce: () => methodSettings(throttle, this.#routes) });
    // API Gateway would make this group by itself, in the clear and for ever.
    const errors = logGroup(this.#scope, 'ErrorLog', this.#props, `API-Gateway-Execution-Logs_${this.api.restApiId}/${this.#stageName}`);
    stage.node.addDependency(errors);
  }

  private limitTls(resource: { securityPolicy?: string; endpointAccessMode?: string }): void {
    const policy = this.#props.securityPolicy ?? tlsBeside(this.#props.domain);
    resource.securityPolicy = policy;
    if (isEnhanced(policy)) resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;
  }

  private createDomain(): apigateway.DomainName | undefined {
    if (this.#props.domain === undefined) return undefined;
    const { domainName, certificate, mutualTls } = this.#props.domain;
    const domain = new apigateway.DomainName(this.#scope, 'Domain', {
      domainName,
      certificate,
      mtls: mutualTls,
      mapping: this.api,
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    this.limitTls(domain.node.defaultChild as apigateway.CfnDomainName);
    return domain;
  }

  private guard(firewall: FirewallSpec): WebAcl | undefined {
    const stage = this.api.deploymentStage;
    if (firewall.kind === 'none') {
      if (this.#props.vpcEndpoints === undefined) acknowledge(stage, { rule: 'apigw-stage-waf', reason: firewall.reason });
      return undefined;
    }
    const webAcl = firewall.kind === 'managed' ? new WebAcl(this.#scope, 'Firewall', firewall, this.#props, () => credentialFields(this.#specs)) : undefined;
    const webAclArn = firewall.kind === 'managed' ? webAcl!.acl.attrArn : firewall.webAcl.webAclRef.webAclArn;
    new wafv2.CfnWebACLAssociation(this.#scope, 'FirewallAssociation', { resourceArn: stage.stageArn, webAclArn });
    return webAcl;
  }

  /** Bodies that have no model are not looked at: one validator serves all methods. */
  private validator(): apigateway.RequestValidator {
    this.#validator ??= this.api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    return this.#validator;
  }

  /** Under `$default`: a model for one content type is passed by whoever names another. */
  private requestModels(route: Route): Record<string, apigateway.IModel> | undefined {
    if (route.model === undefined) return undefined;
    const model = new apigateway.Model(this.#models, idOf(route), { restApi: this.api, contentType: 'application/json', schema: route.model });
    return { $default: model };
  }

  private integration(route: Route): apigateway.LambdaIntegration {
    return new apigateway.LambdaIntegration(route.handler, {
      timeout: route.timeout,
      allowTestInvoke: false,
      // A proxy has no templates to match; if it is ever given some, what matches none is refused.
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
    });
  }

  /** Browsers ask before they call. What answers is no function, and reveals nothing. */
  private preflight(resource: apigateway.IResource): void {
    if (this.#props.cors === undefined || this.#preflights.has(resource)) return;
    this.#preflights.add(resource);
    const { origins, headers, credentials, maxAge } = corsOf(this.#props.cors);
    const answer = resource.addCorsPreflight({
      allowOrigins: origins, allowHeaders: headers, allowMethods: CORS_METHODS, allowCredentials: credentials, maxAge,
    });
    // CDK writes the number into a text as if it were known.
    if (maxAge.isUnresolved()) {
      const seconds = Tokenization.stringifyNumber(maxAge.toSeconds());
      (answer.node.defaultChild as apigateway.CfnMethod).addPropertyOverride(REMEMBERED, `'${seconds}'`);
    }
  }
}
