import { actionsMatching, IamAction, isScopable, requiredResourceTypes } from './actions';
import { isEveryAction } from './admin';
import { BroadResource, broadResources, isAbout } from './broad-resources';
import { conditionBoundsResources, Grant, grantedBy } from './granted';
import { AppModel } from '../model/app-model';
import { actionMatches, actionPatterns, identityPolicies, membersOf } from '../model/policy';
import { Resource } from '../model/resource';
import { isOpen, patternOf, Unknown } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';
import { Severity } from '../severity';

/** What the worst of a statement's actions does: change who may do what, change or delete something else, read. */
export type Deed = 'permits' | 'writes' | 'reads';

/** A statement whose actions could name their resources and do not, and what the worst of them does. */
interface Unscoped {
  readonly deed: Deed;
  readonly found: Found;
}

/** The findings on statements whose worst action does something: one for each statement, so each stands under one deed. */
export function unscoped(holder: Resource, deed: Deed, app: AppModel): readonly Found[] {
  const known = app.once(unscopedByHolder);
  if (!known.has(holder.id)) known.set(holder.id, grantedBy(holder, app).grants.flatMap(grant => foundIn(holder, grant) ?? []));
  return known.get(holder.id)!.filter(one => one.deed === deed).map(({ found }) => found);
}

/** Three rules ask each policy; it is read once. */
function unscopedByHolder(): Map<string, readonly Unscoped[]> {
  return new Map();
}

/** What other rules say of actions on every resource. */
const ELSEWHERE = ['iam:passrole', 'kms:decrypt', 'kms:reencryptfrom'];

/**
 * What needs every resource all the same: the interfaces that Lambda makes in a VPC, metrics, voices and words; the agent of
 * Systems Manager, which tells of its own instance; the answer of an object Lambda, which only a token of its request sends.
 */
const NEED_EVERY_RESOURCE = [
  'cloudwatch:getmetricdata', 'cloudwatch:listmetrics', 'cloudwatch:putmetricdata', 'ec2:assignprivateipaddresses', 'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface', 'ec2:detachnetworkinterface', 'ec2:unassignprivateipaddresses', 'polly:synthesizespeech', 's3-object-lambda:writegetobjectresponse',
  'ssm:updateinstanceinformation', 'translate:translatedocument', 'translate:translatetext',
];

const NOT_HERE: ReadonlySet<string> = new Set([...ELSEWHERE, ...NEED_EVERY_RESOURCE]);

const LOG_WRITES = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

function foundIn(holder: Resource, grant: Grant): Unscoped | undefined {
  const { statement, property } = grant;
  const broad = broadResources(statement);
  if (broad.length === 0 || conditionBoundsResources(statement.condition)) return undefined;
  const members = membersOf(statement.actions).filter(({ value }) => isEveryAction(value) !== 'yes');
  const patterns = members.filter(({ value, certain }) => certain && !isOpen(value)).map(({ value }) => patternOf(value) ?? '');
  const all = scopable(patterns, broad);
  const others = all.filter(({ actions }) => !actions.every(isPublish));
  // Only `*` means phone numbers too.
  const toPhones = others.length < all.length && broad.some(({ service }) => service === '*');
  const scoped = toPhones ? others : all;
  if (scoped.length > 0) {
    const deed = worstOf(scoped);
    const message = said(scoped, deed);
    const severity = severityOf(scoped.flatMap(({ actions }) => actions), broad);
    const where = broad.find(({ certain }) => certain);
    const found = where !== undefined && grant.certain ? noncompliant(holder, `${message}, and the policy allows it on \`${where.written}\``, { property, severity })
      : undecided(holder, `${message}; whether the policy allows it on every resource is only known at deployment`, { property });
    return { deed, found };
  }
  if (toPhones) {
    if (refusesTopics(holder)) return undefined;
    const message = 'only the code says whether `sns:Publish` on every resource is for phone numbers, which have no ARN, or for topics';
    return { deed: 'writes', found: undecided(holder, message, { property }) };
  }
  const possible = scopable(members.map(({ value }) => patternOf(value) ?? ''), broad);
  if (possible.length === 0 && !members.some(({ value }) => value instanceof Unknown)) return undefined;
  // Nobody knows yet what an action does of which a part is missing.
  const deed = members.some(({ value }) => isOpen(value)) ? 'reads' : worstOf(possible);
  return { deed, found: undecided(holder, 'which actions the policy allows on every resource is only known at deployment', { property }) };
}

