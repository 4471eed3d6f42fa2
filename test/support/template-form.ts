import { isObject, Json, JsonObject, listOf } from '../../aspects/model/json';
import { ADDED_BY } from '../../aspects/model/resource';

const HASHED = ['AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Deployment', 'AWS::Lambda::Version'];

/**
 * A template in the one form that equal templates have: keys in order, what waits in order, added resources by the names that
 * they have in plain templates (a construct tree names them by a hash of their path).
 */
export function formOf(body: JsonObject): Json {
  const resources = isObject(body.Resources) ? body.Resources : {};
  const byPath = new Map(Object.entries(resources).map(([id, definition]) => [pathOf(definition), { id, definition }]));
  const nameAt = (path: string): string => {
    const { id, definition } = byPath.get(path)!;
    // It stands beside what it serves, whose path its own begins with.
    const around = [...byPath.keys()].filter((other): other is string => other !== undefined && other !== path && path.startsWith(other));
    const [beside] = around.sort((a, b) => b.length - a.length);
    return isAdded(definition) && beside !== undefined ? `${nameAt(beside)}${path.slice(beside.length)}` : id;
  };
  const names = new Map(Object.entries(resources).flatMap(([id, definition]) => {
    const path = pathOf(definition);
    // A hash of what is deployed or published is the CDK's in a tree, and ours in a template.
    if (isObject(definition) && HASHED.includes(String(definition.Type))) return [[id, id.replace(/[0-9a-f]{32}$/, '#')] as const];
    return isAdded(definition) && path !== undefined ? [[id, nameAt(path)] as const] : [];
  }));
  return sorted(renamed(body, names));
}

function pathOf(definition: Json): string | undefined {
  const metadata = isObject(definition) && isObject(definition.Metadata) ? definition.Metadata : {};
  return metadata['aws:cdk:path'] as string | undefined;
}

function isAdded(definition: Json): boolean {
  const noted = isObject(definition) && isObject(definition.Metadata) ? definition.Metadata[ADDED_BY.key] : undefined;
  return isObject(noted) && noted[ADDED_BY.name] !== undefined;
}

function renamed(node: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof node === 'string') return names.get(node) ?? node;
  if (Array.isArray(node)) return node.map(element => renamed(element as Json, names));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [names.get(key) ?? key, renamed(value, names)]));
}

function sorted(node: Json): Json {
  if (Array.isArray(node)) return node.map(element => sorted(element as Json));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'aws:cdk:path').sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) =>
    [key, key === 'DependsOn' ? [...listOf<Json>(value)].sort() : sorted(value)]));
}
