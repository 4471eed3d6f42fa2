import { Stack } from 'aws-cdk-lib';
import { IManagedPolicy, ManagedPolicy } from 'aws-cdk-lib/aws-iam';

/** The most that any role of the shop may ever do: the organisation keeps this policy in each account, and refuses roles without it. */
export function workloadBoundary(stack: Stack): IManagedPolicy {
  return ManagedPolicy.fromManagedPolicyName(stack, 'WorkloadBoundary', 'workload-boundary');
}
