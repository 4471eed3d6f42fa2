import type { AppModel } from '../model/app-model';
import { actionMatches, actionPatterns, allows, policiesOfRole, roleOf, Statement, statementsOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { alternativesOf, entryOf, isMap, patternOf, Value, valuesOf } from '../model/value';
import { worded } from './arn';

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
  readonly matches: (action: string) => boolean;
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
    statements.map(statement => grantOf(statement, holder, property)));
}

/** What the permissions boundary of a role allows; nothing where no boundary is known. */
export function boundaryOf(role: Resource, app: AppModel): readonly Grant[] | undefined {
  const boundary = app.resourceOf(role.get('PermissionsBoundary'));
  if (boundary?.type !== 'AWS::IAM::ManagedPolicy') return undefined;
  return statementsOf(boundary.get('PolicyDocument')).map(statement => grantOf(statement, boundary, 'PolicyDocument'));
}

function grantOf(statement: Statement, holder: Resource, property: string): Grant {
  const positive = actionPatterns(statement.actions);
  const negative = actionPatterns(statement.notActions);
  const words = (values: readonly Value[]): readonly string[] => values.flatMap(alternativesOf).flatMap(value => worded(value) ?? []);
  const terms = termsOf(statement.condition);
  return {
    allow: allows(statement),
    matches: action => (negative.length > 0 ? !negative.some(pattern => actionMatches(pattern, action)) : positive.some(pattern => actionMatches(pattern, action))),
    ...(statement.notResources.length > 0 ? { notResources: words(statement.notResources) } : { resources: words(statement.resources) }),
    terms: statement.certain ? terms : { ...terms, doubt: terms.doubt ?? 'a condition of the template decides whether the statement is there' },
    holder,
    property: `${property}.Statement.${statement.index}`,
  };
}

/** Keys that say where a call comes from or goes to, which is this application anyway. */
const INDIFFERENT_KEYS = ['aws:sourceaccount', 'aws:resourceaccount', 'aws:principalaccount', 'aws:requestedregion', 'aws:principalorgid', 'aws:resourceorgid', 'aws:calledvia'];

function termsOf(condition: Value): Terms {
  if (condition === undefined) return {};
  if (!isMap(condition)) return { doubt: 'the condition of the grant is only known at deployment' };
  let terms: Terms = {};
  for (const [operator, keys] of Object.entries(condition)) {
    for (const [key, value] of Object.entries(isMap(keys) ? keys : {})) terms = { ...terms, ...termOf(operator.toLowerCase(), key.toLowerCase(), value) };
  }
  return terms;
}

function termOf(operator: string, key: string, value: Value): Terms {
  if (INDIFFERENT_KEYS.includes(key)) return {};
  // A program calls over TLS: a rule for calls without it never meets one.
  if (key === 'aws:securetransport') return String(value).toLowerCase() === 'false' ? { never: true } : {};
  const texts = valuesOf(value).filter((one): one is string => typeof one === 'string');
  const listed = /stringequals(ifexists)?$/.test(operator) && !operator.includes('not') && texts.length === valuesOf(value).length;
  if (key === 'events:source' && listed) return { sources: texts };
  if (key === 'events:detail-type' && listed) return { detailTypes: texts };
  return { doubt: `the grant holds only under a condition on ${key}` };
}

/** What the policies of resources say to a role: resource id → its statements with their principals. */
export function resourceGrants(app: AppModel): ReadonlyMap<string, readonly { readonly grant: Grant; readonly principal: Value }[]> {
  const found = new Map<string, { grant: Grant; principal: Value }[]>();
  for (const [type, property] of [['AWS::S3::BucketPolicy', 'Bucket'], ['AWS::SQS::QueuePolicy', 'Queues'], ['AWS::SNS::TopicPolicy', 'Topics']] as const) {
    for (const policy of app.ofType(type)) {
      const statements = statementsOf(policy.get('PolicyDocument'));
      for (const name of valuesOf(policy.get(property))) {
        const resource = app.resourceOf(name) ?? (typeof name === 'string' ? app.named('AWS::S3::Bucket', name) : undefined);
        if (resource === undefined) continue;
        const grants = statements.map(statement => ({ grant: grantOf(statement, policy, 'PolicyDocument'), principal: statement.principal }));
        found.set(resource.id, [...(found.get(resource.id) ?? []), ...grants]);
      }
    }
  }
  return found;
}

/** Whether a policy's principal is a role, or everybody. */
export function principalIs(principal: Value, role: Resource, app: AppModel): 'role' | 'everybody' | undefined {
  const names = typeof principal === 'string' ? [principal] : valuesOf(entryOf(principal, 'AWS'));
  if (names.some(name => roleOf(name, app) === role)) return 'role';
  return names.some(name => patternOf(name) === '*' && typeof name === 'string') ? 'everybody' : undefined;
}
