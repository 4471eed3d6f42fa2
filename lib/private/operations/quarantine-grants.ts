import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { Subjects } from './quarantine-operation';
import { behind } from '../behind';
import { arnInPolicies } from '../secrets/read-grant';
import { rotationOf } from '../secrets/rotation';

const SAYS = {
  aliases: (path: string, aliases: readonly string[]) =>
    `functions: ${path} is given by ${aliases.length} aliases (${aliases.join(', ')}), and what is provisioned is kept for one: give it by the one that has provisioned concurrency`,
  inside: (path: string) => `grantee: ${path} is in this quarantine, which waits for it, so that it cannot wait for the quarantine; and what is shut away starts nothing: let another start it`,
};

/** The name of an alias; nothing for a function or version. */
function aliasOf(fn: lambda.IFunction): string | undefined {
  return (fn as { aliasName?: string }).aliasName;
}

/** What was given for each function: itself, its versions and its aliases, in whatever order. */
function byFunction(functions: readonly lambda.IFunction[]): lambda.IFunction[][] {
  const groups = new Map<string, lambda.IFunction[]>();
  for (const fn of functions) groups.set(behind(fn).functionArn, [...groups.get(behind(fn).functionArn) ?? [], fn]);
  return [...groups.values()];
}

/** The functions as the states of a quarantine see them: each once, since what is done to one twice at a time is done half. */
export function subjectsOf(functions: readonly lambda.IFunction[]): Subjects['functions'] {
  return byFunction(functions).map(([fn, ...others]) => ({
    arn: behind(fn).functionArn, role: fn.role!.roleName, qualifier: [fn, ...others].map(aliasOf).find(alias => alias !== undefined) ?? '',
  }));
}

/** Which functions were given by several aliases; a quarantine remembers what is provisioned for one. */
export function aliasProblems(functions: readonly lambda.IFunction[]): string[] {
  return byFunction(functions).flatMap(given => {
    const aliases = [...new Set(given.flatMap(fn => aliasOf(fn) ?? []))];
    return aliases.length > 1 ? [SAYS.aliases(behind(given[0]).node.path, aliases)] : [];
  });
}

/** Who cannot be let start a quarantine, being in it. */
export function granteeProblems(functions: readonly lambda.IFunction[], { grantPrincipal }: iam.IGrantable): string[] {
  const inside = functions.find(fn => fn.role === grantPrincipal || fn.grantPrincipal === grantPrincipal);
  return inside === undefined ? [] : [SAYS.inside(inside.node.path)];
}

/** What isolating takes: of each role, attaching this one policy and no other. */
export function grantIsolate(functions: readonly lambda.IFunction[], denyAll: string): iam.PolicyStatement[] {
  return changes(functions, denyAll, {
    role: ['iam:AttachRolePolicy'],
    fn: ['lambda:ListTags', 'lambda:TagResource', 'lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
    alias: ['lambda:GetProvisionedConcurrencyConfig', 'lambda:DeleteProvisionedConcurrencyConfig'],
  });
}

/** What releasing takes. */
export function grantRelease(functions: readonly lambda.IFunction[], denyAll: string): iam.PolicyStatement[] {
  return changes(functions, denyAll, {
    role: ['iam:DetachRolePolicy'],
    fn: ['lambda:ListTags', 'lambda:UntagResource', 'lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
    alias: ['lambda:PutProvisionedConcurrencyConfig'],
  });
}

/** What rotating takes: who asks for a rotation has to be able to invoke the function that does it. */
export function grantRotate(
  scope: IConstruct, secrets: readonly secretsmanager.ISecret[], rotations: readonly lambda.IFunction[],
): iam.PolicyStatement[] {
  if (secrets.length === 0) return [];
  const arns = [...rotations.map(({ functionArn }) => functionArn), ...secrets.flatMap(secret => rotationOf(secret) ?? [])];
  return [
    new iam.PolicyStatement({ actions: ['secretsmanager:RotateSecret'], resources: [...new Set(secrets.map(secret => arnInPolicies(scope, secret)))] }),
    ...arns.length === 0 ? [] : [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...new Set(arns)] })],
  ];
}

interface Actions {
  readonly role: string[];
  readonly fn: string[];
  readonly alias: string[];
}

function changes(functions: readonly lambda.IFunction[], denyAll: string, actions: Actions): iam.PolicyStatement[] {
  if (functions.length === 0) return [];
  const aliases = [...new Set(functions.filter(fn => aliasOf(fn) !== undefined).map(({ functionArn }) => functionArn))];
  return [
    new iam.PolicyStatement({
      actions: actions.role,
      resources: [...new Set(functions.map(({ role }) => role!.roleArn))],
      conditions: { ArnEquals: { 'iam:PolicyARN': denyAll } },
    }),
    new iam.PolicyStatement({ actions: actions.fn, resources: [...new Set(functions.map(fn => behind(fn).functionArn))] }),
    ...aliases.length === 0 ? [] : [new iam.PolicyStatement({ actions: actions.alias, resources: aliases })],
  ];
}
