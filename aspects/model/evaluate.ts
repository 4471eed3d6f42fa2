import type { AppModel } from './app-model';
import { Environment, knownRegion } from './environment';
import { isObject, Json, JsonObject, listOf, ownEntry } from './json';
import type { Resource } from './resource';
import { booleanOf, isMap, isOpen, joinText, keyOf, Reference, sameValue, Text, Unknown, Value } from './value';

/** What the intrinsic functions of a template refer to. */
export interface Scope {
  readonly app: AppModel;
  readonly path: string;
  readonly environment: Environment;
  readonly resources: ReadonlyMap<string, Resource>;
  /** What a SAM template may call a resource that SAM generates (`Function.Alias`) → its logical id. */
  readonly generatedNames: ReadonlyMap<string, string>;
  evaluate(node: Json): Value;
  section(name: string): JsonObject;
  parameter(name: string): Value;
  condition(name: string): boolean | undefined;
  pseudoParameter(name: string): Value;
}

/** How a reference looks that was rendered from a construct tree: [construct path, attribute]. */
export const TREE_REFERENCE = 'Fn::RampartReference';

type Intrinsic = (argument: Json, scope: Scope) => Value;

/** Works out a node of a template: intrinsic functions become values, or open values where only CloudFormation knows. */
export function evaluate(node: Json, scope: Scope): Value {
  if (Array.isArray(node)) return evaluateList(node, scope);
  if (!isObject(node)) return node as Value;
  const keys = Object.keys(node);
  if (keys.length === 1) {
    const [name] = keys;
    if (Object.prototype.hasOwnProperty.call(INTRINSICS, name)) return INTRINSICS[name](node[name], scope);
    if (name.startsWith('Fn::')) return open(name, node[name], scope);
  }
  const map: Record<string, Value> = {};
  for (const key of keys) {
    if (key === '__proto__') continue; // no property that CloudFormation knows, and none to set on our own objects
    const value = evaluate(node[key], scope);
    if (value !== undefined) map[key] = value;
  }
  return map;
}

