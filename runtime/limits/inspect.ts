import { LimitError } from '../errors';
import { Limits } from './limits';

const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

// A tab and line ends are text; every other control character of ASCII is not.
const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const CONTROL_IN_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

interface Walk { readonly limits: Limits; readonly control: RegExp; values: number; size: number; readonly path: (string | number)[] }

/** Refuses a payload that is too large, too deep, or carries names or characters that are never meant well. */
export function inspect(payload: unknown, limits: Limits): void {
  visit(payload, 0, { limits, control: CONTROL_IN_TEXT, values: 0, size: 0, path: [] });
}

/** The same for what stands on one line: headers, parameters, keys, ids. */
export function inspectLines(payload: unknown, limits: Limits): void {
  visit(payload, 0, { limits, control: CONTROL_IN_LINE, values: 0, size: 0, path: [] });
}

/** Refuses text that is too large to be parsed. */
export function inspectSize(text: string, limits: Limits): void {
  // At most three bytes per unit, so counting is rarely needed.
  if (text.length * 3 > limits.bytes && (text.length > limits.bytes || Buffer.byteLength(text) > limits.bytes)) {
    throw new LimitError('the payload is larger than limits.bytes', 'limits.bytes');
  }
}

function visit(value: unknown, depth: number, walk: Walk): void {
  if (++walk.values > walk.limits.values) throw refused('the payload has more values than limits.values', 'limits.values', walk);
  if (typeof value === 'string') return visitText(value, walk.control, walk);
  if (typeof value !== 'object' || value === null) return grow(8, walk);
  if (ArrayBuffer.isView(value)) return grow(value.byteLength, walk);
  if (depth >= walk.limits.depth) throw refused('the payload is deeper than limits.depth', 'limits.depth', walk);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) step(i, value[i], depth, walk);
    return;
  }
  for (const name of Object.keys(value)) {
    visitName(name, walk);
    step(name, (value as Record<string, unknown>)[name], depth, walk);
  }
}

function step(name: string | number, value: unknown, depth: number, walk: Walk): void {
  walk.path.push(name);
  visit(value, depth + 1, walk);
  walk.path.pop();
}

function visitName(name: string, walk: Walk): void {
  if (PROTOTYPE_NAMES.has(name) && !walk.limits.names.includes(name)) throw refused('a name reaches a prototype', 'limits.prototype', walk);
  if (name.length > walk.limits.name) throw refused('a name is longer than limits.name', 'limits.name', walk);
  visitText(name, CONTROL_IN_LINE, walk);
}

function visitText(text: string, control: RegExp, walk: Walk): void {
  grow(text.length, walk);
  if (control.test(text)) throw refused('a text has control characters', 'limits.control', walk);
}

function grow(by: number, walk: Walk): void {
  walk.size += by;
  if (walk.size > walk.limits.bytes) throw refused('the payload is larger than limits.bytes', 'limits.bytes', walk);
}

function refused(message: string, reason: string, walk: Walk): LimitError {
  return new LimitError(message, reason, [pathOf(walk.path)]);
}

/** A path as people write it: `items[3].name`. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.map((step_, i) => typeof step_ === 'number' ? `[${step_}]` : `${i === 0 ? '' : '.'}${String(step_)}`).join('');
}
