import { isObject, Json, JsonObject, listOf } from '../../aspects/model/json';

/** The resources of a template that wait for themselves, over references and `DependsOn`; empty for a template that deploys. */
export function circles(template: JsonObject): string[] {
  const resources = template.Resources as Record<string, JsonObject>;
  const waits = new Map(Object.entries(resources).map(([id, { DependsOn, ...rest }]) =>
    [id, new Set([...listOf<Json>(DependsOn).map(String), ...references(rest)].filter(other => other in resources))]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) { found.push([...path.slice(path.indexOf(id)), id].join(' → ')); return; }
    if (done.has(id)) return;
    for (const other of waits.get(id) ?? []) visit(other, [...path, id]);
    done.add(id);
  };
  for (const id of waits.keys()) visit(id, []);
  return found;
}

function references(node: Json): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref') return [String(value)];
    if (key === 'Fn::GetAtt') return [String(listOf<Json>(value)[0]).split('.')[0]];
    if (key === 'Fn::Sub') return [...JSON.stringify(value).matchAll(/\$\{([^!}.]+)/g)].map(match => match[1]);
    return references(value);
  });
}
