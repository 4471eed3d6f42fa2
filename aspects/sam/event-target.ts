import { Generation, Owner } from './generation';
import { Json, JsonObject } from '../model/json';

/** Who an event invokes. */
export interface EventTarget {
  readonly generation: Generation;
  readonly owner: Owner;
  /** The logical id of what is invoked: the function or its alias; the state machine. */
  readonly logicalId: string;
  /** Its name, as permissions and mappings take it. */
  readonly name: JsonObject;
  /** Its ARN, as rules and subscriptions take it. */
  readonly arn: JsonObject;
  /** A permissions boundary for the roles that events need. */
  readonly boundary: Json;
  /** What events add to the function's own role. */
  readonly managed: string[];
  readonly inline: JsonObject[];
}

/** One event of a function or a state machine. */
export interface SamEvent {
  /** Its name in the template. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** The logical id of the owner, then the event's: how everything that follows from it begins. */
  readonly prefix: string;
}

/** Adds a permission for a service to invoke the target. */
export function permit(target: EventTarget, logicalId: string, principal: string, more: JsonObject = {}): string {
  return target.generation.add(target.owner, logicalId, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: target.name, Principal: principal, ...more,
  });
}

/** A policy that stands in a role: one statement that allows something. */
export function inlinePolicy(name: string, statements: readonly JsonObject[]): JsonObject {
  return { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } };
}

/** A statement that allows actions on resources. */
export function allow(action: Json, resource: Json): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource };
}
