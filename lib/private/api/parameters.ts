import { Route } from './route';

/** Source: what API Gateway says of others, "Parameter name should match the following regular expression". */
const NAME = /^[a-zA-Z0-9._$-]+$/;

/** Whether API Gateway takes the name of a query parameter or header; the function's boundary takes any, as `filter[status]`. */
export function isParameterName(name: string): boolean {
  return NAME.test(name);
}

/** The parameters that API Gateway is told of, and whether each is required; it checks no more of them than that. */
export function parameters({ schemas }: Route): Record<string, boolean> {
  const of = (schema: RouteSchemaPart, place: string) => Object.keys(schema?.properties ?? {}).filter(isParameterName).map(name =>
    [`method.request.${place}.${name}`, place === 'path' || (schema?.required ?? []).includes(name)] as const);
  return Object.fromEntries([...of(schemas.path, 'path'), ...of(schemas.query, 'querystring'), ...of(schemas.headers, 'header')]);
}

type RouteSchemaPart = Route['schemas']['query'];
