import { apiOf, isWebSocket } from '../api/web-socket';
import { callsIn, definitionOf } from '../graphs/definition';
import { triggers } from '../graphs/triggers';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, entryOf, isMap, isOpen, keyOf, numberOf, Value } from '../model/value';

/** Somebody who waits for the answer of a function, and for how long at most. */
export interface WaitingCaller {
  readonly declaredBy: Resource;
  /** How messages name it. */
  readonly name: string;
  /** In seconds; nothing where only the deployment knows. */
  readonly patience: number | undefined;
}

/** In seconds. Sources: the API Gateway API reference, PutIntegration and CreateIntegration, as botocore 1.44 has them; the Cognito guide, Lambda triggers. */
const REST_PATIENCE = 29;
const HTTP_PATIENCE = 30;
const SOCKET_PATIENCE = 29;
const COGNITO_PATIENCE = 5;

/** Who calls a function and waits for its answer, as far as the application says for how long. */
export function waitingCallers(fn: Resource, app: AppModel): readonly WaitingCaller[] {
  const graph = app.once(triggers);
  const starters = graph.starters(fn).filter(({ asynchronous, certain }) => !asynchronous && certain)
    .flatMap(({ declaredBy }) => waiting(declaredBy, app));
  const machines = graph.into(fn.id).filter(({ kind, declaredBy }) => kind === 'writes' && declaredBy.type === 'AWS::StepFunctions::StateMachine')
    .flatMap(({ declaredBy }) => tasks(declaredBy, fn, app));
  return [...starters, ...machines];
}

function waiting(declaredBy: Resource, app: AppModel): readonly WaitingCaller[] {
  switch (declaredBy.type) {
    case 'AWS::ApiGateway::Method':
      return isHandedOver(declaredBy) ? [] : [caller(declaredBy, 'its API', declaredBy.get('Integration.TimeoutInMillis'), REST_PATIENCE)];
    case 'AWS::ApiGatewayV2::Integration': return [caller(declaredBy, 'its API', declaredBy.get('TimeoutInMillis'), patienceOf(declaredBy, app))];
    case 'AWS::ApiGateway::Authorizer': return [caller(declaredBy, 'the API that it authorizes for', undefined, REST_PATIENCE)];
    case 'AWS::ApiGatewayV2::Authorizer': return [caller(declaredBy, 'the API that it authorizes for', undefined, HTTP_PATIENCE)];
    case 'AWS::Cognito::UserPool': return isSender(declaredBy) ? [] : [caller(declaredBy, 'the user pool', undefined, COGNITO_PATIENCE)];
    default: return [];
  }
}

/** An API that is not part of the application, or may be either, is taken for the more patient. */
function patienceOf(integration: Resource, app: AppModel): number {
  const api = apiOf(integration, app);
  return api !== undefined && isWebSocket(api) === 'yes' ? SOCKET_PATIENCE : HTTP_PATIENCE;
}

function caller(declaredBy: Resource, name: string, milliseconds: Value, otherwise: number): WaitingCaller {
  if (milliseconds === undefined) return { declaredBy, name, patience: otherwise };
  const number = isOpen(milliseconds) ? undefined : numberOf(milliseconds);
  return { declaredBy, name, patience: number === undefined ? undefined : number / 1000 };
}

/** Whether a method only hands the event over: it asks Lambda to invoke the function asynchronously. */
function isHandedOver(method: Resource): boolean {
  const parameters = method.get('Integration.RequestParameters');
  return isMap(parameters) && Object.entries(parameters).some(([name, value]) => /\.X-Amz-Invocation-Type$/i.test(name) && /Event/.test(keyOf(value)));
}

/** Functions that send mails and texts are invoked asynchronously; where a pool has some, nobody is taken to wait. */
function isSender(pool: Resource): boolean {
  return ['CustomEmailSender', 'CustomSMSSender'].some(name => pool.get(`LambdaConfig.${name}`) !== undefined);
}

/** The tasks of a state machine that call a function, and say for how long. */
function tasks(machine: Resource, fn: Resource, app: AppModel): readonly WaitingCaller[] {
  return callsIn(definitionOf(machine)).flatMap(({ action, parameters, resource, timeout }) => {
    const called = action === 'lambda:invokefunction' ? resource ?? entryOf(parameters, 'FunctionName') : undefined;
    if (timeout === undefined || called === undefined || app.functionOf(called) !== fn) return [];
    return alternativesOf(timeout).map(seconds => ({ declaredBy: machine, name: 'the task of the state machine', patience: isOpen(seconds) ? undefined : numberOf(seconds) }));
  });
}