/** An action as a policy writes it, and those that it matches whose resources could be named. */
interface Scopable {
  readonly pattern: string;
  readonly actions: readonly IamAction[];
}

/** The actions whose resources could be named; one that belongs to another rule takes the wildcard it stands in along. */
function scopable(patterns: readonly string[], broad: readonly BroadResource[]): readonly Scopable[] {
  const counts = (action: IamAction): boolean => isScopable(action) && broad.some(one => isAbout(one, action.service))
    && !NOT_HERE.has(action.name.toLowerCase());
  return patterns.filter(pattern => !actionMatches(pattern, 'kms:Decrypt'))
    .map(pattern => ({ pattern, actions: actionsMatching(pattern).filter(counts) })).filter(({ actions }) => actions.length > 0);
}

function isPublish(action: IamAction): boolean {
  return action.name === 'sns:Publish';
}

/** Deeds, the worst first. */
const DEEDS: readonly Deed[] = ['permits', 'writes', 'reads'];

/** Whoever changes users, their keys and passwords, or where they sign in, changes who may do what. */
const PERMITTING_SERVICES = ['iam', 'organizations', 'sso', 'sso-directory', 'identitystore'];

function deedOf({ name, service, levels }: IamAction): Deed {
  if (levels.includes('Permissions management')) return 'permits';
  if (!levels.includes('Write') && !levels.includes('Tagging')) return 'reads';
  // What a service makes for itself is of no use to anybody else.
  return PERMITTING_SERVICES.includes(service) && name !== 'iam:CreateServiceLinkedRole' ? 'permits' : 'writes';
}

function worstOf(scoped: readonly Scopable[]): Deed {
  return DEEDS.find(deed => scoped.some(({ actions }) => actions.some(action => deedOf(action) === deed)))!;
}

/** A finding names a few of the actions; a policy may allow dozens. */
const NAMED_ACTIONS = 5;

/** Which actions could name their resources, those that do the worst first. */
function said(scoped: readonly Scopable[], deed: Deed): string {
  const isWorst = (action: IamAction): boolean => deedOf(action) === deed;
  const inOrder = [...scoped].sort((one, other) => Number(other.actions.some(isWorst)) - Number(one.actions.some(isWorst)));
  const names = inOrder.slice(0, NAMED_ACTIONS).map(({ pattern, actions }) => {
    const worst = actions.find(action => isWorst(action) && !action.levels.includes('Tagging')) ?? actions.find(action => isWorst(action) || !isSlight(action))
      ?? actions[0];
    return /[*?]/.test(pattern) ? `\`${pattern}\` (${actions.length} actions, such as ${worst.name})` : `\`${worst.name}\``;
  });
  const rest = scoped.length > NAMED_ACTIONS ? ` and ${scoped.length - NAMED_ACTIONS} more` : '';
  return `${names.join(', ')}${rest} could name the resource`;
}

/** These services' actions are for one of several types: none of the types is required, one always is there. */
const ONE_OF_SEVERAL_TYPES = ['apigateway', 'es', 'execute-api', 's3'];

/** Whether an action may be given a resource, but needs none. */
function worksWithout(action: IamAction): boolean {
  const isReading = action.levels.every(level => level === 'Read' || level === 'List');
  return isReading && requiredResourceTypes(action).length === 0 && !ONE_OF_SEVERAL_TYPES.includes(action.service);
}

/** Whether an action only lists, describes or writes logs. */
function isSlight(action: IamAction): boolean {
  return worksWithout(action) || LOG_WRITES.includes(action.name) || /:(Describe|List)/.test(action.name);
}

function severityOf(actions: readonly IamAction[], broad: readonly BroadResource[]): Severity {
  if (actions.every(isSlight)) return Severity.LOW;
  return broad.some(({ service, certain }) => service === '*' && certain) ? Severity.HIGH : Severity.MEDIUM;
}

/** Whether a policy refuses what it allows for phone numbers to be sent to topics: the way that the documentation shows. */
function refusesTopics(holder: Resource): boolean {
  return identityPolicies(holder).flatMap(({ statements }) => statements).some(statement => String(statement.effect).toLowerCase() === 'deny'
    && actionPatterns(statement.actions).some(pattern => actionMatches(pattern, 'sns:Publish')) && broadResources(statement).some(one => one.service === 'sns'));
}
