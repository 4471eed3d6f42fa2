/** Whether a text begins as JSON does, behind comments of JavaScript perhaps. */
export function looksLikeJson(text: string): boolean {
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at])) at += 1;
    else if (isComment(text, at)) at = endOf(text, at);
    else return text[at] === '{' || text[at] === '[';
  }
  return false;
}

/**
 * Where a comment of JavaScript stands outside of quotes. Many tools read such JSON, and YAML would take the comment for
 * a part of the key behind it.
 */
export function scriptComment(text: string): { readonly at: number; readonly mark: string } | undefined {
  // A path such as /* may stand in YAML without quotes, and is closed by nothing.
  const closed = text.lastIndexOf('*/');
  const isClosed = (at: number): boolean => text[at + 1] === '/' || at + 2 <= closed;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"' || text[at] === '\'') at = closingQuote(text, at);
    else if (text[at] === '#') at = endOf(text, at) - 1;
    else if (isComment(text, at) && isClosed(at) && (at === 0 || /[\s,{}[\]"]/.test(text[at - 1]))) return { at, mark: text.slice(at, at + 2) };
  }
  return undefined;
}

function isComment(text: string, at: number): boolean {
  return text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*');
}

/** Where a comment ends: behind it. */
function endOf(text: string, at: number): number {
  const [end, length] = text.startsWith('/*', at) ? [text.indexOf('*/', at + 2), 2] : [text.indexOf('\n', at), 1];
  return end < 0 ? text.length : end + length;
}

function closingQuote(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && text[from] === '"') at += 1;
    else if (text[at] === text[from]) return at;
  }
  return text.length;
}
