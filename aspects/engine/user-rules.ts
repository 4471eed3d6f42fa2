import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { hasOpen, isOpen, Value } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';
import { ResourceType, Rule } from '../rule/rule';
import { SEVERITIES } from '../severity';
import { IAuditedResource, IRule, RuleFinding } from '../user-rule';

/** The types that a template may give a resource. */
const RESOURCE_TYPE = /^(?:Custom::[\w@-]+|[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+(?:::MODULE)?)$/;

/** A rule of the user failed: nothing that this library could mend. */
export class UserRuleError extends Error {
  public override readonly name = 'UserRuleError';
}

/**
 * Rules of the library and of the user, as one list.
 *
 * @throws Error if a rule of the user has an id that is malformed or taken, or could never say anything
 */
export function withUserRules(own: readonly Rule[], users: readonly IRule[] = []): readonly Rule[] {
  const taken = new Set(own.map(rule => rule.id));
  for (const rule of users) {
    const { id } = rule;
    if (typeof id !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) throw new Error(`a rule id is kebab-case like queue-name-prefixed, got: ${JSON.stringify(id)}`);
    if (taken.has(id)) throw new Error(`there is a rule ${id} already: give yours another id`);
    const fault = faultOf(rule);
    if (fault !== undefined) throw new Error(`the rule ${id}: ${fault}`);
    taken.add(id);
  }
  return [...own, ...users.map(toRule)];
}

/** What a compiler would say of a rule, if every user had one. */
function faultOf({ severity, title, remedy, resourceType }: IRule): string | undefined {
  if (!SEVERITIES.includes(severity)) return `severity must be one of ${SEVERITIES.join(', ')}, got: ${JSON.stringify(severity)}`;
  for (const [name, text] of Object.entries({ title, remedy })) {
    if (!isSaid(text)) return `${name} must say something, got: ${JSON.stringify(text)}`;
  }
  if (!isResourceType(resourceType)) return `resourceType must read like AWS::SQS::Queue or Custom::Name, got: ${JSON.stringify(resourceType)}`;
  if (resourceType.startsWith('AWS::Serverless::')) return `resourceType: what SAM makes is judged as what it becomes, so name AWS::Lambda::Function or the like, got: "${resourceType}"`;
  return undefined;
}

function isSaid(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '';
}

/** Whether a template may give a resource this type. Only `AWS` stands for Amazon: in other letters it would match nothing. */
function isResourceType(type: unknown): boolean {
  return typeof type === 'string' && RESOURCE_TYPE.test(type) && (type.startsWith('AWS::') || !/^aws::/i.test(type));
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
    check: (resource, app) => {
      try {
        return findingsOf(rule, resource, app).map(finding => foundOf(finding, resource));
      } catch (error) {
        throw new UserRuleError(error instanceof Error ? error.message : String(error));
      }
    },
    // A rule of the user has no fix: the promise of a level could not be held to account.
    examples: [],
  };
}

function findingsOf(rule: IRule, resource: Resource, app: AppModel): readonly RuleFinding[] {
  const findings: unknown = rule.check(new AuditedResource(resource, app)) ?? [];
  if (!Array.isArray(findings)) throw new Error(`check must return a list of findings, got: ${JSON.stringify(findings)}`);
  return findings as RuleFinding[];
}

function foundOf({ message, property, detail, undecided: open }: RuleFinding, resource: Resource): Found {
  if (!isSaid(message)) throw new Error(`a finding needs a message, got: ${JSON.stringify(message)}`);
  return (open ? undecided : noncompliant)(resource, message, { property, detail });
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
