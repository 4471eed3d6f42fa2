import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { accountProblems, placedByArn } from './environment-problems';
import { refuse } from './refuse';
import { defaultsOf } from './scope-defaults';

/** Bounds every role that a construct makes by what its scope says, also the roles that CDK makes for it. */
export function boundRoles(construct: Construct): void {
  const { permissionsBoundary } = defaultsOf(construct);
  refuse(construct, boundaryProblems(construct, 'Rampart.defaults: permissionsBoundary', permissionsBoundary));
  if (permissionsBoundary !== undefined) iam.PermissionsBoundary.of(construct).apply(permissionsBoundary);
}

/** What is wrong with a boundary: it is a policy of the role's own account, or one of AWS, which is in no account and no tree. */
export function boundaryProblems(scope: Construct, prop: string, boundary: iam.IManagedPolicy | undefined): string[] {
  if (boundary === undefined || boundary.managedPolicyArn.includes(':iam::aws:')) return [];
  return accountProblems(scope, prop, placedByArn(boundary, boundary.managedPolicyArn));
}

/**
 * Makes something for a construct of which CDK may put a part beside it: what serves a custom resource stands once in a stack. Its role
 * is bounded by what the scope of the construct says, unless it stood there before.
 */
export function withBoundRoles<Made>(construct: IConstruct, make: () => Made): Made {
  const stack = Stack.of(construct);
  const before = new Set(stack.node.children);
  const made = make();
  const { permissionsBoundary } = defaultsOf(construct);
  if (permissionsBoundary !== undefined) {
    for (const part of stack.node.children.filter(child => !before.has(child))) iam.PermissionsBoundary.of(part).apply(permissionsBoundary);
  }
  return made;
}
