import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

/** The keys of the couriers, by their names. */
const Keys = z.record(z.string(), z.string().check(z.minLength(32)));
/** For so many milliseconds a signature holds. */
const HOLDS = 5 * 60_000;

/** Lets in a courier for the one request that it has signed, its method, its path and its time. */
export const handler = secureHandler({
  source: 'authorizer', action: 'courier.authorize', secrets: { schemas: { couriers: Keys } },
}, async ({ resource, headers: { 'x-courier': courier = '', 'x-time': time = '', 'x-signature': signature = '' } }, { secrets }) => {
  const keys = new Map(Object.entries(await secrets.get('couriers')));
  const [, , ...request] = resource.split('/'); // after the API and its stage: PUT/deliveries/4b8c…
  const isFresh = Math.abs(Date.now() - Date.parse(time)) < HOLDS;
  const isKnown = isFresh && isBy(keys.get(courier), `${time}\n${request.join('/')}`, Buffer.from(signature, 'hex'));
  const statement = { Effect: isKnown ? 'Allow' : 'Deny', Action: 'execute-api:Invoke', Resource: resource };
  return { principalId: isKnown ? courier : 'nobody', policyDocument: { Version: '2012-10-17', Statement: [statement] } };
});

function isBy(key: string | undefined, text: string, signature: Buffer): boolean {
  if (key === undefined) return false;
  const expected = createHmac('sha256', key).update(text).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
