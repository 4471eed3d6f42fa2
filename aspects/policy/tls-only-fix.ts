import { addedStatement } from './added-statement';
import { attachedPolicies, holdersOf } from './resource-policies';
import { isTold } from './told';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { nameProperty } from '../model/names';
import { Resource } from '../model/resource';
import { alternativesOf, entryOf, valuesOf } from '../model/value';
import { AddResource, Link, PatchValue } from '../rule/patch';
import { Declined, isDeclined, Repair } from '../rule/rule';

/** The first policy of a resource, where the application has none. */
export interface FirstPolicy {
  readonly type: string;
  /** Its properties besides the document. */
  readonly properties: { readonly [key: string]: PatchValue };
  /** What the service's own default policy allows, which the first policy replaces. */
  readonly kept?: readonly PatchValue[];
  readonly level: FixLevel;
}

/** A statement of a policy. */
export interface PatchStatement {
  readonly [key: string]: PatchValue;
}

/** A statement that refuses calls without TLS. */
export function refusal(action: string, resources: readonly PatchValue[]): PatchStatement {
  return {
    Sid: 'RefusePlainText',
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resources.length === 1 ? resources[0] : resources,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** How a resource comes to refuse calls without TLS: by its policy in the application, or by a first one. */
export function refusingPlainText(resource: Resource, statement: PatchStatement, first: FirstPolicy, app: AppModel): Repair | Declined {
  const policies = attachedPolicies(resource, app);
  const elsewhere = policies.find(policy => policy.template !== resource.template || policy.writtenAs !== undefined);
  if (elsewhere !== undefined) return { declined: `its policy ${elsewhere.writtenId} stands in another stack: add the statement there` };
  // Of several policies the resource keeps one, whichever: each of them gets the statement.
  const added = policies.map(policy => addedStatement(policy, 'PolicyDocument', toldApart(statement, policy, resource, app)));
  const declined = added.find(isDeclinedStatement);
  if (declined !== undefined) return declined;
  if (added.length > 0) return { level: FixLevel.SAFE, patches: added.flatMap(one => (isDeclinedStatement(one) ? [] : [one])) };
  const document = { Version: '2012-10-17', Statement: [...first.kept ?? [], statement] };
  return { level: first.level, patches: [new AddResource(resource, 'TlsOnly', first.type, { ...first.properties, PolicyDocument: document })] };
}

/** A statement under a name that no other has: SNS refuses a policy that names two alike, and one policy may be for several topics. */
function toldApart(statement: PatchStatement, policy: Resource, resource: Resource, app: AppModel): PatchStatement {
  const { resources, elsewhere } = holdersOf(policy, app);
  const taken = alternativesOf(policy.get('PolicyDocument')).flatMap(document => valuesOf(entryOf(document, 'Statement'))).map(one => entryOf(one, 'Sid'));
  const isAlone = resources.length + elsewhere.length < 2 && !taken.includes(statement.Sid as string);
  return isAlone ? statement : { ...statement, Sid: `${String(statement.Sid)}${resource.logicalId}` };
}

function isDeclinedStatement(answer: ReturnType<typeof addedStatement>): answer is Declined {
  return isDeclined(answer as Declined);
}

/**
 * The level at which a resource may be given its first policy.
 *
 * A policy that stands outside of the application would be replaced, with whatever it allows. Nobody else can name a
 * resource whose name CloudFormation makes and no output tells, so such a policy could only be one made by hand; where
 * the name is known to others, it may well exist.
 */
export function levelOfFirstPolicy(resource: Resource, app: AppModel): FixLevel {
  const property = nameProperty(resource.type);
  const isNamed = property !== undefined && resource.get(property) !== undefined;
  return isNamed || isTold(resource, app) ? FixLevel.STRICT : FixLevel.SAFE;
}

/** The ARN of a resource as a value of a patch. */
export function arnOf(resource: Resource): Link {
  return resource.type === 'AWS::SNS::Topic' ? new Link(resource) : new Link(resource, 'Arn');
}
