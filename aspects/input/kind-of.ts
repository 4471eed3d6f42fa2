import { Json } from '../model/json';

/** What a value is, for those who expected something else. */
export function kindOf(value: Json): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}
