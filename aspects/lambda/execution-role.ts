import { awsManagedPolicy, managedActions } from './managed-policies';
import { AppModel } from '../model/app-model';
import { actionMatches, actionPatterns, identityPolicies, policiesOfRole, PolicyDocument, roleOf, Statement } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, patternOf, pseudoParameterOf, Text, Unknown, Value, valuesOf } from '../model/value';
import { wildcard } from '../model/wildcard';

/** Something that a role may or may not be allowed to do. */
export interface Grant {
  readonly action: string;
  /** What the action is done to: an ARN, or `*` for actions that know no resources. */
  readonly resource: string;
}

/** The role that a function runs with, where it is part of the application. */
export function executionRole(fn: Resource, app: AppModel): Resource | undefined {
  return roleOf(fn.get('Role'), app, fn.template.environment);
}

/** The functions that run with a role, in template order. */
export function functionsOfRole(role: Resource, app: AppModel): readonly Resource[] {
  return app.once(functionsByRole).get(role) ?? [];
}

function functionsByRole(app: AppModel): ReadonlyMap<Resource, readonly Resource[]> {
  const functions = new Map<Resource, Resource[]>();
  for (const fn of app.ofType('AWS::Lambda::Function')) {
    const role = executionRole(fn, app);
    const same = role && functions.get(role);
    if (same) same.push(fn);
    else if (role) functions.set(role, [fn]);
  }
  return functions;
}

/** Whether a role is allowed to do something; undecided where a policy outside of the application may allow it. */
export function mayDo(role: Resource, grant: Grant, app: AppModel): Answer {
  return combined(policiesOfRole(role, app), valuesOf(role.get('ManagedPolicyArns')), grant, app);
}

/**
 * Whether a new policy would let a role do something: no denial and no permissions boundary is known or feared to refuse it.
 *
 * A boundary that is not part of the application counts as one that refuses: nobody here can read it.
 */
export function couldBeAllowed(role: Resource, grant: Grant, app: AppModel): boolean {
  if (policiesOfRole(role, app).some(document => document.statements.some(statement => denies(statement) && reaches(statement, grant) !== 'no'))) return false;
  const boundary = role.get('PermissionsBoundary');
  if (boundary === undefined) return true;
  const policy = app.resourceOf(boundary);
  return combined(policy === undefined ? [] : identityPolicies(policy), [boundary], grant, app) === 'yes';
}

function combined(documents: readonly PolicyDocument[], attached: readonly Value[], grant: Grant, app: AppModel): Answer {
  const statements = documents.flatMap(document => document.statements);
  if (statements.some(statement => denies(statement) && reaches(statement, grant) === 'yes')) return 'no';
  const answers = [
    ...statements.filter(statement => !denies(statement)).map(statement => reaches(statement, grant)),
    ...documents.map((document): Answer => (document.open ? 'undecided' : 'no')),
    ...attached.flatMap(alternativesOf).map(arn => managedAllows(arn, grant, app)),
  ];
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

/** What an attached managed policy says: one of the application is among the documents already. */
function managedAllows(arn: Value, grant: Grant, app: AppModel): Answer {
  if (app.resourceOf(arn)?.type === 'AWS::IAM::ManagedPolicy') return 'no';
  const name = awsManagedPolicy(patternOf(arn) ?? '');
  if (name === undefined || name.includes('*')) return 'undecided';
  return managedActions(name).some(pattern => actionMatches(pattern, grant.action)) ? 'yes' : 'no';
}

function denies(statement: Statement): boolean {
  return String(statement.effect).toLowerCase() === 'deny';
}

/** Whether a statement speaks of the grant; undecided where a condition or an open value says so. */
function reaches(statement: Statement, { action, resource }: Grant): Answer {
  const matches = (patterns: readonly Value[]) => actionPatterns(patterns).some(pattern => actionMatches(pattern, action));
  const named = statement.notActions.length > 0 ? !matches(statement.notActions) : matches(statement.actions);
  if (!named) return 'no';
  const covered = statement.notResources.length > 0 ? 'undecided' : coverage(statement.resources, resource);
  if (covered !== 'yes') return covered;
  return statement.certain && statement.condition === undefined && !isOpen(statement.effect) ? 'yes' : 'undecided';
}

function coverage(resources: readonly Value[], resource: string): Answer {
  const answers = resources.flatMap(alternativesOf).map((one): Answer => {
    if (one instanceof Unknown) return 'undecided';
    return wildcard(surePattern(one)).test(resource) ? 'yes' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

const ANY_OF_THEM = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::URLSuffix'];

/**
 * A resource as a pattern that matches no more than the resource will.
 *
 * The partition, region and account of a stack are its own, so they match; the name of some other resource does not.
 */
function surePattern(value: Value): string {
  if (typeof value === 'string') return value;
  if (!(value instanceof Text)) return '\0';
  return value.parts.map(part => (typeof part === 'string' ? part : ANY_OF_THEM.includes(pseudoParameterOf(part) ?? '') ? '*' : '\0')).join('');
}
