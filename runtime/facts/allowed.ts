import { AllowList, EventFact, SourceKind } from '../contract';
import { SourceRefusedError } from '../errors';
import { own } from '../json';

/** Where an event says that it is from; which of these there is depends on the source. */
export interface Origin {
  /** The id, name or ARN that the allow-list of the source holds. */
  readonly name?: string;

  /** What an event of EventBridge says about itself. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly account: string };
}

/** Whether an origin is what an entry of an allow-list names. */
export type Fits = (entry: string | EventFact, origin: Origin) => boolean;

/** A consumer of a stream is a part of it. Whether its records name that or the stream, AWS does not say. */
const isNamed: Fits = (entry, { name }) => entry === name || (name !== undefined && String(entry).startsWith(`${name}/consumer/`));

/** Each list has to let the origin in. A source that a list does not have may not send. @throws SourceRefusedError otherwise */
export function refuseForeign(lists: readonly AllowList[], source: SourceKind, origin: Origin, fits: Fits = isNamed): void {
  for (const list of lists) {
    const allowed = own(list, source);
    if (Array.isArray(allowed) ? allowed.some(entry => fits(entry, origin)) : allowed === true) continue;
    throw new SourceRefusedError('source', [origin.name ?? origin.event?.source ?? source]);
  }
}
