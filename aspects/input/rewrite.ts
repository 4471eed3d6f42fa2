import { isDeepStrictEqual } from 'node:util';
import type { Document, Node, ParsedNode, Scalar } from 'yaml';
import { InputError } from './input-error';
import { parseTemplate } from './parse-template';
import { looksLikeJson } from './script-comment';
import { isObject, Json, JsonObject } from '../model/json';
import type { Edit, Rename } from '../remediation/template-editor';

/** What is to be changed in the text of a template. */
export interface Rewriting {
  /** How messages name the template. */
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly renames: readonly Rename[];
  /** What the text must mean when it is changed. */
  readonly body: JsonObject;
}

/**
 * The text of a template with changes made to it: its comments, its order and its short forms stay.
 *
 * @throws InputError where the text would come to mean anything else than it should
 */
export function rewritten(text: string, rewriting: Rewriting): string {
  const changed = looksLikeJson(text) && isJson(text) ? rewrittenJson(text, rewriting.body) : rewrittenYaml(text, rewriting);
  if (!isDeepStrictEqual(plain(parseTemplate(changed, rewriting.path)), plain(rewriting.body))) {
    throw new InputError(rewriting.path, 'the changes cannot be written without changing more (parts of the text are used several times); nothing was written');
  }
  return changed;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // A flow mapping of YAML looks like JSON.
  }
}

function rewrittenJson(text: string, body: JsonObject): string {
  const indent = /^\{\r?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? (text.includes('\n') ? '  ' : undefined);
  return JSON.stringify(body, undefined, indent) + (/\n$/.test(text) ? '\n' : '');
}

function rewrittenYaml(text: string, { path, edits, renames }: Rewriting): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml: typeof import('yaml') = require('yaml');
  const document = yaml.parseDocument(text, { schema: 'failsafe', uniqueKeys: false, strict: false });
  for (const { at, value } of edits) set(yaml, document, at, value, path);
  for (const { from, to } of renames) rename(yaml, document, from, to);
  const flowCollectionPadding = !/[{[](?=[^\s{[}\]])/.test(text.replace(/\$\{/g, ''));
  return document.toString({ lineWidth: 0, flowCollectionPadding, indentSeq: !/^( *)[\w"']+:[^\n]*\n\1- /m.test(text) });
}

/** Sets a value; what stands on the way and is no map gives way to one. */
function set(yaml: typeof import('yaml'), document: Document.Parsed, at: readonly string[], value: Json, path: string): void {
  for (let length = 1; length < at.length; length += 1) {
    const node: unknown = document.getIn(at.slice(0, length), true);
    if (node === undefined || yaml.isMap(node)) continue;
    if (yaml.isAlias(node)) throw new InputError(path, `${at.slice(0, length).join('.')} is a YAML alias; write it out, so that it can be changed by itself`);
    document.setIn(at.slice(0, length), document.createNode({}));
  }
  // Written and read again, so that a text that looks like a number keeps its quotes, and a number has none.
  const written = yaml.stringify(value, { version: '1.1', lineWidth: 0 });
  const node = yaml.parseDocument(written, { schema: 'failsafe' }).contents as ParsedNode;
  document.setIn(at, node);
}

/** Renames a resource, and what refers to it, in the long forms and the short ones. */
function rename(yaml: typeof import('yaml'), document: Document.Parsed, from: string, to: string): void {
  const name = (node: unknown, pattern: RegExp = /^.*$/s): void => {
    if (yaml.isScalar(node)) (node as Scalar).value = String(node.value).replace(pattern, found => (found === from ? to : found));
  };
  const first = (node: unknown, pattern?: RegExp): void => name(yaml.isSeq(node) ? node.items[0] : node, pattern);
  const byFunction: Readonly<Record<string, (node: unknown) => void>> = {
    Ref: node => name(node),
    GetAtt: node => first(node, /^[^.]+/),
    Sub: node => first(node, /(?<=\$\{\s*)[^!}.\s]+/g),
    DependsOn: node => (yaml.isSeq(node) ? node.items.forEach(item => name(item)) : name(node)),
  };
  const resources: unknown = document.get('Resources', true);
  if (yaml.isMap(resources)) resources.items.forEach(({ key }) => name(key));
  yaml.visit(document, {
    Node: (_, node: Node) => (node.tag?.startsWith('!') ? byFunction[node.tag.slice(1)]?.(node) : undefined),
    Pair: (_, pair) => byFunction[String(yaml.isScalar(pair.key) ? pair.key.value : '').replace(/^Fn::/, '')]?.(pair.value),
  });
}

/** The same without what has no value. */
function plain(node: Json): Json {
  if (Array.isArray(node)) return node.map(element => plain(element as Json));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined).map(([key, value]) => [key, plain(value)]));
}
