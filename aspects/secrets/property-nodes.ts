import { isObject, Json } from '../model/json';

/** A node of a definition, and the path that leads to it from the properties. */
export interface PropertyNode {
  readonly property: string;
  readonly node: Json;
}

/**
 * The nodes that a pattern of names leads to.
 *
 * `*` stands for each element of a list or each entry of a map, `**` for any number of names. Both branches of a condition
 * are followed: what stands in one of them stands in the template.
 *
 * @param root the properties as they stand in the template
 * @param pattern names joined by dots: `Users.*.Password`
 */
export function nodesAt(root: Json, pattern: string): readonly PropertyNode[] {
  return below(root, pattern.split('.'), []);
}

function below(node: Json, names: readonly string[], path: readonly string[]): readonly PropertyNode[] {
  if (names.length === 0) return node === undefined || node === null ? [] : [{ property: path.join('.'), node }];
  const branches = branchesOf(node);
  if (branches !== undefined) return branches.flatMap(branch => below(branch, names, path));
  const [name, ...rest] = names;
  const entries = Array.isArray(node) ? node.map((one, index): [string, Json] => [String(index), one]) : isObject(node) ? Object.entries(node) : [];
  if (name === '**') return [...below(node, rest, path), ...entries.flatMap(([key, one]) => (isObject(one) || Array.isArray(one) ? below(one, names, [...path, key]) : []))];
  return entries.filter(([key]) => name === '*' || name === key).flatMap(([key, one]) => below(one, rest, [...path, key]));
}

function branchesOf(node: Json): readonly Json[] | undefined {
  const chosen = isObject(node) ? node['Fn::If'] : undefined;
  return Array.isArray(chosen) ? chosen.slice(1) as Json[] : undefined;
}

/** The names that `Ref` and `Fn::Sub` refer to, however deep they stand. */
export function namesReferredTo(node: Json): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(one => namesReferredTo(one as Json));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, one]) => {
    if (key === 'Ref') return typeof one === 'string' ? [one] : [];
    const text: Json = Array.isArray(one) ? one[0] as Json : one;
    const names = key === 'Fn::Sub' && typeof text === 'string' ? [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(match => match[1].trim()) : [];
    return [...names, ...namesReferredTo(one)];
  });
}

/** The names that a node is nothing else than: a reference, or a condition that chooses between references. */
export function namesMeant(node: Json): readonly string[] {
  if (!isObject(node)) return [];
  const branches = branchesOf(node);
  if (branches !== undefined) return branches.flatMap(namesMeant);
  return typeof node.Ref === 'string' ? [node.Ref] : typeof node['Fn::Sub'] === 'string' ? /^\$\{([^!}.]+)\}$/.exec(node['Fn::Sub'])?.slice(1) ?? [] : [];
}
