import { LimitError } from '../errors';

/** So many layers of `%25` are taken off; who wraps deeper is refused for it. */
const LAYERS = 4;

/** Whether a key or path leaves its folder: `..` as a segment, plain or percent-encoded however often, with either slash, or a NUL that ends it early. */
export function leavesFolder(key: string): boolean {
  let text = key;
  for (let layer = 0; layer <= LAYERS; layer++) {
    if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(text) || text.includes('\0')) return true;
    const decoded = decodedOnce(text);
    if (decoded === text) return false;
    text = decoded;
  }
  return true;
}

/** Refuses a key that leaves its folder. */
export function refuseTraversal(key: string, at: string): void {
  if (leavesFolder(key)) throw new LimitError('a key leaves its folder', 'limits.traversal', [at]);
}

// Byte by byte, because a single broken sequence must not hide the others; overlong forms of a dot and of slashes too.
function decodedOnce(text: string): string {
  if (!text.includes('%')) return text;
  return text
    .replace(/%c0%ae|%e0%80%ae/gi, '.')
    .replace(/%c0%af|%e0%80%af|%u2215|%u2044/gi, '/')
    .replace(/%c1%9c|%u2216/gi, '\\')
    .replace(/%([0-7][0-9a-f])/gi, (_whole, code: string) => String.fromCharCode(parseInt(code, 16)));
}
