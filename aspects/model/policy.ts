import type { AppModel } from './app-model';
import { Resource } from './resource';
import { alternativesOf, entryOf, isMap, isOpen, patternOf, Value, ValueMap, valuesOf } from './value';

/** One statement of a policy document, whatever form it was written in. */
export interface Statement {
  readonly effect: Value;
  /** `Action`, as written. An open action stands as a pattern with `*` for what is not known. */
  readonly actions: readonly Value[];
  readonly notActions: readonly Value[];
  readonly resources: readonly Value[];
  readonly notResources: readonly Value[];
  /** `Principal`, as written: `*`, or a map of lists. */
  readonly principal: Value;
  readonly notPrincipal: Value;
  /** `Condition`: operator → key → values. */
  readonly condition: Value;
  /** Its place in the document. */
  readonly index: number;
  /** False where a condition that cannot be decided says whether the statement is there at all. */
  readonly certain: boolean;
}

/** A policy document, and where it stands. */
export interface PolicyDocument {
  /** The resource that holds the document. */
  readonly holder: Resource;
  /** The property path of the document. */
  readonly property: string;
  readonly statements: readonly Statement[];
  /** True where the document, or whether it has more statements, is only known at deployment. */
  readonly open: boolean;
}

/**
 * Reads a policy document.
 *
 * `Statement` may be one object or a list, the document may be a JSON string, a statement may stand in one branch of a
 * condition: all are ordinary input.
 */
export function statementsOf(document: Value): readonly Statement[] {
  return alternativesOf(document).flatMap((one, _, all) => {
    const parsed = parse(one);
    return valuesOf(entryOf(parsed, 'Statement')).flatMap((statement, index) => {
      const branches = alternativesOf(statement).flatMap(valuesOf);
      return branches.filter(isMap).map(map => statementOf(map, index, all.length === 1 && branches.length === valuesOf(statement).length && !isOpen(statement)));
    });
  });
}

function parse(document: Value): Value {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as Value;
  } catch {
    return undefined; // not JSON, so no policy: CloudFormation refuses it
  }
}

function statementOf(map: ValueMap, index: number, certain: boolean): Statement {
  return {
    effect: map.Effect,
    actions: valuesOf(map.Action),
    notActions: valuesOf(map.NotAction),
    resources: valuesOf(map.Resource),
    notResources: valuesOf(map.NotResource),
    principal: map.Principal,
    notPrincipal: map.NotPrincipal,
    condition: map.Condition,
    index,
    certain,
  };
}

/** Whether the statement allows something, as far as can be known. */
export function allows(statement: Statement): boolean {
  return alternativesOf(statement.effect).some(effect => isOpen(effect) || String(effect).toLowerCase() === 'allow');
}

/** The actions of a statement as lower-case patterns: IAM does not tell upper from lower case. */
export function actionPatterns(actions: readonly Value[]): readonly string[] {
  return actions.flatMap(alternativesOf).map(action => (patternOf(action) ?? '').toLowerCase()).filter(action => action !== '');
}

/** Whether an action pattern (`s3:Get*`, any case) matches an action or a narrower pattern. */
export function actionMatches(pattern: string, action: string): boolean {
  return wildcard(pattern.toLowerCase()).test(action.toLowerCase());
}

/** A regular expression for an IAM pattern: `*` is anything, `?` one character. */
export function wildcard(pattern: string): RegExp {
  const cached = wildcards.get(pattern);
  if (cached) return cached;
  const expression = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 's');
  if (wildcards.size > 10_000) wildcards.clear();
  wildcards.set(pattern, expression);
  return expression;
}
const wildcards = new Map<string, RegExp>();

/** Where identity policies stand, by resource type. Source: the CloudFormation resource reference. */
const POLICY_DOCUMENTS = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'] as const;
const INLINE_POLICIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'] as const;

/** The resource types that hold identity policies. */
export const IDENTITY_POLICY_TYPES = [...POLICY_DOCUMENTS, ...INLINE_POLICIES, 'AWS::SSO::PermissionSet'] as const;

/** The identity policy documents that a resource holds. */
export function identityPolicies(holder: Resource): readonly PolicyDocument[] {
  if ((POLICY_DOCUMENTS as readonly string[]).includes(holder.type)) return [documentAt(holder, 'PolicyDocument')];
  if (holder.type === 'AWS::SSO::PermissionSet') return [documentAt(holder, 'InlinePolicy')];
  if (!(INLINE_POLICIES as readonly string[]).includes(holder.type)) return [];
  const policies = holder.get('Policies');
  return valuesOf(policies).flatMap((policy, index) => alternativesOf(policy).map(one => documentOf(holder, `Policies.${index}.PolicyDocument`, entryOf(one, 'PolicyDocument'))));
}

function documentAt(holder: Resource, property: string): PolicyDocument {
  return documentOf(holder, property, holder.get(property));
}

function documentOf(holder: Resource, property: string, value: Value): PolicyDocument {
  const document = parse(value);
  const statements = statementsOf(document);
  const written = valuesOf(entryOf(document, 'Statement'));
  return { holder, property, statements, open: isOpen(document) || written.some(isOpen) };
}

/** Every identity policy document of a role: its own, and those of the policies attached to it. */
export function policiesOfRole(role: Resource, app: AppModel): readonly PolicyDocument[] {
  return [...identityPolicies(role), ...(app.once(attachedPolicies).get(role.id) ?? [])];
}

/** Role id → the documents of the policies of the application that are attached to it, from either side. */
function attachedPolicies(app: AppModel): ReadonlyMap<string, readonly PolicyDocument[]> {
  const attached = new Map<string, PolicyDocument[]>();
  const attach = (role: Resource | undefined, policy: Resource): void => {
    if (role) attached.set(role.id, [...(attached.get(role.id) ?? []), ...identityPolicies(policy)]);
  };
  for (const policy of app.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
    for (const role of valuesOf(policy.get('Roles'))) attach(roleOf(role, app), policy);
  }
  for (const policy of app.ofType('AWS::IAM::RolePolicy')) attach(roleOf(policy.get('RoleName'), app), policy);
  for (const role of app.ofType('AWS::IAM::Role')) {
    for (const arn of valuesOf(role.get('ManagedPolicyArns'))) {
      const policy = app.resourceOf(arn);
      if (policy?.type === 'AWS::IAM::ManagedPolicy') attach(role, policy);
    }
  }
  return attached;
}

/** The role that a value means: by reference, ARN or name. */
export function roleOf(value: Value, app: AppModel): Resource | undefined {
  const role = app.resourceOf(value) ?? (typeof value === 'string' ? app.named('AWS::IAM::Role', value) : undefined);
  return role?.type === 'AWS::IAM::Role' ? role : undefined;
}