function evaluateList(list: readonly Json[], scope: Scope): Value {
  const values: Value[] = [];
  for (const element of list) {
    const value = evaluate(element, scope);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** What nobody can work out; the same function of the same argument is the same thing in one template. */
function open(name: string, argument: Json, scope: Scope): Unknown {
  return new Unknown(`${scope.path}#${name}:${JSON.stringify(argument)}`);
}

/** Text that nobody can work out: what is made of a secret is a secret, and perhaps one where a condition chooses. */
function openText(name: string, argument: Json, scope: Scope): Unknown {
  const { key } = open(name, argument, scope);
  const secrets = [...secretsIn(scope.evaluate(argument))];
  const sure = secrets.find(({ certain }) => certain);
  if (sure !== undefined || secrets.length === 0) return new Unknown(key, undefined, sure?.secret);
  return new Unknown(key, [new Unknown(`${key}+`, undefined, secrets[0].secret), new Unknown(`${key}-`)]);
}

function* secretsIn(value: Value, certain = true): Generator<{ readonly secret: string; readonly certain: boolean }> {
  if (value instanceof Unknown) {
    if (value.secret !== undefined) yield { secret: value.secret, certain };
    for (const one of value.alternatives ?? []) yield* secretsIn(one, false);
  } else if (value instanceof Text || Array.isArray(value)) {
    for (const part of value instanceof Text ? value.parts : value as readonly Value[]) yield* secretsIn(part, certain);
  } else if (isMap(value)) {
    for (const one of Object.values(value)) yield* secretsIn(one, certain);
  }
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Ref': (name, scope) => (typeof name === 'string' ? referTo(name, scope) : open('Ref', name, scope)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Base64': (argument, scope) => {
    const value = scope.evaluate(argument);
    return typeof value === 'string' ? Buffer.from(value).toString('base64') : openText('Fn::Base64', argument, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.app.exported(scope.evaluate(argument), scope.environment) ?? open('Fn::ImportValue', argument, scope),
  'Fn::GetStackOutput': (argument, scope) => {
    const stackName = isObject(argument) ? scope.evaluate(argument.StackName) : undefined;
    const output = isObject(argument) ? scope.evaluate(argument.OutputName) : undefined;
    const region = isObject(argument) ? scope.evaluate(argument.Region) : undefined;
    return scope.app.stackOutput(stackName, output, { ...scope.environment, region: knownRegion(region) ?? scope.environment.region }) ?? open('Fn::GetStackOutput', argument, scope);
  },
  'Fn::ToJsonString': (argument, scope) => {
    const value = scope.evaluate(argument);
    return keyOf(value).includes('{{') ? openText('Fn::ToJsonString', argument, scope) : JSON.stringify(value);
  },
  'Fn::Length': (argument, scope) => {
    const value = scope.evaluate(argument);
    return Array.isArray(value) ? value.length : open('Fn::Length', argument, scope);
  },
  'Condition': condition,
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listOf<Json>(argument).map(side => scope.evaluate(side));
    if (!isOpen(left) && !isOpen(right)) return scalar(left) === scalar(right);
    return sameValue(left, right) ? true : open('Fn::Equals', argument, scope);
  },
  'Fn::Not': (argument, scope) => {
    const value = truth(listOf<Json>(argument)[0], scope);
    return value === undefined ? open('Fn::Not', argument, scope) : !value;
  },
  'Fn::And': (argument, scope) => decide(argument, scope, 'Fn::And', false),
  'Fn::Or': (argument, scope) => decide(argument, scope, 'Fn::Or', true),
  [TREE_REFERENCE]: (argument, scope) => {
    const [path, attribute] = listOf<Json>(argument).map(String);
    const resource = scope.app.at(path);
    return resource ? new Reference(resource, attribute) : open(TREE_REFERENCE, argument, scope);
  },
};

/** A map with the single key `Condition` is a reference to a condition where it names one; elsewhere it is data. */
function condition(name: Json, scope: Scope): Value {
  if (typeof name !== 'string') return { Condition: scope.evaluate(name) };
  return scope.condition(name) ?? new Unknown(`condition:${scope.path}#${name}`);
}

/** CloudFormation compares `1` and `'1'` as equal. */
function scalar(value: Value): string {
  return typeof value === 'object' ? keyOf(value) : String(value);
}

/** `Fn::And` and `Fn::Or`: one operand of the decisive value settles it, whatever the others may be. */
function decide(argument: Json, scope: Scope, name: string, decisive: boolean): Value {
  const operands = listOf<Json>(argument).map(operand => truth(operand, scope));
  if (operands.includes(decisive)) return decisive;
  return operands.includes(undefined) ? open(name, argument, scope) : !decisive;
}

function truth(node: Json, scope: Scope): boolean | undefined {
  return booleanOf(scope.evaluate(node));
}

function referTo(name: string, scope: Scope): Value {
  if (name.startsWith('AWS::')) return scope.pseudoParameter(name);
  const resource = scope.resources.get(name);
  if (resource) return new Reference(resource, 'Ref');
  if (Object.prototype.hasOwnProperty.call(scope.section('Parameters'), name)) return scope.parameter(name);
  // SAM lets a template name what it will generate: `Function.Alias`, `Api.Stage`.
  const generated = scope.resources.get(scope.generatedNames.get(name) ?? '');
  return generated ? new Reference(generated, 'Ref') : open('Ref', name, scope);
}

function getAtt(argument: Json, scope: Scope): Value {
  const parts: readonly Json[] = typeof argument === 'string' ? [argument.split('.')[0], argument.split('.').slice(1).join('.')] : listOf<Json>(argument);
  const [id, ...attribute] = generatedFirst(parts, scope);
  const resource = typeof id === 'string' ? scope.resources.get(id) : undefined;
  if (!resource || attribute.some(part => typeof part !== 'string')) return open('Fn::GetAtt', argument, scope);
  const name = attribute.join('.');
  if (resource.type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
    const output = scope.app.nestedTemplate(resource)?.output(name.slice('Outputs.'.length));
    if (output !== undefined) return output;
  }
  return new Reference(resource, name);
}

/** The parts of an attribute's name, `Function.Alias` at their beginning replaced by the resource that SAM generates. */
function generatedFirst(parts: readonly Json[], scope: Scope): readonly Json[] {
  if (scope.generatedNames.size === 0 || !parts.every(part => typeof part === 'string')) return parts;
  const [owner, part, ...attribute] = parts.flatMap(one => String(one).split('.'));
  const generated = scope.generatedNames.get(`${owner}.${part}`);
  return generated === undefined ? parts : [generated, ...attribute];
}

function sub(argument: Json, scope: Scope): Value {
  const [text, given] = Array.isArray(argument) ? argument as readonly Json[] : [argument, undefined];
  if (typeof text !== 'string') return open('Fn::Sub', argument, scope);
  const variables = isObject(given) ? given : {};
  const parts = text.split(/(\$\{[^}]*\})/).map((part): Value => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1].trim();
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.prototype.hasOwnProperty.call(variables, name)) return scope.evaluate(variables[name]);
    const isAttribute = name.includes('.') && scope.resources.has(name.split('.')[0]);
    return isAttribute && !scope.generatedNames.has(name) ? getAtt(name, scope) : referTo(name, scope);
  });
  return joinText(parts);
}

