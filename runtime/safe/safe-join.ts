import { isAbsolute, resolve, sep } from 'node:path';
import { UnsafeValueError } from './unsafe-value-error';
import { CONTROL_IN_LINE } from '../limits/control';
import { leavesFolder } from '../limits/traversal';

/** The most bytes of a key. Source: the S3 guide, object keys. */
const LONGEST_KEY = 1024;

/**
 * The path of something inside a folder. The folder is yours, the parts may be anybody's.
 *
 * Symbolic links are not followed: do not keep any in a folder that others name files in.
 *
 * @throws UnsafeValueError if the parts leave the folder, also percent-encoded, are absolute, empty, or have control characters
 */
export function safeJoin(folder: string, ...parts: readonly string[]): string {
  for (const part of parts) checkPart(part);
  if (parts.some(part => isAbsolute(part) || /^[A-Za-z]:/.test(part))) throw new UnsafeValueError('a part of a path is absolute');
  const base = resolve(folder);
  const path = resolve(base, ...parts);
  // What is checked above cannot get here; this is for what nobody thought of.
  if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) throw new UnsafeValueError('a path leaves its folder');
  return path;
}

/**
 * The key of an object below a prefix: `safeKey('uploads/', customer, name)`.
 *
 * @throws UnsafeValueError as `safeJoin`, and if the key has an empty segment or more than 1,024 bytes
 */
export function safeKey(prefix: string, ...parts: readonly string[]): string {
  for (const part of parts) checkPart(part);
  const inside = parts.join('/');
  if (inside.split('/').some(segment => segment === '' || segment === '.')) throw new UnsafeValueError('a part of a key has an empty segment');
  const key = prefix === '' || prefix.endsWith('/') ? prefix + inside : `${prefix}/${inside}`;
  if (Buffer.byteLength(key) > LONGEST_KEY) throw new UnsafeValueError(`a key has at most ${LONGEST_KEY} bytes`);
  return key;
}

function checkPart(part: string): void {
  if (typeof part !== 'string' || part === '') throw new UnsafeValueError('a part of a path is no text');
  if (CONTROL_IN_LINE.test(part)) throw new UnsafeValueError('a part of a path has control characters');
  if (leavesFolder(part)) throw new UnsafeValueError('a part of a path leaves its folder');
}
