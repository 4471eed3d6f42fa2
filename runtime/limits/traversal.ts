/** So many layers of `%25` are taken off; who wraps deeper is refused for it. */
const LAYERS = 4;

/** Whether a key or path leaves its folder: `..` as a segment, plain or percent-encoded however often, with either slash, or a NUL that ends it early. */
export function leavesFolder(key: string, layers = LAYERS): boolean {
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|\0/.test(key)) return true;
  if (!key.includes('%')) return false;
  const decoded = key.replace(ENCODED, decode);
  return decoded !== key && (layers === 0 || leavesFolder(decoded, layers - 1));
}

// Byte by byte, because a single broken sequence must not hide the others; overlong forms of a dot and of slashes too, and `%u002e`.
const ENCODED = /%(?:(c0%ae|e0%80%ae|u2024|uff0e)|(c0%af|e0%80%af|u2215|u2044|uff0f)|(c1%9c|u2216|uff3c)|(?:u00)?([0-7][\da-f]))/gi;

function decode(_whole: string, dot?: string, slash?: string, backslash?: string, code?: string): string {
  return dot ? '.' : slash ? '/' : backslash ? '\\' : String.fromCharCode(parseInt(code!, 16));
}
