import type { AccessGraph } from './access';
import { holds, keysOf, RequestFacts } from './condition';
import type { AccessEdge, AccessNode } from './edge';
import { covers } from './targets';
import { knownAccount } from '../../model/environment';
import { actionMatches } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { Answer, Value, valuesOf } from '../../model/value';
import { allOf, anyOf } from '../../network/answers';

/** Whether something is allowed, and by what. */
export interface Decision {
  readonly answer: Answer;
  /** The edges that decide: what allows it, or what denies it. */
  readonly because: readonly AccessEdge[];
  /** Why it is not certain, or what is missing. */
  readonly why?: string;
}

/** An edge that speaks of the request, and whether it does for certain. */
interface Said {
  readonly edge: AccessEdge;
  readonly answer: Answer;
  readonly why?: string;
}

/** Works out whether a principal may do something to a resource. */
export function decide(graph: AccessGraph, who: Resource, action: string, on: Resource, facts: RequestFacts = {}): Decision {
  const roles = graph.rolesOf(who);
  if (roles.length > 0) return throughRoles(roles, role => decide(graph, role, action, on, facts));
  const identities = identitiesOf(graph, who);
  const boundary = graph.boundaryOf(who);
  const own = identities.flatMap(identity => graph.from(identity).filter(edge => edge.by === 'identity' || edge.by === 'managed'));
  const beside = graph.into(on).filter(edge => edge.by === 'resource' || edge.by === 'trust');
  const said = (edges: readonly AccessEdge[], effect: AccessEdge['effect'], to: (edge: AccessEdge) => Answer): readonly Said[] => edges
    .filter(edge => edge.effect === effect).map(edge => speaks(edge, action, on, to(edge), graph, facts)).filter(one => one.answer !== 'no');
  const always = (): Answer => 'yes';
  const direct = (edge: AccessEdge): Answer => names(edge, who, false);

  const denials = [...said(own, 'deny', always), ...said(boundary ?? [], 'deny', always), ...said(beside, 'deny', edge => names(edge, who, true))];
  const certainly = denials.filter(({ answer }) => answer === 'yes');
  if (certainly.length > 0) return { answer: 'no', because: certainly.map(({ edge }) => edge), why: 'a statement denies it' };

  const byIdentity = said(own, 'allow', always);
  const byName = said(beside, 'allow', direct);
  const byAccount = said(beside, 'allow', edge => isAccountOf(edge.from, who, on));
  const together = areApart(who, on) ? 'apart' : hasLastWord(on, action) ? 'last word' : 'together';
  const granted = combine(together, strongest(byIdentity), strongest(byName), anyOf([strongest(byAccount), defaultPolicy(who, on)]));
  // A boundary limits what a role is allowed by its name in a resource's policy too, but not what a user is.
  const within = boundary === undefined || (who.type === 'AWS::IAM::User' && strongest(byName) === 'yes') ? 'yes' : strongest(said(boundary, 'allow', always));
  const answer = allOf([granted, within, denials.length > 0 ? 'undecided' : 'yes']);
  const because = [...byIdentity, ...byName, ...byAccount];
  return { answer, because: answer === 'no' ? [] : because.map(({ edge }) => edge), ...reason(answer, { granted, within, denials, because }) };
}

/** Whatever acts with a role may do what the role may. */
function throughRoles(roles: ReturnType<AccessGraph['rolesOf']>, decided: (role: Resource) => Decision): Decision {
  const decisions = roles.map(({ role, certain }): Decision => {
    if (role === undefined) return { answer: 'undecided', because: [], why: 'its role is not part of the application' };
    const decision = decided(role);
    return certain || decision.answer === 'no' ? decision : { ...decision, answer: 'undecided', why: 'a condition of the template decides which role it has' };
  });
  const answer = anyOf(decisions.map(decision => decision.answer));
  return decisions.find(decision => decision.answer === answer)!;
}

/**
 * Works out whether a principal may make a call on something of its kind, which need not be there yet: to create a function, say.
 *
 * What a statement is bounded to by names counts as allowed: there is a name that fits.
 */
export function decideAnywhere(graph: AccessGraph, who: Resource, action: string): Decision {
  const roles = graph.rolesOf(who);
  if (roles.length > 0) return throughRoles(roles, role => decideAnywhere(graph, role, action));
  const account = accountOf(who);
  const boundary = graph.boundaryOf(who);
  const own = identitiesOf(graph, who).flatMap(identity => graph.from(identity).filter(edge => edge.by === 'identity' || edge.by === 'managed'));
  const said = (edges: readonly AccessEdge[], effect: AccessEdge['effect']): readonly Said[] => edges
    .filter(edge => edge.effect === effect && isAboutAction(edge, action))
    .map((edge): Said => ({ edge, answer: allOf([holds(edge.condition, account), edge.certain ? 'yes' : 'undecided']) }))
    .filter(({ answer }) => answer !== 'no');
  const denials = [...said(own, 'deny'), ...said(boundary ?? [], 'deny')].filter(({ edge }) => edge.to.kind === 'everything' && edge.notResources.length === 0);
  if (denials.some(({ answer }) => answer === 'yes')) return { answer: 'no', because: denials.map(({ edge }) => edge), why: 'a statement denies it' };
  const because = said(own, 'allow');
  const [granted, within] = [strongest(because), boundary === undefined ? 'yes' as const : strongest(said(boundary, 'allow'))];
  const answer = allOf([granted, within, denials.length > 0 ? 'undecided' : 'yes']);
  return { answer, because: answer === 'no' ? [] : because.map(({ edge }) => edge), ...reason(answer, { granted, within, denials, because }) };
}

