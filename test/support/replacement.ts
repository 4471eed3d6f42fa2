import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Property, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import { isObject, Json, JsonObject } from '../../aspects/model/json';

let database: SpecDatabase | undefined;

/** The resource types that exist to be replaced (DESIGN section 4). */
const REPLACEABLE = ['AWS::Lambda::Permission', 'AWS::Lambda::Version', 'AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Deployment'];

/** The changes between two templates that make CloudFormation replace a deployed resource: `logicalId.Property`. */
export function replacements(before: JsonObject, after: JsonObject): string[] {
  return Object.entries(before.Resources as JsonObject).flatMap(([id, old]) => {
    const now = (after.Resources as JsonObject)[id];
    if (!isObject(old) || REPLACEABLE.includes(String(old.Type))) return [];
    if (!isObject(now)) return [`${id} is gone`];
    return changed(old.Properties, now.Properties).filter(path => causesReplacement(String(old.Type), path)).map(path => `${id}.${path.join('.')}`);
  });
}

/** The paths at which two values differ. */
function changed(before: Json, after: Json, path: readonly string[] = []): string[][] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after)) return [[...path]];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key => changed(before[key], after[key], [...path, key]));
}

/** Whether CloudFormation's own description of a type says that a change at a path may replace the resource. */
export function causesReplacement(type: string, path: readonly string[]): boolean {
  database ??= loadAwsServiceSpecSync();
  const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
  if (resource === undefined) throw new Error(`CloudFormation describes no type ${type}`);
  let properties: Record<string, Property> | undefined = resource.properties;
  for (const name of path) {
    const property: Property | undefined = properties?.[name];
    if (property === undefined) return false;
    if (property.causesReplacement !== undefined && property.causesReplacement !== 'no') return true;
    properties = property.type.type === 'ref' ? (database.get('typeDefinition', property.type.reference) as TypeDefinition).properties : undefined;
  }
  return false;
}
