import { Generation, Owner } from './generation';
import { branchesOf, isIntrinsic, isNothing, NO_VALUE, own } from './intrinsic';
import { managedPolicyArn } from './managed-policies';
import { expandPolicyTemplate, isPolicyTemplate } from './policy-templates';
import { isObject, Json, JsonObject } from '../model/json';

/** What a generated role is made of. */
export interface RoleSpec {
  /** The service that assumes it. */
  readonly service: string;
  readonly managed?: readonly Json[];
  readonly inline?: readonly Json[];
  /** The SAM property `Policies`, as written. */
  readonly policies?: Json;
  readonly boundary?: Json;
  readonly path?: Json;
  /** A trust policy that was written. */
  readonly trust?: Json;
}

/** Adds the role that SAM generates, with all its policies. */
export function addRole(generation: Generation, owner: Owner, logicalId: string, spec: RoleSpec, attributes: JsonObject = {}): string {
  const { managed, inline } = readPolicies(spec.policies, logicalId);
  return generation.add(owner, logicalId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: spec.trust ?? trust(spec.service),
    ManagedPolicyArns: nonEmpty([...spec.managed ?? [], ...managed]),
    Policies: nonEmpty([...spec.inline ?? [], ...inline]),
    PermissionsBoundary: spec.boundary,
    Path: spec.path,
  }, attributes);
}

function trust(service: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  };
}

function nonEmpty(list: readonly Json[]): Json {
  return list.length === 0 ? undefined : [...new Map(list.map(one => [JSON.stringify(one), one])).values()];
}

interface Policies { readonly managed: readonly Json[]; readonly inline: readonly Json[] }

/**
 * Reads the property `Policies`: names and ARNs of managed policies, policy templates and documents, in any mixture.
 *
 * @param policies one of them or a list, any part of it under a condition
 * @param role the logical id of the role: SAM names inline policies by it and their place in the list
 */
function readPolicies(policies: Json, role: string): Policies {
  const entries = entriesOf(policies).map((entry, index) => readEntry(entry, `${role}Policy${index}`));
  return { managed: entries.flatMap(entry => entry.managed), inline: entries.flatMap(entry => entry.inline) };
}

/** The entries one by one, also where a condition chooses between whole lists. */
function entriesOf(policies: Json): readonly Json[] {
  if (isNothing(policies)) return [];
  if (Array.isArray(policies)) return policies as readonly Json[];
  const choice = branchesOf(policies);
  if (choice && (Array.isArray(choice.yes) || Array.isArray(choice.no))) {
    return [
      ...entriesOf(choice.yes).map(entry => ({ 'Fn::If': [choice.condition, entry, NO_VALUE] })),
      ...entriesOf(choice.no).map(entry => ({ 'Fn::If': [choice.condition, NO_VALUE, entry] })),
    ];
  }
  // Several policy templates may stand in one map; SAM's own documentation has it so.
  if (isObject(policies) && !isIntrinsic(policies) && policies.Statement === undefined) {
    return Object.entries(policies).map(([name, parameters]) => ({ [name]: parameters }));
  }
  return [policies];
}

function readEntry(entry: Json, name: string): Policies {
  const choice = branchesOf(entry);
  if (choice) {
    const yes = readEntry(choice.yes, name);
    const no = readEntry(choice.no, name);
    return { managed: choose(choice.condition, yes.managed, no.managed), inline: choose(choice.condition, yes.inline, no.inline) };
  }
  if (isNothing(entry)) return { managed: [], inline: [] };
  if (typeof entry === 'string') return { managed: [managedPolicyArn(entry)], inline: [] };
  if (isIntrinsic(entry)) return { managed: [entry], inline: [] };
  if (!isObject(entry)) return { managed: [], inline: [] };
  if (entry.Statement !== undefined) return { managed: [], inline: [{ PolicyName: name, PolicyDocument: entry }] };
  const templates = Object.keys(entry).filter(isPolicyTemplate);
  const documents = templates.map(template => ({ PolicyName: name, PolicyDocument: expandPolicyTemplate(template, own(entry, template)) }));
  return { managed: [], inline: documents };
}

function choose(condition: Json, yes: readonly Json[], no: readonly Json[]): readonly Json[] {
  const length = Math.max(yes.length, no.length);
  return Array.from({ length }, (_, index) => ({ 'Fn::If': [condition, yes[index] ?? NO_VALUE, no[index] ?? NO_VALUE] }));
}

/**
 * The role of a function or a state machine: the one that was written, or the generated one.
 *
 * Where a condition chooses between a role and none, SAM generates one for the case of none.
 *
 * @param generate adds the role and gives its logical id
 */
export function roleArn(written: Json, generate: () => JsonObject): Json {
  const choice = branchesOf(written);
  if (!choice) return isNothing(written) ? generate() : written;
  const branches = [choice.yes, choice.no];
  if (!branches.some(isNothing)) return written;
  const generated = generate();
  return { 'Fn::If': [choice.condition, ...branches.map(branch => (isNothing(branch) ? generated : branch))] };
}
