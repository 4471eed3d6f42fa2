import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { Subjects } from './quarantine-operation';
import { arnInPolicies } from '../secrets/read-grant';
import { rotationOf } from '../secrets/rotation';

/** The function behind an alias: limits and tags are the function's. */
function behind(fn: lambda.IFunction): lambda.IFunction {
  return (fn as { lambda?: lambda.IFunction }).lambda ?? fn;
}

/** A function as the states of a quarantine see it. */
export function subjectOf(fn: lambda.IFunction): Subjects['functions'][number] {
  return { arn: behind(fn).functionArn, role: fn.role!.roleName, qualifier: (fn as { aliasName?: string }).aliasName ?? '' };
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
    new iam.PolicyStatement({ actions: ['secretsmanager:RotateSecret'], resources: secrets.map(secret => arnInPolicies(scope, secret)) }),
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
  const aliases = functions.filter(fn => 'aliasName' in fn).map(({ functionArn }) => functionArn);
  return [
    new iam.PolicyStatement({
      actions: actions.role,
      resources: functions.map(({ role }) => role!.roleArn),
      conditions: { ArnEquals: { 'iam:PolicyARN': denyAll } },
    }),
    new iam.PolicyStatement({ actions: actions.fn, resources: functions.map(fn => behind(fn).functionArn) }),
    ...aliases.length === 0 ? [] : [new iam.PolicyStatement({ actions: actions.alias, resources: aliases })],
  ];
}