/** A principal and the groups that it belongs to. */
export function identitiesOf(graph: AccessGraph, who: Resource): readonly Resource[] {
  if (who.type !== 'AWS::IAM::User') return [who];
  const named = (group: Value) => graph.app.ofType('AWS::IAM::Group').filter(one => one.get('GroupName') === group);
  const listed = valuesOf(who.get('Groups')).flatMap(group => graph.app.resourceOf(group) ?? named(group));
  const added = graph.app.ofType('AWS::IAM::UserToGroupAddition')
    .filter(addition => valuesOf(addition.get('Users')).some(user => graph.app.resourceOf(user) === who || (user !== undefined && who.get('UserName') === user)))
    .flatMap(addition => graph.app.resourceOf(addition.get('GroupName')) ?? []);
  return [who, ...new Set([...listed, ...added])];
}

/** Whether an edge speaks of an action on a resource. */
function speaks(edge: AccessEdge, action: string, on: Resource, named: Answer, { app }: AccessGraph, facts: RequestFacts): Said {
  if (!isAboutAction(edge, action) || named === 'no') return { edge, answer: 'no' };
  const covered = coverage(edge, on, action, app);
  const condition = holds(edge.condition, on.template.environment.account, facts);
  const answer = allOf([named, covered, condition, edge.certain ? 'yes' : 'undecided']);
  if (answer !== 'undecided') return { edge, answer };
  const keys = keysOf(edge.condition);
  const why = edge.doubt ?? (condition === 'undecided' ? `it depends on a condition${keys.length > 0 ? ` on ${keys.join(', ')}` : ''}` : 'only the deployment knows who or what is meant');
  return { edge, answer, why };
}

function isAboutAction({ actions, notActions }: AccessEdge, action: string): boolean {
  const matches = (patterns: readonly string[]) => patterns.some(pattern => actionMatches(pattern, action));
  return notActions.length > 0 ? !matches(notActions) : matches(actions);
}

function coverage(edge: AccessEdge, on: Resource, action: string, app: AccessGraph['app']): Answer {
  if (edge.notResources.length > 0) {
    const spared = anyOf(edge.notResources.map(entry => covers(entry, on, action, app)));
    return spared === 'yes' ? 'no' : spared === 'no' ? 'yes' : 'undecided';
  }
  // What the policy of a resource says without naming a resource is about that resource.
  return edge.resource === undefined ? 'yes' : covers(edge.resource, on, action, app);
}

/**
 * Whether a statement of a resource names a principal.
 *
 * @param byAccount whether naming its account is enough: so it is for a denial
 */
function names(edge: AccessEdge, who: Resource, byAccount: boolean): Answer {
  if (edge.sparedFrom.length > 0) {
    const spared = anyOf(edge.sparedFrom.map(node => isPrincipal(node, who)));
    return spared === 'yes' ? 'no' : spared === 'no' ? 'yes' : 'undecided';
  }
  return byAccount && edge.from.kind === 'account' ? isAccountOf(edge.from, who, edge.declaredBy) : isPrincipal(edge.from, who);
}

function isPrincipal(node: AccessNode, who: Resource): Answer {
  if (node.resource !== undefined) return node.resource === who ? 'yes' : 'no';
  switch (node.kind) {
    case 'everybody': return 'yes';
    case 'undecided': return 'undecided';
    default: return 'no';
  }
}

/** Whether an account is that of a principal. */
function isAccountOf(node: AccessNode, who: Resource, holder: Resource): Answer {
  if (node.kind !== 'account') return 'no';
  const account = accountOf(who);
  if (node.account !== undefined && account !== undefined) return node.account === account ? 'yes' : 'no';
  return node.own === true ? (areApart(who, holder) ? 'no' : 'yes') : 'undecided';
}

function accountOf({ template: { environment } }: Resource): string | undefined {
  return knownAccount(environment.account);
}

function areApart(one: Resource, other: Resource): boolean {
  const [a, b] = [accountOf(one), accountOf(other)];
  return a !== undefined && b !== undefined && a !== b;
}

/** Key policies and the trust of roles have the last word: what they do not allow, no policy of a principal allows. */
function hasLastWord(on: Resource, action: string): boolean {
  return KEYS.includes(on.type) || (on.type === 'AWS::IAM::Role' && action.startsWith('sts:'));
}
const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** What the policies of a principal and of a resource grant together: between accounts both have to. */
function combine(how: 'apart' | 'last word' | 'together', byIdentity: Answer, byName: Answer, byAccount: Answer): Answer {
  switch (how) {
    case 'apart': return allOf([byIdentity, anyOf([byName, byAccount])]);
    case 'last word': return anyOf([byName, allOf([byIdentity, byAccount])]);
    case 'together': return anyOf([byIdentity, byName]);
  }
}

/** A key without a policy leaves it to the account. */
function defaultPolicy(who: Resource, on: Resource): Answer {
  return KEYS.includes(on.type) && on.get('KeyPolicy') === undefined && !areApart(who, on) ? 'yes' : 'no';
}

function strongest(said: readonly Said[]): Answer {
  return anyOf(said.map(({ answer }) => answer));
}

function reason(
  answer: Answer, { granted, within, denials, because }: { granted: Answer; within: Answer; denials: readonly Said[]; because: readonly Said[] },
): { readonly why?: string } {
  if (answer === 'yes') return {};
  if (granted === 'no') return { why: 'nothing allows it' };
  if (within === 'no') return { why: 'the permissions boundary does not allow it' };
  if (granted === 'undecided') return { why: because.find(({ why }) => why !== undefined)?.why };
  if (within === 'undecided') return { why: 'the permissions boundary allows it only perhaps' };
  return { why: denials[0] === undefined ? undefined : `a statement may deny it: ${denials[0].why ?? ''}`.replace(/: $/, '') };
}
