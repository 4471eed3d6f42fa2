import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CompiledSchemas, RouteSchemas, SCHEMAS_FILE } from '../contract';
import { misconfigured } from '../errors';
import { own } from '../json';

/**
 * The schemas that the construct compiled at synthesis, from the file beside the handler, which of a layer's lies in /opt; none where there
 * is no such file.
 */
export function compiledSchemas(): CompiledSchemas {
  const { _HANDLER: named, LAMBDA_TASK_ROOT: root } = process.env;
  const file = root && [`${named}`, 'index'].map(handler => resolve(root, handler, '..', SCHEMAS_FILE)).find(existsSync);
  if (!file) return {};
  try {
    // Not imported above: it is not loaded yet when a function starts, and most have no such file.
    return process.getBuiltinModule('node:module').createRequire(file)(file) as CompiledSchemas;
  } catch (error) {
    // Going on without it would let everything in.
    throw misconfigured('schemas', `cannot load ${SCHEMAS_FILE}: ${(error as Error).message}`);
  }
}

/** The schemas of a route: of the method itself, or of any method on the path. */
export function routeSchemas({ routes }: CompiledSchemas, route: string): RouteSchemas {
  return own(routes, route) ?? own(routes, route.replace(/^\S+ /, 'ANY ')) ?? {};
}
