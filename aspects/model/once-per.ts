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
