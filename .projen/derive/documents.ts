/** Every derived file but the index, by path: from the rules themselves. */
export function derivedFiles(): Record<string, string> {
  return {};
}
