import { isObject, Json, JsonObject } from '../model/json';

/** A template in which a resource has another logical id, in its place, and everything refers to it by that. */
export function renamedIn(body: JsonObject, from: string, to: string): JsonObject {
  const renamed = { ...body };
  for (const section of ['Resources', 'Outputs', 'Conditions'].filter(name => isObject(body[name]))) {
    renamed[section] = Object.fromEntries(Object.entries(body[section] as JsonObject)
      .map(([id, definition]) => [section === 'Resources' && id === from ? to : id, referring(definition, from, to)]));
  }
  return renamed;
}

function referring(node: Json, from: string, to: string): Json {
  if (Array.isArray(node)) return node.map(element => referring(element as Json, from, to));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, renamedReference(key, value, from, to) ?? referring(value, from, to)]));
}

/** What a function or attribute refers to, renamed; nothing where the key is none that refers. */
function renamedReference(key: string, value: Json, from: string, to: string): Json {
  if (key === 'Ref') return value === from ? to : value;
  if (key === 'DependsOn') return Array.isArray(value) ? value.map(id => (id === from ? to : id as Json)) : value === from ? to : value;
  if (key === 'Fn::GetAtt') return Array.isArray(value) ? [value[0] === from ? to : value[0], ...value.slice(1)] as readonly Json[] : renamedText(value, from, to, /^([^.]+)/g);
  if (key !== 'Fn::Sub') return undefined;
  if (!Array.isArray(value)) return renamedText(value, from, to, IN_TEXT);
  return [renamedText(value[0] as Json, from, to, IN_TEXT), ...value.slice(1).map(one => referring(one as Json, from, to))] as readonly Json[];
}

const IN_TEXT = /(?<=\$\{\s*)([^!}.\s]+)/g;

function renamedText(text: Json, from: string, to: string, names: RegExp): Json {
  return typeof text === 'string' ? text.replace(names, name => (name === from ? to : name)) : text;
}
