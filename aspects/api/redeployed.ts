import { apiOf } from './web-socket';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { booleanOf } from '../model/value';
import { Patch, Redeploy } from '../rule/patch';
import { Declined, isDeclined } from '../rule/rule';

/** The deployments of an API that are part of the application. */
export function deploymentsOf(api: Resource, app: AppModel): readonly Resource[] {
  return api.type === 'AWS::ApiGateway::RestApi'
    ? app.ofType('AWS::ApiGateway::Deployment').filter(one => app.resourceOf(one.get('RestApiId')) === api)
    : app.ofType('AWS::ApiGatewayV2::Deployment').filter(one => app.resourceOf(one.get('ApiId')) === api);
}

/**
 * What makes the stages of an API serve what is repaired: nothing where they follow by themselves.
 *
 * A stage serves what was deployed last. Without a new deployment the audit would be content while the old API goes on.
 */
export function redeployed(api: Resource | undefined, app: AppModel): readonly Patch[] | Declined {
  if (api === undefined) return { declined: 'its API is not part of the application, and would go on serving what was deployed before' };
  if (api.writtenAs !== undefined) return []; // SAM deploys what has changed
  const stages = app.ofType('AWS::ApiGatewayV2::Stage').filter(stage => apiOf(stage, app) === api);
  if (stages.length > 0 && stages.every(stage => booleanOf(stage.get('AutoDeploy')) === true)) return [];
  const deployments = deploymentsOf(api, app);
  if (deployments.length === 0 || deployments.some(({ template }) => template !== api.template)) {
    return { declined: 'the stages of the API would go on serving what was deployed before: deploy it anew with the change' };
  }
  if (deployments.some(one => one.get('StageName') !== undefined)) {
    return { declined: 'a deployment of the API makes its stage as well: declare the stage as an AWS::ApiGateway::Stage' };
  }
  return [new Redeploy(api)];
}

/** Whether the API cannot be deployed anew. */
export function isFixedInPlace(answer: ReturnType<typeof redeployed>): answer is Declined {
  return !Array.isArray(answer) && isDeclined(answer as Declined);
}
