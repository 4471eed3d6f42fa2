import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AuthorizerSpec } from './authorizer-spec';
import { ApiThrottle } from '../../secure-api-props';
import { RouteSchemaSources } from '../compiled-schemas';
import { JsonSchema } from '../json-schema/json-schema';

/** A route that was found to be in order. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: lambda.IFunction;
  /** The schemas with their limits, as the function's boundary checks them. */
  readonly schemas: RouteSchemaSources;
  /** The body's schema, as API Gateway checks it. */
  readonly model?: JsonSchema;
  readonly uncheckedBody?: string;
  readonly authorizer: AuthorizerSpec;
  readonly throttle?: ApiThrottle;
  readonly timeout?: Duration;
  readonly metered: boolean;
}

/** A route as API Gateway states it: `POST /orders/{id}`. */
export function keyOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The id of the construct that holds what belongs to a route: no id has a slash. */
export function idOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path.slice(1).replace(/\//g, ' ')}`.trim();
}

/** The names of the parameters in a path, those of several segments too. */
export function parametersOf(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(match => match[1]);
}
