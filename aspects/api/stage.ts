import { restApiOf } from './rest-api';
import { apiOf, isWebSocket } from './web-socket';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer } from '../model/value';

/** The resource types that make stages of REST APIs. */
export const REST_STAGES = ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'] as const;

/** Why what a deployment says of its stage cannot be repaired. */
export const DESCRIBED_BY_DEPLOYMENT = 'CloudFormation reads StageDescription only when it makes the deployment: declare the stage as an AWS::ApiGateway::Stage';

/**
 * The path of a stage's property: a stage's own, or one of the description that a deployment makes a stage by.
 *
 * @returns nothing where the resource makes no stage that its owner could configure: SAM's deployments make a stage of the
 * name `Stage` besides the one that was asked for
 */
export function stageProperty(resource: Resource, name: string): string | undefined {
  if (resource.type !== 'AWS::ApiGateway::Deployment') return name;
  return resource.get('StageName') === undefined || resource.writtenAs !== undefined ? undefined : `StageDescription.${name}`;
}

/** The kinds of API that API Gateway knows; nothing where an API outside of the application may be either kind of its version. */
export function kindOf(stage: Resource, app: AppModel): 'rest' | 'http' | 'socket' | undefined {
  if (stage.type !== 'AWS::ApiGatewayV2::Stage') return 'rest';
  const api = apiOf(stage, app);
  const socket: Answer = api === undefined ? 'undecided' : isWebSocket(api);
  return socket === 'undecided' ? undefined : socket === 'yes' ? 'socket' : 'http';
}

/** The API of a stage, where it is part of the application. */
export function apiOfStage(stage: Resource, app: AppModel): Resource | undefined {
  return stage.type === 'AWS::ApiGatewayV2::Stage' ? apiOf(stage, app) : restApiOf(stage, app);
}

/** The property that turns access logs on. */
export function accessLogProperty(stage: Resource): string | undefined {
  return stage.type === 'AWS::ApiGatewayV2::Stage' ? 'AccessLogSettings' : stageProperty(stage, 'AccessLogSetting');
}
