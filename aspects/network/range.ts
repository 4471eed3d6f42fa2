/** A range of addresses: the leading bits that all of them share. */
export interface Range {
  readonly family: 4 | 6;
  /** A string of zeros and ones; the empty one is shared by every address there is. */
  readonly bits: string;
}

/** Reads a range in any of its spellings: `10.0.0.0/16`, `::/0`, `0000:0000::/0`, a single address. */
export function rangeOf(text: string): Range | undefined {
  const [address, length, ...more] = text.trim().split('/');
  if (more.length > 0) return undefined;
  const bits = address.includes(':') ? bitsOfSix(address) : bitsOfFour(address);
  if (bits === undefined) return undefined;
  const kept = length === undefined ? bits.length : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return kept < 0 || kept > bits.length ? undefined : { family: bits.length === 32 ? 4 : 6, bits: bits.slice(0, kept) };
}

function bitsOfFour(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map(part => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfSix(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(half => (half === '' ? [] : half.split(':')));
  const gap = tail === undefined ? 0 : 8 - head.length - tail.length;
  if (gap < 0) return undefined;
  const groups = [...head, ...Array<string>(gap).fill('0'), ...(tail ?? [])];
  if (groups.length !== 8 || !groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map(group => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** Whether every address of the second range lies in the first. */
export function covers(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && inner.bits.startsWith(outer.bits);
}

/** Whether two ranges share addresses. */
export function overlap(a: Range, b: Range): boolean {
  return covers(a, b) || covers(b, a);
}

/**
 * Whether a range is the whole world, however it is spelt.
 *
 * Nobody owns more than a /8, or a /12 of IPv6: whoever writes a shorter prefix (half of the world, all public addresses of
 * IPv6) means everybody.
 */
export function isWorld(range: Range): boolean {
  return range.bits.length < (range.family === 4 ? 8 : 12) && NOT_PUBLIC.every(one => !covers(one, range));
}

/** Whether none of the addresses is one of the internet: private, local, multicast, reserved. */
export function isPrivate(range: Range): boolean {
  return NOT_PUBLIC.some(one => covers(one, range));
}

// Source: the special-purpose address registries of IANA.
const NOT_PUBLIC: readonly Range[] = [
  '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3', '::1', 'fc00::/7', 'fe80::/10', 'ff00::/8',
].map(text => rangeOf(text)!);
