import { reach, Spellings, spellingsOf, WRITABLE_TYPES } from './arn';
import { boundaryOf, Grant, grantsOf, resourceGrants } from './grants';
import type { Write } from './graph';
import { contains, disjoint } from './object-keys';
import { WRITE_ACTIONS } from './write-actions';
import type { AppModel } from '../model/app-model';
import { roleOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { Reference } from '../model/value';

/** The default event bus as a target: no template declares it. */
export const DEFAULT_BUS = 'default event bus';

/** Something that can be written to. */
export type Target = Resource | typeof DEFAULT_BUS;

/** What a role may write to one target, and which statement says so. */
export interface RoleWrites {
  readonly target: Target;
  readonly writes: readonly Write[];
  readonly declaredBy: Resource;
  readonly property: string;
}

const WIDE = 'the grant reaches more than this';

/** What the roles of an application may write to. */
export class RoleWriters {
  private readonly targets = new Map<string, { readonly resource: Resource; readonly spellings: Spellings }>();
  private readonly byWord = new Map<string, Resource>();
  private readonly grants = new Map<string, readonly Grant[]>();
  private readonly exact = new Map<string, readonly RoleWrites[]>();

  public constructor(private readonly app: AppModel) {
    for (const resource of app.ofType(...WRITABLE_TYPES)) {
      const spellings = spellingsOf(resource)!;
      // An alias or a version is one more way to spell its function.
      const target = spellings.form.service === 'lambda' ? app.functionOf(new Reference(resource, 'Ref')) : resource;
      if (target === undefined) continue;
      const before = this.targets.get(target.id)?.spellings;
      this.targets.set(target.id, { resource: target, spellings: before ? { ...before, arns: [...before.arns, ...spellings.arns] } : spellings });
      for (const arn of spellings.arns) this.byWord.set(arn, target);
      for (const end of spellings.ends) this.byWord.set(`${spellings.form.service}:${end}`, target);
    }
  }

  /** What a role may write to by statements that name it. */
  public named(role: Resource): readonly RoleWrites[] {
    const before = this.exact.get(role.id);
    if (before) return before;
    const patterns = this.grantsOf(role).filter(({ allow }) => allow).flatMap(({ resources }) => resources ?? []);
    const targets = new Set(patterns.flatMap(pattern => this.meant(pattern) ?? []));
    this.app.once(resourceGrants).grantedTo(role).forEach(id => targets.add(this.targets.get(id)!.resource));
    const writes = [...targets].flatMap(target => this.to(role, target, false) ?? []);
    this.exact.set(role.id, writes);
    return writes;
  }

  /** What a role may write to one target; by statements that reach more than the target too, unless that is not wanted. */
  public to(role: Resource, target: Target, alsoWide = true): RoleWrites | undefined {
    const spellings = target === DEFAULT_BUS ? DEFAULT_BUS_SPELLINGS : this.targets.get(target.id)?.spellings;
    if (spellings === undefined) return undefined;
    const statements = [...this.grantsOf(role), ...this.grantsBeside(role, target)].filter(({ terms }) => !terms.never);
    const boundary = boundaryOf(role, this.app);
    const found = statements.filter(({ allow }) => allow).flatMap(grant => reaches(grant, spellings)
      .filter(({ wide }) => alsoWide || !wide)
      .flatMap(({ key, wide }) => WRITE_ACTIONS[spellings.form.service].filter(action => grant.actions.has(action))
        .filter(action => boundary === undefined || isWithin(boundary, action, spellings))
        .map(action => ({ action, ...(spellings.form.service === 's3' ? { key } : {}), ...grant.terms, ...(wide ? { doubt: WIDE } : {}) }))
        .flatMap(write => notDenied(write, statements, spellings))
        .map(write => ({ write, grant }))));
    if (found.length === 0) return undefined;
    return { target, writes: found.map(({ write }) => write), declaredBy: found[0].grant.holder, property: found[0].grant.property };
  }

  /** The services in which a role has grants that name no single target. */
  public wideServices(role: Resource): ReadonlySet<string> {
    const wide = this.grantsOf(role).filter(({ allow, notResources, resources }) =>
      allow && (notResources !== undefined || resources?.some(pattern => /[*?]/.test(pattern) && this.meant(pattern) === undefined)));
    return new Set(wide.flatMap(({ actions }) => [...actions].map(action => action.split(':')[0])));
  }

  /** The role's statements, without those that are about no write. */
  private grantsOf(role: Resource): readonly Grant[] {
    let grants = this.grants.get(role.id);
    if (grants === undefined) {
      grants = grantsOf(role, this.app).filter(({ actions }) => actions.size > 0);
      this.grants.set(role.id, grants);
    }
    return grants;
  }

  /** What the target's own policy says to the role. */
  private grantsBeside(role: Resource, target: Target): readonly Grant[] {
    return target === DEFAULT_BUS ? [] : this.app.once(resourceGrants).of(target, role);
  }

  /** The target that a pattern names; nothing where it names none, or several. */
  private meant(pattern: string): Target | undefined {
    const [word] = /^\uE000[^\uE001]*\uE001/.exec(pattern) ?? [];
    if (word !== undefined) return this.byWord.get(word);
    const [, service, end] = /^[^:]*:[^:]*:([^:]*):[^:]*:[^:]*:(.*)$/s.exec(pattern) ?? [];
    if (end === undefined) return undefined;
    if (service === 'events' && end === 'event-bus/default') return DEFAULT_BUS;
    const name = service === 's3' ? end.split(/[/*]/)[0] : service === 'lambda' ? end.split(':').slice(0, 2).join(':') : end;
    return this.byWord.get(`${service}:${name.replace(/\*$/, '')}`);
  }
}

const DEFAULT_BUS_SPELLINGS: Spellings = {
  form: { service: 'events', before: 'event-bus/', arns: [], names: [] }, arns: [], ends: ['event-bus/default'], generated: false, stackName: '',
};

function isWithin(boundary: readonly Grant[], action: string, spellings: Spellings): boolean {
  return boundary.some(limit => limit.allow && limit.actions.has(action) && reaches(limit, spellings).length > 0);
}

/** How a statement reaches a target: once per pattern. */
function reaches(grant: Grant, spellings: Spellings): readonly { readonly key: string; readonly wide: boolean }[] {
  if (grant.notResources !== undefined) {
    return keysOf(grant.notResources, spellings).length > 0 ? [] : [{ key: '*', wide: true }];
  }
  return keysOf(grant.resources ?? [], spellings);
}

/** The parts of a target that patterns mean: the keys of a bucket, all of anything else. */
function keysOf(patterns: readonly string[], spellings: Spellings): readonly { readonly key: string; readonly wide: boolean }[] {
  return patterns.flatMap(pattern => {
    const found = reach(pattern, spellings);
    const key = found && keyAfter(found.rest, spellings);
    return found === undefined || key === undefined ? [] : [{ key, wide: found.wide }];
  });
}

function keyAfter(rest: string, { form }: Spellings): string | undefined {
  // The objects of a bucket are written, not the bucket: its bare ARN allows nothing.
  if (form.service === 's3') return rest.startsWith('/') ? rest.slice(1) : rest.startsWith('*') ? '*' : undefined;
  if (form.service === 'lambda') return '*';
  return rest === '' || rest.startsWith('*') ? '*' : undefined;
}

/** A write as far as no statement denies it: nothing, itself, or what is spared of it. */
function notDenied(write: Write, statements: readonly Grant[], spellings: Spellings): readonly Write[] {
  let left: readonly Write[] = [write];
  for (const deny of statements.filter(({ allow, actions }) => !allow && actions.has(write.action))) {
    left = left.flatMap(one => withoutDenied(one, deny, spellings));
  }
  return left;
}

function withoutDenied(write: Write, deny: Grant, spellings: Spellings): readonly Write[] {
  const keys = keysOf(deny.notResources ?? deny.resources ?? [], spellings).map(({ key }) => key);
  const touches = deny.notResources !== undefined ? !keys.includes('*') : keys.length > 0;
  if (!touches) return [write];
  const { doubt, sources, detailTypes } = deny.terms;
  if (doubt !== undefined || sources !== undefined || detailTypes !== undefined) return [{ ...write, doubt: write.doubt ?? 'a statement denies it under a condition' }];
  if (deny.notResources !== undefined) return sparedOf(write, keys);
  if (write.key === undefined || keys.some(key => contains(key, write.key!))) return [];
  return [{ ...write, deniedKeys: [...(write.deniedKeys ?? []), ...keys] }];
}

/** What a deny with `NotResource` leaves of a write: the keys that it spares. */
function sparedOf(write: Write, spared: readonly string[]): readonly Write[] {
  if (write.key === undefined) return [];
  if (spared.some(key => contains(key, write.key!))) return [write];
  return spared.filter(key => !disjoint(key, write.key!)).map(key => ({ ...write, key: contains(write.key!, key) ? key : write.key }));
}

/** The role of a function or a state machine. */
export function roleOfWriter(writer: Resource, app: AppModel): Resource | undefined {
  return roleOf(writer.get(writer.type === 'AWS::StepFunctions::StateMachine' ? 'RoleArn' : 'Role'), app);
}
