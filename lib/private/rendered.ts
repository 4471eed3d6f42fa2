import { CfnResource } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';

/** The variables of a function as its template has them, with overrides; of an environment that the deployment chooses, those of each choice. */
export function renderedEnvironments(cfn: CfnFunction): Readonly<Record<string, unknown>>[] {
  return branchesOf(renderedProperties(cfn).Environment)
    .flatMap(environment => branchesOf((environment as { readonly Variables?: unknown } | undefined)?.Variables))
    .map(variables => (variables ?? {}) as Record<string, unknown>);
}

/** The properties of a resource as its template has them, with overrides. */
export function renderedProperties(cfn: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = cfn.stack.resolve(cfn._toCloudFormation()) as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
  return Object.values(Resources)[0].Properties ?? {};
}

/** What a value may become as a whole, where the deployment only chooses or encodes. */
export function branchesOf(value: unknown): unknown[] {
  const { 'Fn::If': choice, 'Fn::Base64': encoded, 'Fn::Select': selected } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(choice)) return choice.slice(1).flatMap(branchesOf);
  if (Array.isArray(selected) && Array.isArray(selected[1])) return selected[1].flatMap(branchesOf);
  return encoded === undefined ? [value] : branchesOf(encoded);
}
