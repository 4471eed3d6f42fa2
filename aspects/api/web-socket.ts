import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer, ask, isOpen, Value } from '../model/value';

/** The HTTP or WebSocket API that a route or a stage belongs to, where it is part of the application. */
export function apiOf(part: Resource, app: AppModel): Resource | undefined {
  const api = app.resourceOf(part.get('ApiId'));
  return api?.type === 'AWS::ApiGatewayV2::Api' ? api : undefined;
}

/** Whether a route is one of a WebSocket API: its API says so, or the form of its key. */
export function isWebSocketRoute(route: Resource, app: AppModel): Answer {
  const api = apiOf(route, app);
  if (api !== undefined) return isWebSocket(api);
  const key = route.get('RouteKey');
  if (isOpen(key) || key === '$default') return 'undecided';
  return isHttpKey(key) ? 'no' : 'yes';
}

/** Whether an API is a WebSocket API; one that says nothing describes an HTTP API in a body. */
export function isWebSocket(api: Resource): Answer {
  return ask(api.get('ProtocolType'), protocol => protocol === 'WEBSOCKET');
}

/** The routes of each API of the application, by the API's id. */
export function routesByApi(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const routes = new Map<string, Resource[]>();
  for (const route of app.ofType('AWS::ApiGatewayV2::Route')) {
    const api = apiOf(route, app);
    if (api) routes.set(api.id, [...routes.get(api.id) ?? [], route]);
  }
  return routes;
}

function isHttpKey(key: Value): boolean {
  return /^[A-Z]+ \//.test(String(key));
}
