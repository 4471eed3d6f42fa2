import { Boundary } from './boundary';
import { checkEnvelope } from './input';
import { refuseForeign } from '../facts/allowed';
import { inspect } from '../limits/inspect';
import { Delivery } from '../sources/delivery';
import { isDescribed, openEventBridge } from '../sources/eventbridge';
import { payloadOf } from '../sources/payload';
import { carriedS3 } from '../sources/s3';
import { carriedSns } from '../sources/sns';
import { Carried } from '../sources/source';

/** What a payload carries, as its sender's event. */
const CARRIED: { readonly [source in Carried]: (value: unknown, outer: Delivery) => readonly Delivery[] } = {
  sns: carriedSns,
  s3: carriedS3,
  eventbridge: openEventBridge,
};

/**
 * What a delivery carries in the end. The construct knows who sends what is carried only where its list says so: a kind that the list
 * does not have is as trustworthy as who carries it.
 */
export function carriedBy(boundary: Boundary, delivery: Delivery): readonly Delivery[] {
  const { carries = [], limits, lists } = boundary;
  let inner: readonly Delivery[] = [delivery];
  for (const kind of carries) {
    inner = inner.flatMap(outer => {
      checkEnvelope(outer, limits);
      const value = payloadOf(outer, 'json', limits);
      inspect(value, limits);
      return CARRIED[kind](value, outer).map(opened => ({ ...opened, id: delivery.id ?? opened.id, principal: opened.principal ?? outer.principal }));
    });
    const fits = kind === 'eventbridge' ? isDescribed : undefined;
    for (const { origin } of inner) refuseForeign(lists.filter(list => list[kind] !== undefined), kind, origin, fits);
  }
  return inner;
}

