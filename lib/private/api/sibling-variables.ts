/** A route of an API, by what tells it from others. */
interface Placed {
  readonly method: string;
  readonly path: string;
}

/** The first of the routes that has another variable than a path at the same place: a REST API has one resource for a variable beneath a parent. */
export function siblingVariable<Route extends Placed>(path: string, routes: readonly Route[]): Route | undefined {
  return routes.find(other => variesFrom(path.split('/'), other.path.split('/')));
}

/**
 * The first of the routes that takes the same requests as a route, by variables of other names. An HTTP API refuses the second with "has a conflicting
 * variable on the same hierarchical level"; otherwise it takes any names beside each other, of which the more exact match wins.
 */
export function sameRequests<Route extends Placed>(route: Placed, routes: readonly Route[]): Route | undefined {
  return routes.find(other => other.path !== route.path && other.method === route.method && nameless(other.path) === nameless(route.path));
}

function nameless(path: string): string {
  return path.replace(/\w+(?=\+?\})/g, '');
}

/** Whether two paths are the same up to a segment that is a variable in both, under different names or of different kinds. */
function variesFrom(one: readonly string[], other: readonly string[]): boolean {
  const index = one.findIndex((segment, at) => segment !== other[at]);
  return [one[index], other[index]].every(segment => segment?.startsWith('{') === true);
}
