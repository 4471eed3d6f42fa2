import { AllowList, EventFact, SourceKind } from '../contract';

/** Where an event says that it is from; which of these there is depends on the source. */
export interface Origin {
  /** The id, name or ARN that the allow-list of the source holds. */
  readonly name?: string;

  /** What an event of EventBridge says about itself. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly account: string };
}

/** Whether the list lets the origin in. A source that the list does not have may not send. */
export function isAllowed(list: AllowList, source: SourceKind, { event, name }: Origin): boolean {
  const allowed = Object.hasOwn(list, source) ? list[source] : undefined;
  if (!Array.isArray(allowed)) return allowed === true;
  return (allowed as readonly (string | EventFact)[]).some(one => {
    if (typeof one !== 'string') return event !== undefined && PARTS.every(part => one[part]?.includes(event[part]) ?? true);
    // An authorizer is asked about one method of the API: the API's ARN and a path.
    return one === name || (source === 'authorizer' && name?.startsWith(`${one.replace(/\/$/, '')}/`) === true);
  });
}

const PARTS = ['source', 'detailType', 'account'] as const;
