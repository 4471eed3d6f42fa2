import { CONTROL_IN_LINE, CONTROL_IN_OLD_TEXT, CONTROL_IN_TEXT } from './control';
import { LimitError } from '../errors';
import { isText, Unchecked } from '../json';
import { Limits } from './limits';

const PROTOTYPE_NAME = /^(__proto__|constructor|prototype)$/;

/**
 * Refuses a payload that is too large, too deep, or carries names or characters that are never meant well. What stands on one line (headers,
 * parameters, keys, ids) may not have another line either.
 */
export function inspect(payload: unknown, limits: Limits, isLine = false): void {
  const control = isLine ? CONTROL_IN_LINE : limits.c1 ? CONTROL_IN_OLD_TEXT : CONTROL_IN_TEXT;
  const path: (string | number)[] = [];
  let values = 0;
  let size = 0;

  const refuseIf = (isSo: boolean, reason: string) => {
    if (isSo) throw new LimitError(`limits.${reason}`, [pathOf(path)]);
  };
  const grow = (by: number) => refuseIf((size += by) > limits.bytes, 'bytes');
  const visitText = (text: string, refused: RegExp) => {
    grow(Buffer.byteLength(text));
    refuseIf(refused.test(text), 'control');
  };
  const visit = (value: unknown) => {
    refuseIf(++values > limits.values, 'values');
    if (isText(value)) return visitText(value, control);
    // JSON has `1e400`, which JavaScript reads as infinity.
    refuseIf(value === Infinity || value === -Infinity, 'number');
    if (typeof value !== 'object' || value === null) return grow(8);
    if (ArrayBuffer.isView(value)) return grow(value.byteLength);
    // As many steps lead here as there are levels above.
    refuseIf(path.length >= limits.depth, 'depth');
    if (Array.isArray(value)) return value.forEach((inner, i) => step(i, inner));
    for (const name of Object.keys(value)) {
      refuseIf(PROTOTYPE_NAME.test(name) && !limits.names.includes(name), 'prototype');
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

/** A path as people write it: `items[3].name`. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.map(step => typeof step === 'number' ? `[${step}]` : `.${String(step)}`).join('').replace(/^\./, '');
}
