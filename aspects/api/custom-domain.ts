import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { entryOf, Value, valuesOf } from '../model/value';

/** The APIs that a custom domain leads to, by their ids, with what leads there. */
export function domainsByApi(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const domains = new Map<string, Resource[]>();
  const lead = (mapping: Resource, id: Value): void => {
    const api = app.resourceOf(id);
    if (api) domains.set(api.id, [...domains.get(api.id) ?? [], mapping]);
  };
  for (const mapping of app.ofType('AWS::ApiGateway::BasePathMapping')) lead(mapping, mapping.get('RestApiId'));
  for (const mapping of app.ofType('AWS::ApiGatewayV2::ApiMapping')) lead(mapping, mapping.get('ApiId'));
  for (const rule of app.ofType('AWS::ApiGatewayV2::RoutingRule')) {
    for (const action of valuesOf(rule.get('Actions'))) lead(rule, entryOf(entryOf(action, 'InvokeApi'), 'ApiId'));
  }
  return domains;
}

/** The ids of the APIs that CloudFront reaches by their own address. */
export function originsOfDistributions(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType('AWS::CloudFront::Distribution').flatMap(one => one.references).map(({ resource }) => resource.id));
}
