import { Boundary } from './boundary';
import { LimitError } from '../errors';
import { refuseForeign } from '../facts/allowed';
import { own } from '../json';
import { inspect } from '../limits/inspect';
import { Limits } from '../limits/limits';
import { leavesFolder } from '../limits/traversal';
import { applied, checkCompiled } from '../schema/apply';
import { StandardSchema } from '../schema/standard';
import { Delivery } from '../sources/delivery';
import { payloadOf } from '../sources/payload';

/** What came, from senders who may send. An event whose sender may not is refused whole: a queue has one sender, so it was no queue. */
export function admitted({ kind, lists, source }: Boundary, event: unknown): readonly Delivery[] {
  const deliveries = source.open(event);
  for (const { origin } of deliveries) refuseForeign(lists, kind, origin, source.fits);
  return deliveries;
}

/** What the handler gets of a delivery: decoded, within the limits, and as the schemas let it through. */
export async function inputOf(boundary: Boundary, delivery: Delivery): Promise<unknown> {
  const { compiled, format, kind, limits, schema, source, unknownKeys } = boundary;
  checkEnvelope(delivery, limits);
  const payload = payloadOf(delivery, format, limits);
  inspect(payload, limits);
  if (source.http) return source.http.input(boundary, delivery, payload);
  checkCompiled(own(compiled.sources, kind), payload);
  return schema ? applied(schema as StandardSchema, payload, unknownKeys) : payload;
}

/** Refuses what no id, key, header or other text beside a payload may hold. */
export function checkEnvelope({ claims, envelope, id, keys = [], lines, principal }: Delivery, limits: Limits): void {
  inspect({ ...lines, envelope, id, keys, principal }, limits, true);
  // An authorizer may put any text there.
  inspect(claims, limits);
  if (keys.some(key => leavesFolder(key))) throw new LimitError('limits.traversal', ['key']);
}
