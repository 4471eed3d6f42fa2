import { isObject, Json, JsonObject, listOf, ownEntry } from '../model/json';

/** What one part of a template calls another by. */
export interface Mention {
  /** The function or attribute that names it: `Ref`, `DependsOn`. */
  readonly by: string;
  readonly kind: 'element' | 'condition' | 'mapping';
  readonly name: string;
  /** Whether it stands in a branch of `Fn::If`, which may never be taken. */
  readonly isBranch: boolean;
}

/** Is told of each mention, in the order of the template. */
export type Listener = (mention: Mention) => void;

/** Goes once through a part of a template as it is written; nothing is worked out. */
export function mentionsIn(node: Json, tell: Listener, isBranch = false): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node as readonly Json[]) mentionsIn(item, tell, isBranch);
    return;
  }
  const keys = Object.keys(node);
  const read = keys.length === 1 ? ownEntry(FUNCTIONS, keys[0]) : undefined;
  if (read !== undefined) read((node as JsonObject)[keys[0]], tell, isBranch);
  else for (const key of keys) mentionsIn((node as JsonObject)[key], tell, isBranch);
}

/** What the attributes of a resource name, its properties included. */
export function mentionsOfResource(resource: JsonObject, tell: Listener): void {
  for (const [attribute, node] of Object.entries(resource)) {
    if (attribute === 'DependsOn') {
      for (const name of listOf<Json>(node as Json)) if (typeof name === 'string') tell({ by: 'DependsOn', kind: 'element', name, isBranch: false });
    } else if (attribute === 'Condition') {
      condition(node, tell, false);
    } else {
      mentionsIn(node, tell);
    }
  }
}

/** What a condition names. Only there is a map with the key `Condition` a function; elsewhere it may be a policy's. */
export function mentionsOfCondition(node: Json, tell: Listener): void {
  if (Array.isArray(node)) {
    for (const item of node as readonly Json[]) mentionsOfCondition(item, tell);
  } else if (isObject(node)) {
    const [key, ...others] = Object.keys(node);
    if (others.length === 0 && key === 'Condition') condition(node[key], tell, false);
    else if (others.length === 0 && /^Fn::(?:And|Or|Not|Equals)$/.test(key)) mentionsOfCondition(node[key], tell);
    else mentionsIn(node, tell);
  }
}

const FUNCTIONS: Readonly<Record<string, (argument: Json, tell: Listener, isBranch: boolean) => void>> = {
  'Ref': (argument, tell, isBranch) => {
    if (typeof argument === 'string') tell({ by: 'Ref', kind: 'element', name: argument, isBranch });
  },
  'Fn::GetAtt': (argument, tell, isBranch) => {
    const [id, attribute] = Array.isArray(argument) ? argument as readonly Json[] : [typeof argument === 'string' ? argument.split('.')[0] : undefined];
    if (typeof id === 'string') tell({ by: 'Fn::GetAtt', kind: 'element', name: id, isBranch });
    mentionsIn(attribute, tell, isBranch);
  },
  'Fn::Sub': (argument, tell, isBranch) => {
    const [text, variables] = Array.isArray(argument) ? argument as readonly Json[] : [argument];
    const given = isObject(variables) ? variables : {};
    for (const [, name] of typeof text === 'string' ? text.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}/g) : []) {
      if (!Object.prototype.hasOwnProperty.call(given, name)) tell({ by: 'Fn::Sub', kind: 'element', name, isBranch });
    }
    mentionsIn(given, tell, isBranch);
  },
  'Fn::FindInMap': (argument, tell, isBranch) => {
    if (Array.isArray(argument) && typeof argument[0] === 'string') tell({ by: 'Fn::FindInMap', kind: 'mapping', name: argument[0], isBranch });
    mentionsIn(argument, tell, isBranch);
  },
  'Fn::If': (argument, tell, isBranch) => {
    if (Array.isArray(argument)) condition(argument[0] as Json, tell, isBranch, 'Fn::If');
    mentionsIn(argument, tell, true);
  },
  // What a macro is given means what the macro says.
  'Fn::Transform': () => {},
};

function condition(name: Json, tell: Listener, isBranch: boolean, by = 'Condition'): void {
  if (typeof name === 'string') tell({ by, kind: 'condition', name, isBranch });
}
