import { AllowList, EventFact, SourceKind } from '../contract';
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

const isNamed: Fits = (entry, { name }) => entry === name;

/** Whether the list lets the origin in. A source that the list does not have may not send. */
export function isAllowed(list: AllowList, source: SourceKind, origin: Origin, fits: Fits = isNamed): boolean {
  const allowed = own(list, source);
  return Array.isArray(allowed) ? allowed.some(entry => fits(entry, origin)) : allowed === true;
}
