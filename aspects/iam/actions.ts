import { brotliDecompressSync } from 'node:zlib';
import { ACCESS_LEVELS, AccessLevel } from './access-level';
import { IAM_ACTIONS } from './iam-actions.data';
import { isAnything, wildcard } from '../model/wildcard';

/** An action of IAM. */
export interface IamAction {
  /** As IAM writes it: `s3:PutObjectAcl`. */
  readonly name: string;
  /** The prefix of its service: `s3`. */
  readonly service: string;
  readonly levels: readonly AccessLevel[];
  /** What a statement may name as its resource; empty where only `*` will do. */
  readonly resourceTypes: readonly ActionResource[];
}

/** A type of resource that an action works on. */
export interface ActionResource {
  /** As the Service Authorization Reference calls it: `object`, `queue`. */
  readonly name: string;
  /** Whether the action always works on one. */
  readonly required: boolean;
}

interface Table {
  readonly version: string;
  readonly updated: string;
  /** By prefix, each as JSON of its own: an application uses a few of the hundreds. */
  readonly services: Readonly<Record<string, string>>;
}

interface Service {
  readonly types: readonly string[];
  readonly actions: Readonly<Record<string, string>>;
}

// Facts of the package itself, the same for every app in the process: inflated when first asked for, then kept.
let inflated: Table | undefined;
const services = new Map<string, readonly IamAction[]>();
const byName = new Map<string, ReadonlyMap<string, IamAction>>();
const byPattern = new Map<string, readonly IamAction[]>();

function table(): Table {
  inflated ??= JSON.parse(brotliDecompressSync(Buffer.from(IAM_ACTIONS, 'base64')).toString()) as Table;
  return inflated;
}

/** Where the table comes from: the version of the published data, and the day it was brought up to date. */
export function tableOfActions(): { readonly version: string; readonly updated: string } {
  const { version, updated } = table();
  return { version, updated };
}

/** Every service prefix. */
export function servicePrefixes(): readonly string[] {
  return Object.keys(table().services);
}

/** The actions of a service; none where nobody knows it. */
export function actionsOf(service: string): readonly IamAction[] {
  const prefix = service.toLowerCase();
  const known = services.get(prefix);
  if (known) return known;
  if (!Object.prototype.hasOwnProperty.call(table().services, prefix)) return [];
  const { types, actions } = JSON.parse(table().services[prefix]) as Service;
  const read = Object.entries(actions).flatMap(([group, names]) => {
    const [letters, ...places] = group.split(' ');
    const levels = [...letters].map(letter => ACCESS_LEVELS[letter as keyof typeof ACCESS_LEVELS]);
    const resourceTypes = places.map(place => ({ name: types[parseInt(place, 10)], required: place.endsWith('!') }));
    return names.split(' ').map((name): IamAction => ({ name: `${prefix}:${name}`, service: prefix, levels, resourceTypes }));
  });
  services.set(prefix, read);
  return read;
}

/**
 * The actions that a pattern matches.
 *
 * @param pattern as it stands in a policy, in any case: `dynamodb:*`, `s3:Get*`, `*`
 */
export function actionsMatching(pattern: string): readonly IamAction[] {
  if (!/[*?]/.test(pattern)) {
    const action = actionNamed(pattern);
    return action === undefined ? [] : [action];
  }
  const lower = pattern.toLowerCase();
  let matching = byPattern.get(lower);
  if (matching === undefined) byPattern.set(lower, matching = matched(lower));
  return matching;
}

function matched(pattern: string): readonly IamAction[] {
  const [service, ...rest] = pattern.split(':');
  const name = wildcard(rest.length === 0 ? '*' : rest.join(':'));
  // A pattern without a colon is one for everything, or nothing that IAM knows.
  if (rest.length === 0 && !isAnything(service)) return [];
  const prefixes = /[*?]/.test(service) ? servicePrefixes().filter(prefix => wildcard(service).test(prefix)) : [service];
  return prefixes.flatMap(actionsOf).filter(action => name.test(action.name.slice(action.service.length + 1).toLowerCase()));
}

/** An action by its name, in any case. */
export function actionNamed(name: string): IamAction | undefined {
  const lower = name.toLowerCase();
  const service = lower.split(':', 1)[0];
  let known = byName.get(service);
  if (known === undefined) {
    known = new Map(actionsOf(service).map(action => [action.name.toLowerCase(), action]));
    byName.set(service, known);
  }
  return known.get(lower);
}

/** Whether a statement may name the resources that the action is for. */
export function isScopable(action: IamAction): boolean {
  return action.resourceTypes.length > 0;
}

/** The types of resource that the action always works on. */
export function requiredResourceTypes(action: IamAction): readonly string[] {
  return action.resourceTypes.filter(type => type.required).map(type => type.name);
}
