import { EnvelopeError } from '../errors';
import { Boundary } from '../handler/boundary';
import { inputOf } from '../handler/input';
import { Outcome } from '../handler/outcome';
import { settled } from '../handler/respond';
import { own } from '../json';
import { routeSchemas } from '../schema/compiled';
import { RequestDelivery } from '../sources/api';
import { Delivery } from '../sources/delivery';

/**
 * What is wrong with a delivery, if anything. A payload that a schema describes is text where the schema says so, and JSON otherwise; one
 * that none describes is whatever the handler takes: where it is no JSON, it is text within the limits, or bytes where it comes as such.
 */
export async function checkInput(boundary: Boundary, delivery: Delivery): Promise<Outcome> {
  const schema = isRequest(delivery) ? routeSchemas(boundary.compiled, delivery.head.route).body : own(boundary.compiled.sources, boundary.kind);
  const as = async (format: Boundary['format']) => settled(() => inputOf({ ...boundary, format }, delivery), true);
  if (schema !== undefined) return as(isText(boundary, delivery) ? 'text' : 'json');
  const outcome = await as('json');
  if (!isOther(outcome)) return outcome;
  return as('encoding' in delivery.payload && delivery.payload.encoding !== undefined ? 'bytes' : 'text');
}

function isRequest(delivery: Delivery): delivery is RequestDelivery {
  return 'head' in delivery;
}

function isText({ compiled, kind }: Boundary, delivery: Delivery): boolean {
  if (!isRequest(delivery)) return compiled.texts?.includes(kind) === true;
  const { route } = delivery.head;
  const named = own(compiled.routes, route) === undefined ? route.replace(/^\S+ /, 'ANY ') : route;
  return compiled.textBodies?.includes(named) === true;
}

/** Whether it was refused for being no JSON. */
function isOther({ isRefusal, ...outcome }: Outcome): boolean {
  return isRefusal === true && 'error' in outcome && outcome.error instanceof EnvelopeError && ['envelope.json', 'envelope.encoding'].includes(outcome.error.reason);
}
