/** Any JSON value, as it stands in a template. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject { readonly [key: string]: Json }

/** Whether a value is an object with keys: no array, not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list: one element stands for itself, nothing for the empty list. CloudFormation and IAM accept both. */
export function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value as readonly T[] : [value as T];
}

/** What a table holds under a name that a template gives: `constructor` is no entry, although every object answers to it. */
export function ownEntry<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}
