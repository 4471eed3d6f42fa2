import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { patternOf } from '../model/value';

/** What a caller may ask of an API: `GET /orders/{id}`. */
export interface Operation {
  /** The HTTP method in upper case, or `ANY`. */
  readonly method: string;
  /** The path, or nothing where only the deployment knows it. */
  readonly path?: string;
}

/** How an operation is named to people. */
export function nameOf({ method, path }: Operation): string {
  return path === undefined ? method : `${method} ${path}`;
}

/** The operation that a method of a REST API answers. */
export function operationOf(method: Resource, app: AppModel): Operation {
  return { method: (patternOf(method.get('HttpMethod')) ?? '').toUpperCase(), path: pathOf(method, app) };
}

/** The path of a method, from the path parts of the resources above it. */
function pathOf(method: Resource, app: AppModel): string | undefined {
  const parts: string[] = [];
  let parent = method.get('ResourceId');
  for (let depth = 0; depth < 50; depth += 1) { // no real API nests deeper, and a template may refer to itself in a circle
    const resource = app.resourceOf(parent);
    if (resource?.type === 'AWS::ApiGateway::RestApi') return `/${parts.join('/')}`;
    const part = resource?.type === 'AWS::ApiGateway::Resource' ? resource.get('PathPart') : undefined;
    if (typeof part !== 'string') return undefined;
    parts.unshift(part);
    parent = resource!.get('ParentId');
  }
  return undefined;
}
