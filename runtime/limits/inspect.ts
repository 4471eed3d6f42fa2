import { LimitError } from '../errors';
import { Unchecked } from '../json';
import { Limits } from './limits';

const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

// A tab and line ends are text; every other control character of ASCII is not.
const CONTROL_IN_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const CONTROL_IN_LINE = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;

/** Refuses a payload that is too large, too deep, or carries names or characters that are never meant well. */
export function inspect(payload: unknown, limits: Limits, control = CONTROL_IN_TEXT): void {
  const path: (string | number)[] = [];
  let [values, size] = [0, 0];

  const refuseIf = (isSo: boolean, reason: string) => {
    if (isSo) throw new LimitError(`limits.${reason}`, [pathOf(path)]);
  };
  const grow = (by: number) => refuseIf((size += by) > limits.bytes, 'bytes');
  const visitText = (text: string, refused: RegExp) => {
    grow(text.length);
    refuseIf(refused.test(text), 'control');
  };
  const visit = (value: unknown) => {
    refuseIf(++values > limits.values, 'values');
    if (typeof value === 'string') return visitText(value, control);
    if (typeof value !== 'object' || value === null) return grow(8);
    if (ArrayBuffer.isView(value)) return grow(value.byteLength);
    // As many steps lead here as there are levels above.
    refuseIf(path.length >= limits.depth, 'depth');
    if (Array.isArray(value)) return value.forEach((inner, i) => step(i, inner));
    for (const name of Object.keys(value)) {
      refuseIf(PROTOTYPE_NAMES.has(name) && !limits.names.includes(name), 'prototype');
      refuseIf(name.length > limits.name, 'name');
      visitText(name, CONTROL_IN_LINE);
      step(name, (value as Unchecked)[name]);
    }
  };
  const step = (name: string | number, value: unknown) => {
    path.push(name);
    visit(value);
    path.pop();
  };

  visit(payload);
}

/** The same for what stands on one line: headers, parameters, keys, ids. */
export function inspectLines(payload: unknown, limits: Limits): void {
  inspect(payload, limits, CONTROL_IN_LINE);
}

/** Refuses text that is too large to be parsed. */
export function inspectSize(text: string, bytes: number): void {
  // At most three bytes per unit, so counting is rarely needed.
  if (text.length * 3 > bytes && Buffer.byteLength(text) > bytes) throw new LimitError('limits.bytes');
}

/** A path as people write it: `items[3].name`. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.map((step_, i) => typeof step_ === 'number' ? `[${step_}]` : `${i === 0 ? '' : '.'}${String(step_)}`).join('');
}
