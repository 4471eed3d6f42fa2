import { Boundary } from './boundary';
import { RequestParts } from './input-types';
import { isObject } from '../json';
import { applied, checkCompiled } from '../schema/apply';
import { routeSchemas } from '../schema/compiled';
import { isSchema } from '../schema/standard';
import { RequestDelivery } from '../sources/api';
import { Delivery } from '../sources/delivery';

const PARTS = ['path', 'query', 'headers', 'body'] as const;

/** Whether something holds schemas by the parts of a request. */
export function takesParts(schema: unknown): boolean {
  return isObject(schema) && Object.entries(schema).every(([part, own]) => PARTS.includes(part as 'body') && (own === undefined || isSchema(own)));
}

/** What the handler gets of a request: each part as the schemas let it through. */
export async function requestInput({ compiled, schema, unknownKeys }: Boundary, delivery: Delivery, body: unknown): Promise<unknown> {
  const { head } = delivery as RequestDelivery;
  const request = { ...head, body };
  const compiledParts = routeSchemas(compiled, head.route);
  const isWhole = isSchema(schema);
  const schemas: RequestParts | undefined = isWhole ? { body: schema } : schema;
  const input: { [part in typeof PARTS[number]]?: unknown } = {};
  for (const part of PARTS) {
    checkCompiled(compiledParts[part], request[part], [part]);
    const own = schemas?.[part];
    // Every client and proxy adds headers of its own: those the schema does not know are left out.
    if (own !== undefined) input[part] = await applied(own, request[part], part === 'headers' ? 'allow' : unknownKeys, isWhole ? [] : [part]);
  }
  if (schemas === undefined) return request;
  return isWhole ? input.body : input;
}
