import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { hasOpen, isOpen, Value } from '../model/value';
import { noncompliant, undecided } from '../rule/found';
import { ResourceType, Rule } from '../rule/rule';
import { IAuditedResource, IRule } from '../user-rule';

/**
 * Rules of the library and of the user, as one list.
 *
 * @throws Error if a rule of the user has an id that is malformed or taken
 */
export function withUserRules(own: readonly Rule[], users: readonly IRule[] = []): readonly Rule[] {
  const taken = new Set(own.map(rule => rule.id));
  for (const { id } of users) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) throw new Error(`a rule id is kebab-case like queue-name-prefixed, got: ${JSON.stringify(id)}`);
    if (taken.has(id)) throw new Error(`there is a rule ${id} already: give yours another id`);
    taken.add(id);
  }
  return [...own, ...users.map(toRule)];
}

function toRule(rule: IRule): Rule {
  return {
    id: rule.id,
    theme: 'isolation',
    severity: rule.severity,
    stability: 'stable',
    title: rule.title,
    threat: rule.title,
    remedy: rule.remedy,
    links: [],
    covers: [],
    target: rule.resourceType as ResourceType,
    check: (resource, app) => rule.check(new AuditedResource(resource, app)).map(({ message, property, detail, undecided: open }) =>
      (open ? undecided : noncompliant)(resource, message, { property, detail })),
    // A rule of the user has no fix: the promise of a level could not be held to account.
    examples: [],
  };
}

class AuditedResource implements IAuditedResource {
  public readonly logicalId: string;
  public readonly resourceType: string;
  public readonly constructPath: string;

  public constructor(private readonly resource: Resource, private readonly app: AppModel) {
    this.logicalId = resource.logicalId;
    this.resourceType = resource.type;
    this.constructPath = resource.constructPath ?? '';
  }

  public property(path: string): any {
    return plain(this.resource.get(path));
  }

  public isKnown(path: string): boolean {
    return !hasOpen(this.resource.get(path));
  }

  public referenced(path: string): IAuditedResource | undefined {
    const referenced = this.app.resourceOf(this.resource.get(path));
    return referenced && new AuditedResource(referenced, this.app);
  }
}

/** The value without what is only known at deployment. */
function plain(value: Value): unknown {
  if (isOpen(value)) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}
