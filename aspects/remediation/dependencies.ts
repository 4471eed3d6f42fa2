import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { Resource } from '../model/resource';

/** What else a resource waits for, besides what its definition says: dependencies between constructs. */
export type ExtraDependencies = (resource: Resource) => readonly Resource[];

/** Whether CloudFormation makes one resource before another, directly or over others: the first needs the second. */
export function needs(from: Resource, to: Resource, extra: ExtraDependencies): boolean {
  const seen = new Set<string>();
  const pending = [from];
  while (pending.length > 0) {
    const resource = pending.pop()!;
    if (resource.id === to.id) return true;
    if (seen.has(resource.id)) continue;
    seen.add(resource.id);
    pending.push(...dependencies(resource, extra));
  }
  return false;
}

/** The resources of the same template that a resource refers to or waits for. */
function dependencies(resource: Resource, extra: ExtraDependencies): Resource[] {
  const ids = new Set<string>([...resource.dependsOn, ...mentioned(resource.definition.Properties)]);
  const inTemplate = [...ids].flatMap(id => {
    const other = referredTo(id, resource);
    return other && other.template === resource.template && other !== resource ? [other] : [];
  });
  return [...inTemplate, ...extra(resource).filter(other => other.template === resource.template)];
}

/** A construct path has a slash, a logical id none: all of them are worked out in a construct tree when the first is looked up. */
function referredTo(id: string, { template }: Resource): Resource | undefined {
  return (id.includes('/') ? template.app.at(id) : template.resources.get(id)) ?? template.app.at(id);
}

/** Every logical id or construct path that a piece of a template refers to. */
function mentioned(node: Json): string[] {
  if (Array.isArray(node)) return node.flatMap(mentioned);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key === 'Fn::GetAtt') return typeof value === 'string' ? [value.split('.')[0]] : Array.isArray(value) ? [String(value[0])] : [];
    if (key === TREE_REFERENCE && Array.isArray(value)) return [String(value[0])];
    if (key !== 'Fn::Sub') return mentioned(value);
    const text: Json = Array.isArray(value) ? value[0] : value;
    return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(match => match[1].trim().split('.')[0]).concat(Array.isArray(value) ? mentioned(value[1]) : []);
  });
}