function join(argument: Json, scope: Scope): Value {
  const [delimiter, list] = listOf<Json>(argument).map(part => scope.evaluate(part));
  if (typeof delimiter !== 'string' || !Array.isArray(list)) return openText('Fn::Join', argument, scope);
  return joinText(delimiter === '' ? list : list.flatMap((part, index) => (index === 0 ? [part] : [delimiter, part])));
}

function choose(argument: Json, scope: Scope): Value {
  const [name, yes, no] = listOf<Json>(argument);
  const decided = typeof name === 'string' ? scope.condition(name) : undefined;
  if (decided !== undefined) return scope.evaluate(decided ? yes : no);
  const branches = [scope.evaluate(yes), scope.evaluate(no)];
  return sameValue(branches[0], branches[1]) ? branches[0] : new Unknown(`${scope.path}#if:${JSON.stringify(argument)}`, branches);
}

function findInMap(argument: Json, scope: Scope): Value {
  const [map, top, second] = listOf<Json>(argument).slice(0, 3).map(part => scope.evaluate(part));
  const mapping = own(scope.section('Mappings'), map);
  if (!isObject(mapping)) return open('Fn::FindInMap', argument, scope);
  const rows = isOpen(top) ? Object.values(mapping) : [own(mapping, top)];
  const found = rows.map(row => (isObject(row) ? scope.evaluate(own(row, second)) : undefined));
  if (found.length === 0 || found.includes(undefined)) return open('Fn::FindInMap', argument, scope);
  // The region is not known, but a map that says the same for every region does not need it.
  return found.every(value => sameValue(value, found[0])) ? found[0] : new Unknown(`${scope.path}#map:${JSON.stringify(argument)}`, found);
}

function own(map: JsonObject, key: Value): Json {
  return typeof key === 'string' ? ownEntry(map, key) : undefined;
}

function select(argument: Json, scope: Scope): Value {
  const [index, list] = listOf<Json>(argument).map(part => scope.evaluate(part));
  const element: Value = Array.isArray(list) && !isOpen(index) ? list[Number(index)] : undefined;
  return element === undefined ? openText('Fn::Select', argument, scope) : element;
}

function split(argument: Json, scope: Scope): Value {
  const [delimiter, text] = listOf<Json>(argument).map(part => scope.evaluate(part));
  if (typeof delimiter !== 'string' || delimiter === '') return openText('Fn::Split', argument, scope);
  if (typeof text === 'string') return text.split(delimiter);
  if (isMap(text) || !isOpen(text) || !('parts' in text)) return openText('Fn::Split', argument, scope);
  // Only the fixed parts of a text can be split; an open part may hold the delimiter, as an ARN does.
  const pieces: Value[][] = [[]];
  for (const part of text.parts) {
    if (typeof part !== 'string') { pieces[pieces.length - 1].push(part); continue; }
    const [first, ...rest] = part.split(delimiter);
    pieces[pieces.length - 1].push(first);
    rest.forEach(piece => pieces.push([piece]));
  }
  return text.parts.some(part => part instanceof Reference) ? openText('Fn::Split', argument, scope) : pieces.map(joinText);
}
