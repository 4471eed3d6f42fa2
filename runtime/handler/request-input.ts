import { Boundary } from './boundary';
import { inspectLines } from '../limits/inspect';
import { applied, checkCompiled } from '../schema/apply';
import { routeSchemas } from '../schema/compiled';
import { isSchema } from '../schema/standard';
import { RequestDelivery } from '../sources/api';
import { Delivery } from '../sources/delivery';

const PARTS = ['path', 'query', 'headers', 'body'] as const;

/** What the handler gets of a request: each part within the limits, and as the schemas let it through. */
export async function requestInput({ compiled, limits, schema, unknownKeys }: Boundary, delivery: Delivery, body: unknown): Promise<unknown> {
  const { head } = delivery as RequestDelivery;
  inspectLines([head.path, head.query, head.headers], limits);
  // Copies, because compiled schemas write the numbers that they read from text.
  const request = { ...head, path: { ...head.path }, query: { ...head.query }, headers: { ...head.headers }, body };
  const compiledParts = routeSchemas(compiled, head.route);
  for (const part of PARTS) checkCompiled(compiledParts[part], request[part], [part]);
  if (schema === undefined) return request;
  if (isSchema(schema)) return applied(schema, body, unknownKeys);
  const input: { [part in typeof PARTS[number]]?: unknown } = {};
  for (const part of PARTS) {
    const own = schema[part];
    // Every client and proxy adds headers of its own: those the schema does not know are left out.
    if (own !== undefined) input[part] = await applied(own, request[part], part === 'headers' ? 'allow' : unknownKeys, [part]);
  }
  return input;
}
