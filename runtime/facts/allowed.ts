import { AllowList, EventFact, SourceKind } from '../contract';

/** Where an event says that it is from; which of these there is depends on the source. */
export interface Origin {
  /** The id, name or ARN that the allow-list of the source holds. */
  readonly name?: string;

  /** What an event of EventBridge says about itself. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly account: string };
}

/** Whether the list lets the origin in. A source that the list does not have may not send. */
export function isAllowed(list: AllowList, source: SourceKind, origin: Origin): boolean {
  if (!Object.hasOwn(list, source)) return false;
  const allowed = list[source];
  if (typeof allowed === 'boolean') return allowed;
  if (allowed === undefined) return false;
  if (source === 'eventbridge') return (allowed as readonly EventFact[]).some(fact => fits(fact, origin.event));
  const { name } = origin;
  if (name === undefined) return false;
  const names = allowed as readonly string[];
  // An authorizer is asked about one method of the API: the API's ARN and a path.
  return names.includes(name) || (source === 'authorizer' && names.some(arn => name.startsWith(`${arn.replace(/\/$/, '')}/`)));
}

function fits(fact: EventFact, event: Origin['event']): boolean {
  return event !== undefined
    && (fact.source?.includes(event.source) ?? true)
    && (fact.detailType?.includes(event.detailType) ?? true)
    && (fact.account?.includes(event.account) ?? true);
}
