/**
 * Makes a function that works its answer out once for each object that it is asked about.
 *
 * For values of a template: they never change, and several rules ask the same of them.
 */
export function oncePer<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly answer: V }>();
  return key => {
    let entry = known.get(key);
    if (entry === undefined) {
      entry = { answer: work(key) };
      known.set(key, entry);
    }
    return entry.answer;
  };
}

/** More texts than an application has that are worth remembering: a process that audits many starts over. */
const MOST_TEXTS = 10_000;

/** Makes a function that works its answer out once for each text: what an application says it says many times. */
export function oncePerText<V>(work: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return text => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as V;
    if (known.size >= MOST_TEXTS) known.clear();
    const answer = work(text);
    known.set(text, answer);
    return answer;
  };
}
