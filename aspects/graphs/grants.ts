import { worded, WRITABLE_TYPES } from './arn';
import { writeActions } from './write-actions';
import type { AppModel } from '../model/app-model';
import { actionPatterns, allows, policiesOfRole, roleOf, Statement, statementsOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { alternativesOf, entryOf, isMap, Value, valuesOf } from '../model/value';

/** What a statement's condition says of writes. */
export interface Terms {
  /** True where the condition cannot hold for the calls of a program. */
  readonly never?: boolean;
  readonly sources?: readonly string[];
  readonly detailTypes?: readonly string[];
  /** Why it is not certain that the condition holds. */
  readonly doubt?: string;
}

/** A statement, ready to be compared with resources. */
export interface Grant {
  readonly allow: boolean;
  /** The write actions that it is about. */
  readonly actions: ReadonlySet<string>;
  /** Patterns as words; nothing where `NotResource` stands. */
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly terms: Terms;
  /** The resource that holds the policy, and the property. */
  readonly holder: Resource;
  readonly property: string;
}

/** What the policies of a role say. */
export function grantsOf(role: Resource, app: AppModel): readonly Grant[] {
  return policiesOfRole(role, app).flatMap(({ statements, holder, property }) =>
    statements.map(statement => grantOf(statement, holder, property, app)));
}

/** What the permissions boundary of a role allows; nothing where no boundary is known. */
export function boundaryOf(role: Resource, app: AppModel): readonly Grant[] | undefined {
  const boundary = app.resourceOf(role.get('PermissionsBoundary'));
  if (boundary?.type !== 'AWS::IAM::ManagedPolicy') return undefined;
  return statementsOf(boundary.get('PolicyDocument')).map(statement => grantOf(statement, boundary, 'PolicyDocument', app));
}

function grantOf(statement: Statement, holder: Resource, property: string, app: AppModel): Grant {
  const positive = actionPatterns(statement.actions);
  const negative = actionPatterns(statement.notActions);
  const words = (values: readonly Value[]): readonly string[] => values.flatMap(alternativesOf).flatMap(value => worded(value) ?? []);
  const terms = termsOf(statement.condition);
  return {
    allow: allows(statement),
    actions: negative.length > 0 ? writeActions(negative, true, app) : writeActions(positive, false, app),
    ...(statement.notResources.length > 0 ? { notResources: words(statement.notResources) } : { resources: words(statement.resources) }),
    terms: statement.certain ? terms : { ...terms, doubt: terms.doubt ?? 'a condition of the template decides whether the statement is there' },
    holder,
    property: `${property}.Statement.${statement.index}`,
  };
}

/** Keys that say where a call comes from or goes to, which is this application anyway. */
const INDIFFERENT_KEYS = [
  'aws:sourceaccount', 'aws:resourceaccount', 'aws:principalaccount', 'aws:requestedregion', 'aws:principalorgid',
  'aws:resourceorgid', 'aws:calledvia',
];

function termsOf(condition: Value): Terms {
  if (condition === undefined) return {};
  if (!isMap(condition)) return { doubt: 'the condition of the grant is only known at deployment' };
  let terms: Terms = {};
  for (const [operator, keys] of Object.entries(condition)) {
    for (const [key, value] of Object.entries(isMap(keys) ? keys : {})) {
      terms = { ...terms, ...termOf(operator.toLowerCase(), key.toLowerCase(), value) };
    }
  }
  return terms;
}

function termOf(operator: string, key: string, value: Value): Terms {
  // Of a call inside the application the account and the organisation are its own: a statement about all others is not about it.
  if (INDIFFERENT_KEYS.includes(key)) return /not/.test(operator) ? { never: true } : {};
  // A program calls over TLS: a rule for calls without it never meets one.
  if (key === 'aws:securetransport') return String(value).toLowerCase() === 'false' ? { never: true } : {};
  const texts = valuesOf(value).filter((one): one is string => typeof one === 'string');
  const listed = /stringequals(ifexists)?$/.test(operator) && !operator.includes('not') && texts.length === valuesOf(value).length;
  if (key === 'events:source' && listed) return { sources: texts };
  if (key === 'events:detail-type' && listed) return { detailTypes: texts };
  return { doubt: `the grant holds only under a condition on ${key}` };
}

/** What the policies of buckets, queues and topics say. */
class ResourceGrants {
  private readonly byResource = new Map<string, { readonly grant: Grant; readonly roles: ReadonlySet<Resource>; readonly everybody: boolean }[]>();
  private readonly byRole = new Map<Resource, Set<string>>();

  /** The targets whose policy allows a role something by its name. */
  public grantedTo(role: Resource): readonly string[] {
    return [...this.byRole.get(role) ?? []];
  }

  /** What the policy of a target says to a role: what it allows the role itself, what it denies the role or everybody. */
  public of(target: Resource, role: Resource): readonly Grant[] {
    const statements = this.byResource.get(target.id) ?? [];
    return statements.filter(({ grant, roles, everybody }) => roles.has(role) || (everybody && !grant.allow)).map(({ grant }) => grant);
  }

  public add(target: Resource, grant: Grant, principal: Value, app: AppModel): void {
    const names = typeof principal === 'string' ? [principal] : valuesOf(entryOf(principal, 'AWS'));
    const roles = new Set(names.flatMap(name => roleOf(name, app) ?? []));
    this.byResource.set(target.id, [...this.byResource.get(target.id) ?? [], { grant, roles, everybody: names.includes('*') }]);
    for (const role of grant.allow ? roles : []) this.byRole.set(role, (this.byRole.get(role) ?? new Set()).add(target.id));
  }
}

const RESOURCE_POLICIES = [['AWS::S3::BucketPolicy', 'Bucket'], ['AWS::SQS::QueuePolicy', 'Queues'], ['AWS::SNS::TopicPolicy', 'Topics']] as const;

/** What the policies of buckets, queues and topics say: `app.once(resourceGrants)`. */
export function resourceGrants(app: AppModel): ResourceGrants {
  const found = new ResourceGrants();
  for (const [type, property] of RESOURCE_POLICIES) {
    for (const policy of app.ofType(type)) {
      const statements = statementsOf(policy.get('PolicyDocument'));
      for (const name of valuesOf(policy.get(property))) {
        const target = app.resourceOf(name) ?? (typeof name === 'string' ? app.named('AWS::S3::Bucket', name) : undefined);
        if (target === undefined || !WRITABLE_TYPES.includes(target.type)) continue;
        for (const statement of statements) found.add(target, grantOf(statement, policy, 'PolicyDocument', app), statement.principal, app);
      }
    }
  }
  return found;
}
