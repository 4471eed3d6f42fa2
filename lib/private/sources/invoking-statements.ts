import { Token } from 'aws-cdk-lib';
import { Rendered } from './referred';
import { isObject } from '../../../aspects/model/json';

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

/** Whether a policy has a word of invoking, without rendering it. */
export function mayInvoke(policy: Rendered): boolean {
  const text = JSON.stringify([policy.given('PolicyDocument'), policy.given('Policies')], (_key, value: unknown) => (isToken(value) ? '?' : value));
  return /"(?:\*|lambda:(?:\*|Invoke[^"]*)|\?)"/i.test(text);
}

/** The statements of a policy, or of a role's own policies, that let invoke functions. */
export function invocations(policy: Rendered): readonly Invocation[] {
  const documents = [policy.get('PolicyDocument'), ...list(policy.get('Policies')).map(one => field(one, 'PolicyDocument'))];
  const trust = trustOf(policy);
  return documents.flatMap(document => list(field(document, 'Statement'))).flatMap(statement => {
    const actions = list(field(statement, 'Action')).map(String).filter(action => INVOKES.test(action));
    if (field(statement, 'Effect') !== 'Allow' || actions.length === 0) return [];
    const isUrl = actions.every(action => /url$/i.test(action)) || 'lambda:InvokedViaFunctionUrl' in (field(field(statement, 'Condition'), 'Bool') as object ?? {});
    return [{ functions: field(statement, 'Resource'), isUrl, trust }];
  });
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

function isToken(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Token.isUnresolved(value);
}
