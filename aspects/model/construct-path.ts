/** Whether a construct path is another one or lies below it. */
export function liesUnder(path: string, ancestor: string): boolean {
  return ancestor === '' || path === ancestor || path.startsWith(`${ancestor}/`);
}

/** A path and the paths above it, the nearest first. */
export function pathsUpFrom(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, names.length - index).join('/'));
}
