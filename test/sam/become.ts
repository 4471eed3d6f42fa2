import { JsonObject } from '../../aspects/model/json';
import { normaliseSam } from '../../aspects/sam/normalise';

/** A generated resource as tests look at it. */
export interface Become {
  readonly Type: string;
  readonly Properties: Record<string, any>;
  readonly [attribute: string]: any;
}

/** What the resources of a template become. */
export function become(resources: object, more: object = {}): Record<string, Become> {
  return normaliseSam({ ...more, Resources: resources as JsonObject }).resources as Record<string, any>;
}

/** The logical ids and types of what the resources become. */
export function typesOf(resources: Record<string, Become>): Record<string, string> {
  return Object.fromEntries(Object.entries(resources).map(([id, { Type }]) => [id, Type]));
}

/** A SAM function with what is needed, and more. */
export function samFunction(properties: object = {}, attributes: object = {}): object {
  return { Type: 'AWS::Serverless::Function', ...attributes, Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: 'x', ...properties } };
}

/** The statements that a role's inline policies allow, by policy name. */
export function inlineStatements(role: Become): Record<string, readonly any[]> {
  return Object.fromEntries((role.Properties.Policies ?? []).map((policy: any) => [policy.PolicyName, policy.PolicyDocument.Statement]));
}
