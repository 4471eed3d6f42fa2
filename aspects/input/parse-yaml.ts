import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { InputError } from './input-error';
import { LIMITS } from './limits';
import { plainScalar } from './plain-scalar';
import { tooLarge } from './read-text';
import { Json, JsonObject } from '../model/json';

/** Reads YAML as CloudFormation does: version 1.1, the short forms of intrinsic functions, the last of equal keys. */
export function parseYaml(text: string, path: string): Json {
  if (text.length > LIMITS.yaml) throw tooLarge(path, LIMITS.yaml);
  if (openBrackets(text) > LIMITS.brackets) throw tooDeep(path);
  // Loading the parser costs 50 ms, and most templates are JSON.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml: typeof import('yaml') = require('yaml');
  const lines = new yaml.LineCounter();
  const document = parsed(() => yaml.parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, lineCounter: lines, strict: false }), path);
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new InputError(path, `line ${line}, column ${col}: this is neither JSON nor YAML: ${lowerFirst(error.message)}`);
  }
  return new Reader(yaml, path, lines).read(document.contents, 0);
}

/** Parses, and tells the parser's own recursion from faults of the text: it throws, or reports what it has thrown. */
function parsed(parse: () => Document.Parsed, path: string): Document.Parsed {
  try {
    const document = parse();
    if (document.errors.some(error => /call stack/i.test(error.message))) throw tooDeep(path);
    return document;
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(path) : error;
  }
}

/** How many brackets stand open at most. Quotes and comments are not told apart: the limit is far from what text holds. */
function openBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '[' || character === '{') most = Math.max(most, open += 1);
    else if ((character === ']' || character === '}') && open > 0) open -= 1;
  }
  return most;
}

/** The error for input that nobody can walk through. */
export function tooDeep(path: string): InputError {
  return new InputError(path, `lists and maps lie in each other more than ${LIMITS.depth} levels deep; no CloudFormation template does that`);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Turns the nodes of a YAML document to JSON. */
class Reader {
  private readonly anchors = new Map<string, Node>();
  private aliased = 0;
  private insideAlias = false;

  public constructor(private readonly yaml: typeof import('yaml'), private readonly path: string, private readonly lines: LineCounter) {}

  public read(node: unknown, depth: number): Json {
    if (depth > LIMITS.depth) throw tooDeep(this.path);
    const { yaml } = this;
    if (yaml.isAlias(node)) return this.readAlias(node.source, node, depth);
    if (!yaml.isNode(node)) return null;
    if (this.insideAlias) this.countAliased();
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (yaml.isMap(node)) return tagged(node.tag, this.readMap(node, depth));
    return tagged(node.tag, yaml.isSeq(node) ? node.items.map(item => this.read(item, depth + 1)) : scalar(node as Scalar));
  }

  private readAlias(name: string, alias: Node, depth: number): Json {
    const target = this.anchors.get(name);
    if (target === undefined) throw new InputError(this.path, `line ${this.lines.linePos(alias.range?.[0] ?? 0).line}: the alias *${name} has no anchor &${name} before it`);
    const outer = this.insideAlias;
    this.insideAlias = true;
    try {
      return this.read(target, depth + 1);
    } finally {
      this.insideAlias = outer;
    }
  }

  private countAliased(): void {
    this.aliased += 1;
    if (this.aliased > LIMITS.aliased) {
      throw new InputError(this.path, `its YAML aliases stand for more than ${LIMITS.aliased} values; write them out, or check where the file comes from`);
    }
  }

  private readMap(map: YAMLMap, depth: number): Json {
    const entries: [string, Json][] = [];
    const merged: [string, Json][] = [];
    for (const pair of map.items) {
      const value = this.read(pair.value, depth + 1);
      if (this.isMerge(pair)) merged.push(...mergedEntries(value)); else entries.push([this.keyOf(pair), value]);
    }
    // What the map says itself wins over what it merges, wherever the merge stands.
    return Object.fromEntries([...merged, ...entries]);
  }

  private isMerge({ key }: Pair): boolean {
    return this.yaml.isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
  }

  /** Keys are text: the logical id `No` and the status code 200 stay what they are. */
  private keyOf({ key }: Pair): string {
    if (this.yaml.isScalar(key) && !key.tag?.startsWith('!')) return String(key.source ?? '');
    const value = this.read(key, 0);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** The entries of a merged map, or of several, of which the first wins. */
function mergedEntries(value: Json): [string, Json][] {
  const maps = (Array.isArray(value) ? [...value as readonly Json[]].reverse() : [value]) as readonly Json[];
  return maps.flatMap(map => (typeof map === 'object' && map !== null ? Object.entries(map as JsonObject) : []));
}

function scalar(node: Scalar): Json {
  const source = node.source ?? '';
  const isPlain = node.type === 'PLAIN' && node.tag === undefined;
  return isPlain || node.tag?.match(/^tag:yaml\.org,2002:(?:int|float|bool|null)$/) ? plainScalar(source) : source;
}

/** Puts a value under the function that its short form names: `!Sub` is `Fn::Sub`. A function nobody has heard of stays visible. */
function tagged(tag: string | undefined, value: Json): Json {
  if (tag === undefined || !/^![^!]/.test(tag)) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  // Only the first dot parts the resource from the attribute: Nested.Outputs.Arn.
  const dot = name === 'GetAtt' && typeof value === 'string' ? value.indexOf('.') : -1;
  return { [`Fn::${name}`]: dot < 0 ? value : [String(value).slice(0, dot), String(value).slice(dot + 1)] };
}
