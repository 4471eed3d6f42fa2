import { InputError } from './input-error';
import { kindOf } from './kind-of';
import { LIMITS } from './limits';
import { parseYaml, tooDeep } from './parse-yaml';
import { looksLikeJson, scriptComment } from './script-comment';
import { isObject, Json, JsonObject } from '../model/json';

/**
 * Reads a template, as JSON or as YAML.
 *
 * @param text what the file holds
 * @param path how messages name it
 */
export function parseTemplate(text: string, path: string): JsonObject {
  const body = sanitised(parseJsonOrYaml(text, path), path);
  const fault = templateFault(body);
  if (fault !== undefined) throw new InputError(path, fault);
  return body as JsonObject;
}

/**
 * Reads a JSON file that is no template.
 *
 * @param text what the file holds
 * @param path how messages name it
 */
export function parseJson(text: string, path: string): JsonObject {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (error) {
    throw new InputError(path, jsonFault(text, error));
  }
  const body = sanitised(json, path);
  if (!isObject(body)) throw new InputError(path, `expected a JSON object, got ${kindOf(body)}`);
  return body;
}

function parseJsonOrYaml(text: string, path: string): Json {
  if (!looksLikeJson(text)) return parseYaml(text, path);
  try {
    return JSON.parse(text) as Json;
  } catch (jsonError) {
    const comment = scriptComment(text);
    if (comment !== undefined) throw new InputError(path, `${placeOf(text, comment.at)}: neither JSON nor YAML has comments like ${comment.mark}; take them out`);
    // A flow mapping of YAML looks like JSON too, and bears comments and trailing commas.
    try {
      return parseYaml(text, path);
    } catch (yamlError) {
      throw yamlError instanceof InputError && !/neither JSON nor YAML/.test(yamlError.message) ? yamlError : new InputError(path, jsonFault(text, jsonError));
    }
  }
}

/** Says where JSON breaks off; the engine's own words differ from version to version, so only the position is taken from them. */
function jsonFault(text: string, error: unknown): string {
  const message = (error as Error).message;
  const position = /at position (\d+)/.exec(message);
  const at = position ? Number(position[1]) : text.trimEnd().length;
  const place = placeOf(text, at);
  if (!position || at >= text.trimEnd().length) return `${place}: the JSON breaks off: the file is truncated`;
  return `${place}: this is no JSON: did not expect ${JSON.stringify(text[at])}`;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before[before.length - 1].length + 1}`;
}

/**
 * Checks the depth, and takes out keys named `__proto__`: no template needs one, and whoever copies an object key by key
 * would change its prototype. Iterative, because the depth is not known before.
 */
function sanitised(root: Json, path: string): Json {
  const underway: [object, number][] = typeof root === 'object' && root !== null ? [[root, 0]] : [];
  for (let next = underway.pop(); next !== undefined; next = underway.pop()) {
    const [node, depth] = next;
    if (depth > LIMITS.depth) throw tooDeep(path);
    if (Object.prototype.hasOwnProperty.call(node, '__proto__')) delete (node as Record<string, Json>).__proto__;
    for (const child of Object.values(node) as Json[]) {
      if (typeof child === 'object' && child !== null) underway.push([child, depth + 1]);
    }
  }
  return root;
}

/** Why something that could be read is no template; nothing where it is one. */
function templateFault(body: Json): string | undefined {
  const wanted = 'give a CloudFormation template, which has a section Resources';
  if (!isObject(body)) return `this is ${kindOf(body)}; ${wanted}`;
  if (isObject(body.Resources)) return undefined;
  if (isObject(body.artifacts) && body.version !== undefined) return 'this is the manifest of a cdk.out folder; give the folder itself';
  if (isObject(body.files) && isObject(body.dockerImages)) return 'this is the asset manifest of a CDK stack; give the cdk.out folder it lies in';
  if (isObject(body.tree)) return 'this is the construct tree of a CDK application; give the cdk.out folder it lies in';
  return 'Resources' in body ? `Resources is ${kindOf(body.Resources)}, and must be a map of logical ids` : `there is no section Resources; ${wanted}`;
}
