import { isObject, Json, JsonObject } from '../model/json';

/** What takes a property away where a condition does not want it. */
export const NO_VALUE: JsonObject = { Ref: 'AWS::NoValue' };

/** A reference to a resource: its name, mostly. */
export function ref(logicalId: string): JsonObject {
  return { Ref: logicalId };
}

/** An attribute of a resource. */
export function getAtt(logicalId: string, attribute: string): JsonObject {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** A text with `${…}` in it. */
export function sub(text: string, variables?: JsonObject): JsonObject {
  return { 'Fn::Sub': variables === undefined ? text : [text, variables] };
}

/** Whether a node is an intrinsic function. */
export function isIntrinsic(node: Json): boolean {
  if (!isObject(node)) return false;
  const keys = Object.keys(node);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0] === 'Condition' || keys[0].startsWith('Fn::'));
}

/** The node as a map to look into: empty for anything else, intrinsic functions included. */
export function mapOf(node: Json): JsonObject {
  return isObject(node) && !isIntrinsic(node) ? node : {};
}

/** Whether a node stands for nothing at all. */
export function isNothing(node: Json): boolean {
  return node === undefined || node === null || (isObject(node) && node.Ref === 'AWS::NoValue');
}

/** The branches of an `Fn::If`. */
export function branchesOf(node: Json): { readonly condition: Json; readonly yes: Json; readonly no: Json } | undefined {
  const parts = isObject(node) && isIntrinsic(node) ? node['Fn::If'] : undefined;
  return Array.isArray(parts) && parts.length === 3 ? { condition: parts[0], yes: parts[1], no: parts[2] } : undefined;
}

/** Changes a node, or each branch of it where a condition chooses between several. */
export function mapBranches(node: Json, change: (branch: Json) => Json): Json {
  const choice = branchesOf(node);
  if (choice === undefined) return isNothing(node) ? node : change(node);
  return { 'Fn::If': [choice.condition, mapBranches(choice.yes, change), mapBranches(choice.no, change)] };
}

/** The logical id that a `Ref` or an `Fn::GetAtt` leads to. */
export function referredId(node: Json): string | undefined {
  if (!isObject(node) || !isIntrinsic(node)) return undefined;
  if (typeof node.Ref === 'string') return node.Ref;
  const attribute = node['Fn::GetAtt'];
  const id: Json = Array.isArray(attribute) ? attribute[0] as Json : typeof attribute === 'string' ? attribute.split('.')[0] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The entries of a map without those that have no value. */
export function compact(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

/** The entries of a map without some of its keys. */
export function without(map: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** Reads an own entry of a map: a key like `constructor` is not there unless it was written. */
export function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(map, key) ? map[key] : undefined;
}

/** The node where it is a text, else the empty one: what cannot be a key or a name is none. */
export function textOf(node: Json): string {
  return typeof node === 'string' ? node : '';
}

/** The letters and digits of a text: what a logical id may hold. */
export function alphanumeric(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

/** A truth value that was written as such, or as a string. */
export function isTrue(node: Json): boolean {
  return node === true || (typeof node === 'string' && node.toLowerCase() === 'true');
}

/** Whether a truth value was written, and is no. */
export function isFalse(node: Json): boolean {
  return node === false || (typeof node === 'string' && node.toLowerCase() === 'false');
}

/** SAM's map of tags as CloudFormation's list. */
export function tagList(tags: Json): Json {
  if (!isObject(tags) || isIntrinsic(tags)) return tags;
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Where code or a definition lies in S3: `s3://bucket/key` or a map as an object of CloudFormation; a local path stays as it is. */
export function s3Location(uri: Json, prefix: 'S3' | ''): Json {
  const found = /^s3:\/\/([^/]+)\/(.+?)(?:\?versionId=(.+))?$/.exec(textOf(uri));
  const { Bucket, Key, Version }: JsonObject = found ? { Bucket: found[1], Key: found[2], Version: found[3] } : mapOf(uri);
  if (Bucket === undefined) return uri;
  return compact({ [`${prefix}Bucket`]: Bucket, [`${prefix}Key`]: Key, [prefix === '' ? 'Version' : 'S3ObjectVersion']: Version });
}
