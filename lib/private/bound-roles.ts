import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { defaultsOf } from './scope-defaults';

/** Bounds every role that a construct makes by what its scope says, also the roles that CDK makes for it. */
export function boundRoles(construct: Construct): void {
  const { permissionsBoundary } = defaultsOf(construct);
  if (permissionsBoundary !== undefined) iam.PermissionsBoundary.of(construct).apply(permissionsBoundary);
}
