import { Token } from 'aws-cdk-lib';
import { Rendered } from './referred';
import { isObject } from '../../../aspects/model/json';

/** What is only told by rendering. */
const OPEN = '?';
const INVOKES = /^(?:\*|lambda:(?:\*|Invoke.*))$/i;

/** What a statement of a policy lets invoke. */
export interface Invocation {
  /** What stands in the statement as its resources. */
  readonly functions: unknown;
  /** Whether only function URLs are called by it. */
  readonly isUrl: boolean;
  /** Who may assume the roles that have the policy, as far as they are in the application. */
  readonly trust: readonly unknown[];
}

/** Whether a policy lets invoke anything, as far as that is told without rendering it. */
export function mayInvoke(policy: Rendered): boolean {
  const text = JSON.stringify({ PolicyDocument: policy.given('PolicyDocument'), Policies: policy.given('Policies') }, (_key, value: unknown) => (
    isToken(value) ? OPEN : value
  ));
  const plain: unknown = JSON.parse(text);
  const documents = documentsOf(name => field(plain, name));
  return documents.some(document => document === OPEN || list(either(document, 'Statement')).some(statement => (
    statement === OPEN || list(either(statement, 'Action')).some(action => action === OPEN || INVOKES.test(String(action)))
  )));
}

/** The statements of a policy, or of a role's own policies, that let invoke functions. */
export function invocations(policy: Rendered): readonly Invocation[] {
  const trust = trustOf(policy);
  return documentsOf(name => policy.get(name)).flatMap(document => list(field(document, 'Statement'))).flatMap(statement => {
    const actions = list(field(statement, 'Action')).map(String).filter(action => INVOKES.test(action));
    if (field(statement, 'Effect') !== 'Allow' || actions.length === 0) return [];
    const conditions = JSON.stringify(field(statement, 'Condition') ?? '');
    const isUrl = actions.every(action => /url$/i.test(action)) || conditions.includes('"lambda:InvokedViaFunctionUrl"');
    return [{ functions: field(statement, 'Resource'), isUrl, trust }];
  });
}

function documentsOf(get: (name: string) => unknown): readonly unknown[] {
  return [...list(get('PolicyDocument')), ...list(get('Policies')).map(policy => (policy === OPEN ? OPEN : either(policy, 'PolicyDocument')))];
}

function trustOf(policy: Rendered): readonly unknown[] {
  const own = policy.get('AssumeRolePolicyDocument');
  if (own !== undefined) return [own];
  const roles = policy.referred([policy.get('Roles'), policy.get('RoleName')]);
  return roles.map(role => new Rendered(role).get('AssumeRolePolicyDocument'));
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function field(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

/** A field as a template writes it, or as the CDK's structs do. */
function either(value: unknown, key: string): unknown {
  return field(value, key) ?? field(value, key[0].toLowerCase() + key.slice(1));
}

function isToken(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Token.isUnresolved(value);
}
