import type { PatchValue } from './patch';
import type { Declined } from './rule';
import type { Resource } from '../model/resource';

/** What only the owner of an application knows: rules and fixes ask for it. */
export interface Settings {
  /** Whom alarms tell; nothing where the owner names no topic. */
  readonly alarmTopic?: AlarmTopic;
  /** The accounts, besides the own one and those of AWS, whose layers functions may run. */
  readonly trustedLayerAccounts: readonly string[];
  /** The ARN of the permissions boundary that every role is to have. */
  readonly permissionsBoundary?: string;
  /** So many functions may start each other in a row. */
  readonly functionsInARow: number;
  /** So many functions one event may start at once. */
  readonly functionsAtOnce: number;
  /** So many kinds of source may start one function. */
  readonly kindsOfSource: number;
  /** The tag that says how sensitive the data of a resource is. */
  readonly sensitivityTag: string;
}

/** A topic that the owner names for alarms, wherever it stands. */
export interface AlarmTopic {
  /** How an alarm beside a resource refers to it, or why it cannot. */
  actionFor(resource: Resource): { readonly action: PatchValue } | Declined;
}

/** What holds where the owner says nothing. */
export const DEFAULT_SETTINGS: Settings = {
  trustedLayerAccounts: [],
  functionsInARow: 4,
  functionsAtOnce: 10,
  kindsOfSource: 3,
  sensitivityTag: 'sensitivity',
};

/** What the owner says, and the defaults for the rest. */
export function settingsOf(said: Partial<Settings>): Settings {
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const faults = [...faultsOf(settings)];
  if (faults.length > 0) throw new Error(faults.join('; '));
  return settings;
}

const ACCOUNT = /^\d{12}$/;
const BOUNDARY = /^arn:[^:]+:iam::(?:\d{12}|aws):policy\/.+$/;

function* faultsOf({ trustedLayerAccounts, permissionsBoundary, sensitivityTag, ...limits }: Settings): Generator<string> {
  for (const account of trustedLayerAccounts.filter(one => !ACCOUNT.test(one))) {
    yield `trustedLayerAccounts: an account is twelve digits, got ${JSON.stringify(account)}`;
  }
  if (permissionsBoundary !== undefined && !BOUNDARY.test(permissionsBoundary)) {
    yield `permissionsBoundary: the ARN of a managed policy, as arn:aws:iam::111122223333:policy/boundary, got ${JSON.stringify(permissionsBoundary)}`;
  }
  if (sensitivityTag.trim() === '') yield 'sensitivityTag: the key of a tag, got nothing';
  for (const limit of ['functionsInARow', 'functionsAtOnce', 'kindsOfSource'] as const) {
    if (!Number.isInteger(limits[limit]) || limits[limit] < 1) yield `${limit}: a whole number of at least 1, got ${limits[limit]}`;
  }
}
