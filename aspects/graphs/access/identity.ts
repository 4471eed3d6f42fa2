import type { AccessEdge } from './edge';
import { managedGrant } from './managed';
import { namedNode, Named, nodeOf, undecidedNode } from './principals';
import { edgesOf, transitionsOf } from './statement-edges';
import { EVERYTHING } from './targets';
import type { AppModel } from '../../model/app-model';
import { IDENTITY_POLICY_TYPES, identityPolicies, membersOf, PolicyDocument } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { patternOf, Reference, Unknown, Value, valuesOf } from '../../model/value';

/** The types that policies are attached to, by the property that names them in a policy. */
const ATTACHED_BY = [
  ['Roles', 'AWS::IAM::Role'], ['RoleName', 'AWS::IAM::Role'], ['Users', 'AWS::IAM::User'], ['UserName', 'AWS::IAM::User'],
  ['Groups', 'AWS::IAM::Group'], ['GroupName', 'AWS::IAM::Group'],
] as const;

/** The types that have policies themselves. */
const PRINCIPALS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::SSO::PermissionSet'];

/** What identity policies say: inline, of the application, and those that AWS manages. */
export function* identityEdges(app: AppModel): Generator<AccessEdge> {
  const attachments = attachmentsOf(app);
  for (const holder of app.ofType(...IDENTITY_POLICY_TYPES)) {
    const from = PRINCIPALS.includes(holder.type) ? [{ node: nodeOf(holder), certain: true }] : attachments.get(holder.id) ?? [];
    for (const document of identityPolicies(holder)) yield* documentEdges(document, from, 'identity', app);
  }
  for (const principal of app.ofType(...PRINCIPALS)) yield* managedEdges(principal, app);
}

/** What permissions boundaries leave over. */
export function* boundaryEdges(app: AppModel): Generator<AccessEdge> {
  for (const principal of app.ofType('AWS::IAM::Role', 'AWS::IAM::User')) {
    const from = [{ node: nodeOf(principal), certain: true }];
    for (const { value, certain } of membersOf(valuesOf(principal.get('PermissionsBoundary')))) {
      const policy = app.resourceOf(value);
      if (policy?.type === 'AWS::IAM::ManagedPolicy') {
        for (const document of identityPolicies(policy)) yield* documentEdges(document, from.map(one => ({ ...one, certain })), 'boundary', app);
      } else {
        yield* ofAws(principal, 'PermissionsBoundary', value, 'boundary');
      }
    }
  }
}

function* documentEdges(
  { statements, holder, property, open }: PolicyDocument, from: readonly Named[], by: AccessEdge['by'], app: AppModel,
): Generator<AccessEdge> {
  for (const statement of statements) {
    yield* edgesOf({ statement, by, declaredBy: holder, property: `${property}.Statement.${statement.index}`, from }, app);
  }
  if (open) yield* from.map(({ node }) => unreadable(node, holder, property, by, 'only the deployment knows the policy, or a part of it'));
}

/** What cannot be read may allow anything. */
function unreadable(from: AccessEdge['from'], declaredBy: Resource, property: string, by: AccessEdge['by'], doubt: string): AccessEdge {
  return {
    effect: 'allow',
    from,
    sparedFrom: [],
    actions: ['*'],
    notActions: [],
    to: EVERYTHING,
    resource: '*',
    notResources: [],
    condition: undefined,
    by,
    declaredBy,
    property,
    leadsOn: [],
    certain: false,
    doubt,
  };
}

function* managedEdges(principal: Resource, app: AppModel): Generator<AccessEdge> {
  for (const property of ['ManagedPolicyArns', 'ManagedPolicies']) {
    for (const { value, certain } of membersOf(valuesOf(principal.get(property)))) {
      if (app.resourceOf(value)?.type === 'AWS::IAM::ManagedPolicy') continue;
      for (const edge of ofAws(principal, property, value, 'managed')) {
        yield certain ? edge : { ...edge, certain, doubt: edge.doubt ?? 'a condition of the template decides whether it is there' };
      }
    }
  }
}

/** A policy that stands outside of the application: what it allows is known of some of those that AWS manages. */
function* ofAws(principal: Resource, property: string, arn: Value, by: AccessEdge['by']): Generator<AccessEdge> {
  const from = nodeOf(principal);
  const name = patternOf(arn) ?? '';
  const known = managedGrant(name);
  const words = `what the policy ${name.split('/').pop()} allows is written outside of the application`;
  if (known === undefined) {
    yield unreadable(from, principal, property, by, arn instanceof Unknown ? 'only the deployment knows which policy it is' : words);
    return;
  }
  const { doubt: _, ...sure } = { ...unreadable(from, principal, property, by, words), certain: true };
  if (known.allBut !== undefined) yield { ...sure, actions: [], notActions: known.allBut, leadsOn: transitionsOf([], known.allBut) };
  yield { ...sure, actions: known.actions, leadsOn: transitionsOf(known.actions, []) };
  if (!known.complete) yield unreadable(from, principal, property, by, words);
}

/** Policy id → the principals that it is attached to, from either side. */
function attachmentsOf(app: AppModel): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Map<string, Named>>();
  const attach = (policy: Resource, one: Named): void => {
    const known = found.get(policy.id) ?? new Map<string, Named>();
    found.set(policy.id, known.set(one.node.id, { ...one, certain: one.certain || known.get(one.node.id)?.certain === true }));
  };
  for (const policy of app.ofType(...IDENTITY_POLICY_TYPES)) {
    for (const [property, type] of PRINCIPALS.includes(policy.type) ? [] : ATTACHED_BY) {
      for (const { value, certain } of membersOf(valuesOf(policy.get(property)))) {
        attach(policy, { node: holderNamed(value, type, policy, app), certain });
      }
    }
  }
  for (const principal of app.ofType(...PRINCIPALS)) {
    for (const { value, certain } of membersOf(valuesOf(principal.get('ManagedPolicyArns')))) {
      const policy = app.resourceOf(value);
      if (policy?.type === 'AWS::IAM::ManagedPolicy') attach(policy, { node: nodeOf(principal), certain });
    }
  }
  return new Map([...found].map(([id, named]) => [id, [...named.values()]]));
}

/** A role, user or group by reference or by name; one of another application, as an imported role, is known by its name only. */
function holderNamed(value: Value, type: string, policy: Resource, app: AppModel): AccessEdge['from'] {
  const resource = value instanceof Reference ? value.resource
    : app.resourceOf(value) ?? (typeof value === 'string' ? principalNamed(value, type, policy, app) : undefined);
  if (resource !== undefined) return nodeOf(resource);
  return value instanceof Unknown ? undecidedNode(value) : namedNode(value);
}

function principalNamed(name: string, type: string, policy: Resource, app: AppModel): Resource | undefined {
  if (type === 'AWS::IAM::Role') return app.named(type, name, policy.template.environment);
  const property = type === 'AWS::IAM::User' ? 'UserName' : 'GroupName';
  const alike = app.ofType(type).filter(one => one.get(property) === name);
  return alike.length === 1 ? alike[0] : undefined;
}
