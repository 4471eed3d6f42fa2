import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Services that state their caller's account when they invoke a function, and for which the CDK's own constructs
 * write a permission that any account could use through the service.
 */
const SENDS_SOURCE_ACCOUNT: Readonly<Record<string, string>> = {
  'secretsmanager.amazonaws.com': 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html',
  'elasticloadbalancing.amazonaws.com': 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
};

/** The permission with the account of the caller, where the permission names no source at all and the service states one. */
export function boundToAccount(permission: lambda.Permission, account: string): lambda.Permission {
  const isBound = [permission.sourceArn, permission.sourceAccount, permission.organizationId].some(bound => bound !== undefined)
    || Object.keys(permission.principal.policyFragment.conditions).length > 0;
  return !isBound && serviceOf(permission.principal) in SENDS_SOURCE_ACCOUNT ? { ...permission, sourceAccount: account } : permission;
}

function serviceOf(principal: iam.IPrincipal): string {
  return principal instanceof iam.ServicePrincipal ? principal.service : '';
}
