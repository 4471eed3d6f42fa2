import { Boundary } from './boundary';
import { RequestParts } from './input-types';
import { SourceKind } from '../contract';
import { SourceRefusedError } from '../errors';
import { isAllowed, Origin } from '../facts/allowed';
import { inspect, inspectLines } from '../limits/inspect';
import { Limits } from '../limits/limits';
import { refuseTraversal } from '../limits/traversal';
import { applied, checkCompiled } from '../schema/apply';
import { routeSchemas, sourceSchema } from '../schema/compiled';
import { isSchema } from '../schema/standard';
import { RequestDelivery } from '../sources/api';
import { Delivery } from '../sources/delivery';
import { payloadOf } from '../sources/payload';
import { CARRIED } from '../sources/sources';

const PARTS = ['path', 'query', 'headers', 'body'] as const;

/** What came, from senders who may send. An event whose sender may not is refused whole: a queue has one sender, so it was no queue. */
export function admitted(boundary: Boundary, event: unknown): readonly Delivery[] {
  const deliveries = boundary.source.open(event);
  for (const { origin } of deliveries) {
    if (!boundary.lists.every(list => isAllowed(list, boundary.kind, origin))) {
      throw refusedSource(boundary.kind, origin);
    }
  }
  return deliveries;
}

function refusedSource(kind: SourceKind, { event, name }: Origin): SourceRefusedError {
  return new SourceRefusedError('the source is not on the allow-list', 'source', [name ?? event?.source ?? kind]);
}

/**
 * What a delivery carries in the end. The construct knows who sends what is carried only where its list says so: a kind that the list
 * does not have is as trustworthy as who carries it.
 */
export function carriedBy(boundary: Boundary, delivery: Delivery): readonly Delivery[] {
  const { carries, limits, lists } = boundary;
  let inner: readonly Delivery[] = [delivery];
  for (const kind of carries) {
    inner = inner.flatMap(outer => {
      checkEnvelope(outer, limits);
      const value = payloadOf(outer, 'json', limits);
      inspect(value, limits);
      return CARRIED[kind](value, outer).map(opened => ({ ...opened, id: delivery.id ?? opened.id, principal: opened.principal ?? outer.principal }));
    });
    for (const { origin } of inner) {
      if (!lists.every(list => list[kind] === undefined || isAllowed(list, kind, origin))) throw refusedSource(kind, origin);
    }
  }
  return inner;
}

/** What the handler gets of a delivery: decoded, within the limits, and as the schemas let it through. */
export async function inputOf(boundary: Boundary, delivery: Delivery): Promise<unknown> {
  checkEnvelope(delivery, boundary.limits);
  return 'head' in delivery ? requestInput(boundary, delivery as RequestDelivery) : payloadInput(boundary, delivery);
}

function checkEnvelope({ envelope, id, keys = [] }: Delivery, limits: Limits): void {
  inspectLines([envelope, id, keys], limits);
  for (const key of keys) refuseTraversal(key, 'key');
}

async function payloadInput({ compiled, format, kind, limits, schema, unknownKeys }: Boundary, delivery: Delivery): Promise<unknown> {
  const payload = payloadOf(delivery, format, limits);
  inspect(payload, limits);
  const own = sourceSchema(compiled, kind);
  if (own !== undefined) checkCompiled(own, payload);
  return isSchema(schema) ? applied(schema, payload, unknownKeys) : payload;
}

async function requestInput({ compiled, format, limits, schema, unknownKeys }: Boundary, delivery: RequestDelivery): Promise<unknown> {
  const { head } = delivery;
  inspectLines([head.path, head.query, head.headers], limits);
  const body = payloadOf(delivery, format, limits);
  inspect(body, limits);
  // Copies, because compiled schemas write the numbers that they read from text.
  const request = { ...head, path: { ...head.path }, query: { ...head.query }, headers: { ...head.headers }, body };
  const compiledParts = routeSchemas(compiled, head.route);
  for (const part of PARTS) {
    const own = compiledParts[part];
    if (own !== undefined) checkCompiled(own, request[part], part);
  }
  if (schema === undefined) return request;
  if (isSchema(schema)) return applied(schema, body, unknownKeys);
  return partsInput(schema, request, unknownKeys);
}

async function partsInput(schemas: RequestParts, request: { readonly [part in typeof PARTS[number]]: unknown }, unknownKeys: Boundary['unknownKeys']) {
  const input: { [part in typeof PARTS[number]]?: unknown } = {};
  for (const part of PARTS) {
    const schema = schemas[part];
    // Every client and proxy adds headers of its own: those the schema does not know are left out.
    if (schema !== undefined) input[part] = await applied(schema, request[part], part === 'headers' ? 'allow' : unknownKeys, part);
  }
  return input;
}
