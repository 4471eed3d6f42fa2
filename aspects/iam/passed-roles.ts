import { isEveryAction } from './admin';
import { broadResources, isAbout } from './broad-resources';
import { Grant, grantedBy, needsKey } from './granted';
import { AppModel } from '../model/app-model';
import { actionMatches, Member, membersOf, roleOf, statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { Answer, isMap, isOpen, keyOf, patternOf, Reference, Text, Unknown, Value, valuesOf } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';
import { Severity } from '../severity';

/** What a statement that passes roles leaves open: which role and to whom, which role alone, to whom alone. */
export type Passed = 'any role to any service' | 'any role to one service' | 'one role to any service';

/** The findings on statements that pass roles and leave something open. `iam:*` belongs to iam-policy-no-service-wildcard, `*` to iam-policy-no-admin. */
export function passedRoles(holder: Resource, passed: Passed, app: AppModel): readonly Found[] {
  const known = app.once(passedByHolder);
  if (!known.has(holder.id)) known.set(holder.id, grantedBy(holder, app).grants.flatMap(grant => passedBy(holder, grant, app) ?? []));
  return known.get(holder.id)!.filter(one => one.passed === passed).map(({ found }) => found);
}

interface PassedBy {
  readonly passed: Passed;
  readonly found: Found;
}

/** Three rules ask each policy; it is read once. */
function passedByHolder(): Map<string, readonly PassedBy[]> {
  return new Map();
}

function passedBy(holder: Resource, grant: Grant, app: AppModel): PassedBy | undefined {
  const { statement, property } = grant;
  const passing = membersOf(statement.actions).filter(({ value }) => passesRoles(value));
  if (passing.length === 0) return undefined;
  const toService = namesService(statement.condition);
  const isCertain = grant.certain && passing.some(({ certain }) => certain) && toService !== 'undecided';
  const judged = (message: string, certain: boolean, severity?: Severity): Found => (isCertain && certain
    ? noncompliant(holder, message, { property, ...(severity === undefined ? {} : { severity }) })
    : undecided(holder, `${message}; whether it does is only known at deployment`, { property }));

  const wide = [...broadResources(statement).filter(one => isAbout(one, 'iam')), ...membersOf(statement.resources).filter(isPartOfName).map(written)];
  const which = wide.find(({ certain }) => certain) ?? wide[0];
  if (which !== undefined) {
    const [passed, whom]: [Passed, string] = toService === 'yes' ? ['any role to one service', ' to the service that its condition names']
      : ['any role to any service', ', to any service'];
    return { passed, found: judged(`the policy lets \`${which.written}\` be passed${whom}`, which.certain) };
  }
  const roles = membersOf(statement.resources).filter(({ value }) => isRole(value));
  if (roles.length === 0 || toService === 'yes') return undefined;
  const severity = roles.every(({ value }) => isForOneService(roleOf(value, app))) ? Severity.LOW : undefined;
  const message = 'the policy lets the role be passed to any service that may assume it: nothing says iam:PassedToService';
  return { passed: 'one role to any service', found: judged(message, roles.some(({ certain }) => certain), severity) };
}

/** Whether an action passes roles, and is no wildcard of all that IAM can do. */
function passesRoles(action: Value): boolean {
  const pattern = patternOf(action) ?? '';
  return !isOpen(action) && actionMatches(pattern, 'iam:PassRole') && isEveryAction(action) === 'no' && !/^[^:]*:\*+$/.test(pattern);
}

/** Whether a condition names the services that a role may be passed to. */
function namesService(condition: Value): Answer {
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  const answers = Object.entries(condition).map(([operator, keys]): Answer => {
    if (!isMap(keys)) return isOpen(keys) ? 'undecided' : 'no';
    const [, services] = Object.entries(keys).find(([key]) => key.toLowerCase() === 'iam:passedtoservice') ?? [];
    return services !== undefined && needsKey(operator) && !valuesOf(services).includes('*') ? 'yes' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

const isRoleArn = (text: string): boolean => /^arn:[^:]*:iam:[^:]*:[^:]*:role\/./s.test(text);

/** Whether a resource means some roles by a part of their name. */
function isPartOfName({ value }: Member): boolean {
  const text = value instanceof Text ? value.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : typeof value === 'string' ? value : '';
  return isRoleArn(text) && /[*?]/.test(text.replace(/^.*?:role\//s, '')) && !/:role\/\*+$/.test(text);
}

function written({ value, certain }: Member): { readonly written: string; readonly certain: boolean } {
  return { written: patternOf(value) ?? '*', certain };
}

/** Whether a resource means one role: what else stands in the list is no matter of PassRole. */
function isRole(value: Value): boolean {
  return value instanceof Reference ? value.resource.type === 'AWS::IAM::Role' : !(value instanceof Unknown) && isRoleArn(patternOf(value) ?? '');
}

/** Whether a role of the application trusts one service and nobody else. */
function isForOneService(role: Resource | undefined): boolean {
  const trusted = statementsOf(role?.get('AssumeRolePolicyDocument')).map(({ principal }) => principal);
  const services = trusted.flatMap(principal => (isMap(principal) && Object.keys(principal).join() === 'Service' ? valuesOf(principal.Service) : [undefined]));
  return !services.includes(undefined) && new Set(services.map(keyOf)).size === 1;
}
