import type { AppModel } from './app-model';
import type { Environment } from './environment';
import { oncePer } from './once-per';
import { Resource } from './resource';
import { agreed, alternativesOf, Answer, entryOf, isMap, isOpen, joinText, keyOf, patternOf, Reference, Text, Unknown, Value, ValueMap, valuesOf } from './value';
import { fits, isAnything } from './wildcard';

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
  return typeof document === 'object' && document !== null ? knownStatements(document) : readStatements(document);
}

const knownStatements = oncePer<Value & object, readonly Statement[]>(readStatements);

function readStatements(document: Value): readonly Statement[] {
  const documents = alternativesOf(document);
  return documents.flatMap(one => {
    const parsed = parsePolicy(one);
    // The whole list may stand in a branch: then the places are those in the branch.
    const lists = alternativesOf(entryOf(parsed, 'Statement')).map(valuesOf);
    return lists.flatMap(list => list.flatMap((statement, index) => alternativesOf(statement).flatMap(valuesOf).filter(isMap)
      .map(map => statementOf(map, index, documents.length === 1 && lists.length === 1 && !isOpen(statement)))));
  });
}

/** A policy document as a map: documents may be written as JSON, also as JSON of which some parts are only known at deployment. */
export function parsePolicy(document: Value): Value {
  if (typeof document !== 'string' && !(document instanceof Text)) return document;
  // Each open part is stood for by a mark that JSON takes as an ordinary letter, and put back into the strings read.
  const parts = document instanceof Text ? document.parts : [document];
  const json = parts.map((part, index) => (typeof part === 'string' ? part : `\uE000${index}\uE001`)).join('');
  try {
    return restored(JSON.parse(json) as Value, parts);
  } catch {
    return document instanceof Text ? document : undefined; // not JSON, so no policy: CloudFormation refuses it
  }
}

function restored(value: Value, parts: Text['parts']): Value {
  if (typeof value === 'string' && value.includes('\uE000')) {
    return joinText(value.split(/(\uE000\d+\uE001)/).map(piece => (piece.startsWith('\uE000') ? parts[Number(piece.slice(1, -1))] : piece)));
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map(one => restored(one, parts));
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restored(one, parts)])) : value;
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
export const actionPatterns: (actions: readonly Value[]) => readonly string[] = oncePer(actions =>
  membersOf(actions).map(({ value }) => (patternOf(value) ?? '').toLowerCase()).filter(action => action !== ''));

/** A member of a list, and whether it is there in every branch of the conditions that choose it. */
export interface Member {
  readonly value: Value;
  readonly certain: boolean;
}

/** The members of a list of actions, resources or principals, each once; a member may be a condition that chooses between lists. */
export function membersOf(values: readonly Value[]): readonly Member[] {
  if (!values.some(isChoice)) return values.map(value => ({ value, certain: true }));
  return values.flatMap(value => {
    if (!isChoice(value)) return [{ value, certain: true }];
    const branches = alternativesOf(value).map(valuesOf);
    const members = new Map(branches.flat().map(member => [keyOf(member), member]));
    return [...members].map(([key, member]) => ({ value: member, certain: branches.every(branch => branch.some(one => keyOf(one) === key)) }));
  });
}

/** Whether a member stands for several, or for what only the deployment knows. */
function isChoice(value: Value): boolean {
  return value instanceof Unknown || Array.isArray(value);
}

/** Whether an action pattern (`s3:Get*`, any case) matches an action or a narrower pattern. */
export function actionMatches(pattern: string, action: string): boolean {
  return fits(pattern.toLowerCase(), action.toLowerCase());
}

/**
 * Whether a resource of a statement is every resource there is: `*`, or an ARN of any service with any name.
 *
 * A reference means one resource; what else is only known at deployment may turn out to be `*`.
 */
export function isEveryResource(resource: Value): Answer {
  if (resource instanceof Reference) return 'no';
  return agreed(resource, one => {
    if (one instanceof Unknown) return 'undecided';
    // An unknown part of an ARN (its partition, its account) is no wildcard.
    const text = one instanceof Text ? one.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : typeof one === 'string' ? one : '';
    return EVERY_RESOURCE.test(text.replace(/[*?]+/g, run => (isAnything(run) ? '*' : run))) ? 'yes' : 'no';
  });
}
const EVERY_RESOURCE = /^(\*|arn:[^:]*:\*(:[^:]*){0,2}(:\*)?|arn:\*)$/;

/** Where identity policies stand, by resource type. Source: the CloudFormation resource reference. */
const POLICY_DOCUMENTS = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'] as const;
const INLINE_POLICIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'] as const;

/** The resource types that hold identity policies. */
export const IDENTITY_POLICY_TYPES = [...POLICY_DOCUMENTS, ...INLINE_POLICIES, 'AWS::SSO::PermissionSet'] as const;

/** The identity policy documents that a resource holds. */
export function identityPolicies(holder: Resource): readonly PolicyDocument[] {
  return holder.once(readIdentityPolicies);
}

function readIdentityPolicies(holder: Resource): readonly PolicyDocument[] {
  if ((POLICY_DOCUMENTS as readonly string[]).includes(holder.type)) return documentAt(holder, 'PolicyDocument');
  if (holder.type === 'AWS::SSO::PermissionSet') return documentAt(holder, 'InlinePolicy');
  if (!(INLINE_POLICIES as readonly string[]).includes(holder.type)) return [];
  const lists = alternativesOf(holder.get('Policies')).map(valuesOf);
  return lists.flatMap(list => list.flatMap((policy, index) => alternativesOf(policy).filter(one => one !== undefined).map(one =>
    documentOf(holder, `Policies.${index}.PolicyDocument`, isOpen(one) ? one : entryOf(one, 'PolicyDocument'), lists.length === 1 && !isOpen(policy)))));
}

/** The policy document in a property of a resource; none where the property is not set. */
export function documentAt(holder: Resource, property: string): readonly PolicyDocument[] {
  const value = holder.get(property);
  return value === undefined ? [] : [documentOf(holder, property, value, true)];
}

function documentOf(holder: Resource, property: string, value: Value, certain: boolean): PolicyDocument {
  const statements = statementsOf(value).map(statement => (certain ? statement : { ...statement, certain }));
  return { holder, property, statements, open: alternativesOf(value).some(isOpenDocument) };
}

/** Whether a document, or whether it has more statements, is only known at deployment. */
export function isOpenDocument(document: Value): boolean {
  const parsed = parsePolicy(document);
  const unreadable = (value: Value): boolean => alternativesOf(value).some(isOpen);
  return isOpen(parsed) || alternativesOf(entryOf(parsed, 'Statement')).some(list => unreadable(list) || valuesOf(list).some(unreadable));
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
    for (const role of valuesOf(policy.get('Roles'))) attach(roleOf(role, app, policy.template.environment), policy);
  }
  for (const policy of app.ofType('AWS::IAM::RolePolicy')) attach(roleOf(policy.get('RoleName'), app, policy.template.environment), policy);
  for (const role of app.ofType('AWS::IAM::Role')) {
    for (const arn of valuesOf(role.get('ManagedPolicyArns'))) {
      const policy = app.resourceOf(arn);
      if (policy?.type === 'AWS::IAM::ManagedPolicy') attach(role, policy);
    }
  }
  return attached;
}

/** The role that a value means: by reference, ARN or name. */
export function roleOf(value: Value, app: AppModel, from?: Environment): Resource | undefined {
  const role = app.resourceOf(value) ?? (typeof value === 'string' ? app.named('AWS::IAM::Role', value, from) : undefined);
  return role?.type === 'AWS::IAM::Role' ? role : undefined;
}
