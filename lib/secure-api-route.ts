import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiAuthorizer } from './api-authorizer';
import { ApiThrottle } from './secure-api-props';

/**
 * What a route takes, and who answers it.
 *
 * Schemas are JSON Schemas (draft-07, 2019-09 or 2020-12; 2020-12 where `$schema` is absent) as plain objects. Where a schema says nothing of it,
 * objects get `additionalProperties: false`, texts `maxLength: 1024`, arrays `maxItems: 100`, and objects of any names `maxProperties: 100`.
 * Schemas that are combined (`allOf`, conditions, references with more beside them) say it themselves: best by `unevaluatedProperties: false` around them.
 * A REST API checks the body before the function is invoked. A `SecureFunction` that was given an `entry` carries all schemas of its routes
 * compiled in its bundle, and its boundary checks each request against them.
 */
export interface SecureApiRoute {
  /** The function that answers. Its timeout is at most what API Gateway waits for. */
  readonly handler: lambda.IFunction;

  /**
   * The schema of the body. What API Gateway's validator does not understand of it is refused, unless the function checks it itself. A body of
   * `type: 'string'` is text as it comes, and API Gateway reads every body as JSON: the function alone checks it.
   *
   * @default - none; POST, PUT and PATCH require it, or `uncheckedBody`
   */
  readonly body?: { [keyword: string]: any };

  /**
   * Why nothing checks the body: it is no JSON, or there is none. The audit's finding on the route is accepted for this reason. A REST API hands every
   * body on as text, so that images and archives arrive broken: take an HTTP API, which hands them on in base64, or have them uploaded to a bucket.
   *
   * @default - the body has to fit `body`
   */
  readonly uncheckedBody?: string;

  /**
   * The schema of the query parameters, an object with a property for each. Numbers and booleans are read from their text.
   * API Gateway checks that what is required is there, as far as it takes the names (letters, digits and .-_$), the function's boundary everything.
   *
   * @default - query parameters are not checked
   */
  readonly query?: { [keyword: string]: any };

  /**
   * The schema of the parameters in the path, an object with a property for each. The function's boundary checks it.
   *
   * @default - parameters of the path are not checked
   */
  readonly path?: { [keyword: string]: any };

  /**
   * The schema of the headers, an object with a property for each, in lower case; other headers may come with them.
   * API Gateway checks that what is required is there, the function's boundary everything.
   *
   * @default - headers are not checked
   */
  readonly headers?: { [keyword: string]: any };

  /**
   * Who may call the route.
   *
   * @default - who may call the API
   */
  readonly authorizer?: ApiAuthorizer;

  /**
   * How often the route may be called, over all callers.
   *
   * @default - the throttle of the API
   */
  readonly throttle?: ApiThrottle;

  /**
   * How long API Gateway waits for the function, from 50 milliseconds to 29 seconds (REST) or 30 seconds (HTTP), and not less than the function may run.
   *
   * @default - as long as it can
   */
  readonly timeout?: Duration;

  /**
   * Whether callers send the key of a usage plan, by which their calls are counted. A key authorizes nobody: the route needs an authorizer. Without
   * a plan (`addUsagePlan`) API Gateway refuses every call, and a warning says so (`cdk-rampart:metered-without-plan`). REST APIs only.
   *
   * @default - false: calls are not counted by caller
   */
  readonly metered?: boolean;
}

/** What callers with certain keys may use. */
export interface SecureApiUsagePlan {
  /** The keys of those callers. */
  readonly keys: apigateway.IApiKey[];

  /**
   * How often each of them may call. API Gateway keeps to it as best it can.
   *
   * @default - the throttle of the API
   */
  readonly throttle?: ApiThrottle;

  /**
   * How many calls each of them has in a day, week or month.
   *
   * @default - as many as they like
   */
  readonly quota?: apigateway.QuotaSettings;
}
