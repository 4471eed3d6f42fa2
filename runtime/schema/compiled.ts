import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CompiledSchema, CompiledSchemas, RouteSchemas, SCHEMAS_FILE, SourceKind } from '../contract';
import { ConfigurationError } from '../errors';

/** The schemas that the construct compiled at synthesis, from the file beside the handler; none where there is no such file. */
export function compiledSchemas(environment: NodeJS.ProcessEnv = process.env): CompiledSchemas {
  const root = environment.LAMBDA_TASK_ROOT;
  if (root === undefined) return {};
  const file = [join(root, dirname(environment._HANDLER ?? '')), root].map(folder => join(folder, SCHEMAS_FILE)).find(existsSync);
  if (file === undefined) return {};
  try {
    return createRequire(file)(file) as CompiledSchemas;
  } catch (error) {
    // Going on without it would let everything in.
    throw new ConfigurationError(`cannot load ${SCHEMAS_FILE}: ${(error as Error).message}`, 'configuration.schemas');
  }
}

/** The schemas of a route: of the method itself, or of any method on the path. */
export function routeSchemas(schemas: CompiledSchemas, route: string): RouteSchemas {
  return own(schemas.routes, route) ?? own(schemas.routes, route.replace(/^\S+ /, 'ANY ')) ?? {};
}

/** The schema of what a source's records or events carry. */
export function sourceSchema(schemas: CompiledSchemas, source: SourceKind): CompiledSchema | undefined {
  return own(schemas.sources, source);
}

// The route comes from the event: `constructor` is none.
function own<T extends object, K extends keyof T>(table: T | undefined, name: K): T[K] | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
