import { AppModel } from '../model/app-model';
import { roleOf, statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { entryOf, keyOf, Value, valuesOf } from '../model/value';

/**
 * Whether a function runs at the edge locations of CloudFront.
 *
 * Lambda@Edge cannot be traced by X-Ray, and logs in whichever region serves the viewer. CloudFront demands that the role of
 * such a function trusts its service; the association is looked at too, since the role may be outside of the application.
 */
export function isEdgeFunction(fn: Resource, app: AppModel): boolean {
  const role = roleOf(fn.get('Role'), app);
  const trusted = statementsOf(role?.get('AssumeRolePolicyDocument')).some(({ principal }) => keyOf(entryOf(principal, 'Service')).includes('edgelambda.amazonaws.com'));
  return trusted || app.once(associatedFunctions).has(fn.id);
}

function associatedFunctions(app: AppModel): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const distribution of app.ofType('AWS::CloudFront::Distribution')) {
    const behaviors: Value[] = [distribution.get('DistributionConfig.DefaultCacheBehavior'), ...valuesOf(distribution.get('DistributionConfig.CacheBehaviors'))];
    for (const association of behaviors.flatMap(behavior => valuesOf(entryOf(behavior, 'LambdaFunctionAssociations')))) {
      const fn = app.functionOf(entryOf(association, 'LambdaFunctionARN'));
      if (fn) ids.add(fn.id);
    }
  }
  return ids;
}
