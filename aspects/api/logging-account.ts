import { kindOf } from './stage';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';

/**
 * Why API Gateway may not write a stage's logs, or nothing where it may.
 *
 * REST and WebSocket APIs write with a role that an account has once per region; without it the deployment of a stage that
 * logs fails. HTTP APIs need none.
 */
export function loggingObstacle(stage: Resource, app: AppModel): string | undefined {
  if (kindOf(stage, app) === 'http') return undefined;
  const accounts = app.ofType('AWS::ApiGateway::Account').filter(({ template }) => template === stage.template);
  const account = accounts.find(one => one.get('CloudWatchRoleArn') !== undefined);
  if (account === undefined) return 'the application does not set the role with which API Gateway writes logs (AWS::ApiGateway::Account), and without it the deployment fails';
  return waitsFor(stage, account) ? undefined : `the stage does not wait for ${account.logicalId}, which lets API Gateway write logs`;
}

/** A stage waits for an account by `DependsOn`; CDK's `RestApi` makes its own stages wait for its own account. */
function waitsFor(stage: Resource, account: Resource): boolean {
  const made = account.constructPath?.replace(/[^/]*$/, '');
  return stage.dependsOn.includes(account.logicalId) || (made !== undefined && stage.constructPath?.startsWith(`${made}DeploymentStage.`) === true);
}
