import { dirname } from 'node:path';
import { readApplication } from '../../aspects/input/read-application';
import { isObject, Json } from '../../aspects/model/json';

/** Templates of one folder that import what others of it export: the stacks of one application, two at least. */
export function applicationsAmong(paths: readonly string[]): readonly (readonly string[])[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) folders.set(dirname(path), [...folders.get(dirname(path)) ?? [], path]);
  return [...folders.values()].filter(together => together.length > 1).flatMap(linked);
}

function linked(paths: readonly string[]): string[][] {
  const stacks = paths.map(path => {
    const { body } = readApplication(path).sources[0];
    return { path, exported: namesIn(body.Outputs, 'Name'), imported: namesIn(body, 'Fn::ImportValue') };
  });
  const groups = new Map(stacks.map(({ path }) => [path, [path]]));
  for (const { path, exported } of stacks) {
    // What two templates export alike are two ways to write one stack, and belong to no application together.
    const own = [...exported].filter(name => stacks.filter(other => other.exported.has(name)).length === 1);
    for (const other of stacks.filter(one => one.path !== path && own.some(name => one.imported.has(name)))) {
      const joined = [...new Set([...groups.get(path)!, ...groups.get(other.path)!])].sort();
      for (const member of joined) groups.set(member, joined);
    }
  }
  return [...new Set(groups.values())].filter(group => group.length > 1);
}

/** The texts that stand under a key, at any depth. */
function namesIn(node: Json, key: string): Set<string> {
  const found = new Set<string>();
  const walk = (one: Json): void => {
    if (Array.isArray(one)) (one as readonly Json[]).forEach(walk);
    if (!isObject(one)) return;
    if (typeof one[key] === 'string') found.add(one[key]);
    Object.values(one).forEach(walk);
  };
  walk(node);
  return found;
}
