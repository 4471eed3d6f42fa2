import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CALLING_SERVICES, serviceOf } from '../../aspects/graphs/calling-services';

/** What binds a permission to a source, in CloudFormation's words. */
const BONDS = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'];

/**
 * The permission with the account of the caller, where the permission names no source at all and the service states one: some of the CDK's
 * own constructs write a permission that any account could use through the service.
 */
export function boundToAccount(permission: lambda.Permission, account: string): lambda.Permission {
  const isBound = [permission.sourceArn, permission.sourceAccount, permission.organizationId].some(bound => bound !== undefined)
    || Object.keys(permission.principal.policyFragment.conditions).length > 0;
  const { principal } = permission;
  const isService = principal instanceof iam.ServicePrincipal;
  return !isBound && isService && sendsAccount(principal.service) ? { ...permission, sourceAccount: account } : permission;
}

/** Binds a permission that was made already in the same way. */
export function bindToAccount(permission: CfnResource, get: (property: string) => unknown): void {
  const isBound = BONDS.some(bond => get(bond) !== undefined);
  if (!isBound && sendsAccount(String(get('Principal')))) permission.addPropertyOverride('SourceAccount', permission.stack.account);
}

/** By its documentation: asking for an account that a service does not state would shut it out. */
function sendsAccount(principal: string): boolean {
  return CALLING_SERVICES[serviceOf(principal) ?? '']?.sendsAccount === true;
}
