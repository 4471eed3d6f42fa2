import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

/** What has properties, or a value that may hold anything. */
type Described = { readonly properties: Record<string, Property> } | 'anything';

let database: SpecDatabase | undefined;

function specification(): SpecDatabase {
  database ??= loadAwsServiceSpecSync();
  return database;
}

/** Whether CloudFormation knows a type. */
export function isType(type: string): boolean {
  return specification().lookup('resource', 'cloudFormationType', 'equals', type).length > 0;
}

/** Whether resources of a type have a property: `*` stands for each element of a list, `**` for any number of names. */
export function hasProperty(type: string, path: string): boolean {
  return specification().lookup('resource', 'cloudFormationType', 'equals', type).some(resource => reaches([resource], path.split('.')));
}

function reaches(from: readonly Described[], [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (name === '*') return reaches(from, rest);
  if (name === '**') return everyDepth(from).some(one => reaches([one], rest));
  return from.some(one => one === 'anything' || (one.properties[name] !== undefined && reaches(within(one.properties[name]), rest)));
}

function everyDepth(from: readonly Described[]): readonly Described[] {
  const seen = new Set(from);
  // A set is walked to what is added on the way.
  for (const one of seen) if (one !== 'anything') for (const property of Object.values(one.properties)) for (const inner of within(property)) seen.add(inner);
  return [...seen];
}

function within(property: Property): readonly Described[] {
  return [property.type, ...property.previousTypes ?? []].flatMap(described);
}

function described(type: PropertyType): readonly Described[] {
  switch (type.type) {
    case 'ref': return [specification().get('typeDefinition', type.reference)];
    case 'array': case 'map': return described(type.element);
    case 'union': return type.types.flatMap(described);
    case 'json': return ['anything'];
    default: return [];
  }
}
