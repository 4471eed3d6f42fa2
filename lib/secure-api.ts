import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { aws_wafv2 as wafv2 } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { apiLimitProblems, apiLimits, planProblems, routeLimitProblems, routeLimits } from './private/api/api-limits';
import { apiProblems } from './private/api/api-problems';
import { AuthorizerSpec } from './private/api/authorizer-spec';
import { Backend } from './private/api/backend';
import { FirewallSpec } from './private/api/firewall-spec';
import { HttpBackend } from './private/api/http-backend';
import { roomProblem } from './private/api/permission-room';
import { placeProblems, routePlaceProblems } from './private/api/place-problems';
import { RestBackend } from './private/api/rest-backend';
import { keyOf } from './private/api/route';
import { RouteContext, routeProblems, schemaProblems, StrictParts } from './private/api/route-problems';
import { keyIdOf, usagePlanProblems } from './private/api/usage-plan-problems';
import { boundRoles } from './private/bound-roles';
import { Boundary } from './private/boundary';
import { isText, RouteSchemaSources } from './private/compiled-schemas';
import { letLogsUse } from './private/function-logs';
import { model as modelOf } from './private/json-schema/model';
import { strict } from './private/json-schema/strict';
import { refuseWaiting } from './private/operations/waiting-stacks';
import { requireProps } from './private/required-props';
import { defaultsOf } from './private/scope-defaults';
import { judge } from './private/settled-props';
import { SecureApiProps, SecureApiType } from './secure-api-props';
import { SecureApiRoute, SecureApiUsagePlan } from './secure-api-route';

/** A tenth of what an account has by default. */
const THROTTLE = { rateLimit: 1000, burstLimit: 500 };

const SAYS = {
  usagePlan: 'addUsagePlan: an HTTP API has no usage plans; leave out type: SecureApiType.HTTP',
  noHandler: 'handler: it is required: give the function that answers; got none',
  noRoutes: 'it has no routes, and API Gateway deploys no REST API without one: add each by addRoute(method, path, { handler, … })',
  presence: (key: string, fn: string) => `${key}: API Gateway checks only that parameters are there, and ${fn} checks none: give it as a SecureFunction with an entry`,
};

/**
 * An API that knows its callers and what they may send.
 *
 * Every route has an authorizer and a schema, every request is throttled, logged and traced, and invokes the function by a permission for this route.
 * A REST API stands behind a web ACL. An HTTP API traces nothing by itself: there the trace begins in the function.
 */
export class SecureApi extends Construct {
  /** The id of the API, as events carry it. */
  public readonly apiId: string;

  /** The address of the API, with a slash at its end. */
  public readonly url: string;

  /** The kind of the API. */
  public readonly type: SecureApiType;

  /** The REST API, where it is one. */
  public readonly restApi?: apigateway.IRestApi;

  /** The stage of the REST API, where it is one. */
  public readonly restStage?: apigateway.IStage;

  /** The domain of the REST API, where it has one; records of DNS lead to it. */
  public readonly restDomain?: apigateway.IDomainName;

  /** The HTTP API, where it is one. */
  public readonly httpApi?: apigatewayv2.IHttpApi;

  /** The stage of the HTTP API, where it is one. */
  public readonly httpStage?: apigatewayv2.IHttpStage;

  /** The domain of the HTTP API, where it has one; records of DNS lead to it. */
  public readonly httpDomain?: apigatewayv2.IDomainName;

  /** The log of who called what. */
  public readonly accessLog: logs.ILogGroup;

  /** The web ACL that was made for the API, where it was. */
  public readonly webAcl?: wafv2.IWebACLRef;

  /** The log of what the web ACL blocked and counted, where one was made for the API. */
  public readonly firewallLog?: logs.ILogGroup;

  private readonly backend: Backend;
  private readonly authorizer: AuthorizerSpec;
  /** The functions that it calls, by what they were given as. */
  private readonly called = { handler: [] as lambda.IFunction[], authorizer: [] as lambda.IFunction[] };
  /** By the id of a key: the usage plan that counts its calls. */
  private readonly keys = new Map<string, string>();
  private readonly routes: Pick<RouteContext, 'method' | 'path'>[] = [];

  public constructor(scope: Construct, id: string, props: SecureApiProps) {
    super(scope, id);
    requireProps(this, props, { authorizer: 'who may call: ApiAuthorizer.iam(), userPool(…), jwt(…), lambda(…), or none(reason)' });
    const defaults = defaultsOf(this);
    const { logKey = defaults.logKey, alarms = defaults.alarms } = props;
    judge(this, apiLimits(props), apiLimitProblems, { others: [...apiProblems(props), ...placeProblems(this, { ...props, logKey, alarms })] });
    const settings = { ...props, logKey };
    this.type = props.type ?? SecureApiType.REST;
    this.authorizer = props.authorizer._spec;
    if (logKey !== undefined) letLogsUse(logKey);
    boundRoles(this);
    const throttle = props.throttle ?? THROTTLE;
    if (this.type === SecureApiType.HTTP) {
      const http = new HttpBackend(this, settings, throttle);
      this.backend = http;
      this.httpApi = http.api;
      this.httpStage = http.stage;
      this.httpDomain = http.domain;
    } else {
      const byDefault: FirewallSpec = props.vpcEndpoints === undefined ? { kind: 'managed' } : { kind: 'none', reason: 'the internet does not reach it' };
      const rest = new RestBackend(this, settings, throttle, props.firewall?._spec ?? byDefault);
      this.backend = rest;
      this.restApi = rest.api;
      this.restStage = rest.api.deploymentStage;
      this.restDomain = rest.domain;
      this.webAcl = rest.webAcl?.acl;
      this.firewallLog = rest.webAcl?.logGroup;
      this.node.addValidation({ validate: () => (rest.api.methods.length === 0 ? [SAYS.noRoutes] : []) });
    }
    this.apiId = this.backend.apiId;
    this.url = this.backend.url;
    this.accessLog = this.backend.accessLog;
    alarms?.watchApi(this);
    refuseWaiting(this, () => this.called);
  }

  /**
   * Adds a route. A function has room for the permissions of about 45; a warning says where it gets full (`cdk-rampart:permissions-full`).
   *
   * @param method GET, HEAD, POST, PUT, PATCH or DELETE
   * @param resourcePath the path with its parameters: `/orders/{id}`
   * @param route what it takes, and who answers it
   * @throws naming the route and everything that is wrong with it
   */
  public addRoute(method: string, resourcePath: string, route: SecureApiRoute): void {
    const path = resourcePath;
    const key = keyOf({ method, path });
    this.refuse((route as SecureApiRoute | undefined)?.handler === undefined ? [SAYS.noHandler] : [], key);
    const context: RouteContext = {
      method,
      path,
      type: this.type,
      others: this.routes,
      authorizer: route.authorizer?._spec ?? this.authorizer,
      functionChecks: Boundary.of(route.handler)?.takesSchemas === true,
    };
    const others = [...routeProblems(route, context), ...routePlaceProblems(this, route)];
    judge(this, routeLimits(route, this.type), routeLimitProblems, { others, part: key });
    const parts = strictParts(route);
    const model = parts.body === undefined || isText(parts.body.schema) ? undefined : modelOf(parts.body.schema);
    this.refuse(schemaProblems(parts, model, context), key);
    if (!context.functionChecks && [parts.query, parts.path, parts.headers].some(part => part !== undefined)) {
      Annotations.of(this).addWarningV2('cdk-rampart:parameters-unchecked', SAYS.presence(key, route.handler.node.path));
    }
    const schemas = Object.fromEntries(Object.entries(parts).map(([part, { schema }]) => [part, schema])) as RouteSchemaSources;
    // A function that has another schema for the route refuses this one; then nothing was added.
    if (Object.keys(schemas).length > 0) Boundary.of(route.handler)?.routeSchema(key, schemas);
    const full = roomProblem(route.handler, path);
    if (full !== undefined) Annotations.of(this).addWarningV2('cdk-rampart:permissions-full', `${key}: ${full}`);
    this.routes.push({ method, path });
    this.called.handler.push(route.handler);
    if (context.authorizer.kind === 'lambda') this.called.authorizer.push(context.authorizer.handler);
    this.backend.addRoute({
      method,
      path,
      schemas,
      model: model?.schema,
      handler: route.handler,
      authorizer: context.authorizer,
      uncheckedBody: route.uncheckedBody,
      throttle: route.throttle,
      timeout: route.timeout,
      metered: route.metered ?? false,
    });
  }

  /**
   * Counts the calls of routes that are `metered`, by the keys that callers send, and bounds them as best API Gateway can. REST APIs only.
   *
   * @param id the id of the plan
   * @param plan whose calls are counted, and how many they have
   * @throws where something of the API is called by the id, or another plan counts one of the keys
   */
  public addUsagePlan(id: string, plan: SecureApiUsagePlan): apigateway.IUsagePlan {
    if (!(this.backend instanceof RestBackend)) throw new Error(`${this.node.path}: ${SAYS.usagePlan}`);
    const { throttle, quota } = plan;
    judge(this, { throttle, quota }, planProblems, { others: usagePlanProblems(this, id, plan, this.keys), part: 'addUsagePlan' });
    for (const key of plan.keys) this.keys.set(keyIdOf(this, key), id);
    return this.backend.addUsagePlan(id, plan);
  }

  /**
   * Lets a principal call a route whose authorizer is IAM.
   *
   * @param grantee who may call
   * @param method the method of the route
   * @param path the path of the route; of its parameters all values may be called
   */
  public grantInvoke(grantee: iam.IGrantable, method: string, path: string): iam.Grant {
    return this.backend.grantInvoke(grantee, method, path);
  }

  /** How many requests were refused: 4XX. */
  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.backend.metric('clientError', props);
  }

  /** How many requests failed: 5XX. */
  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.backend.metric('serverError', props);
  }

  /** How long requests took, in milliseconds. */
  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.backend.metric('latency', props);
  }

  /** How many requests came. */
  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.backend.metric('count', props);
  }

  private refuse(problems: readonly string[], route?: string): void {
    const place = route === undefined ? this.node.path : `${this.node.path}: ${route}`;
    if (problems.length > 0) throw new Error(`${place}: ${problems.join('; ')}`);
  }
}

/** The schemas of a route with their limits. */
function strictParts({ body, query, path, headers }: SecureApiRoute): StrictParts {
  return {
    ...(body === undefined ? {} : { body: strict(body) }),
    ...(query === undefined ? {} : { query: strict(query) }),
    ...(path === undefined ? {} : { path: strict(path) }),
    ...(headers === undefined ? {} : { headers: strict(headers, 'ignored') }),
  };
}
