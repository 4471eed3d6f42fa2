import { narrowsCallers } from './caller-policy';
import { Operation } from './operation';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer, ask, entryOf, keyOf, Value } from '../model/value';

/** The REST API that a method, a model or a stage belongs to, where it is part of the application. */
export function restApiOf(part: Resource, app: AppModel): Resource | undefined {
  const api = app.resourceOf(part.get('RestApiId'));
  return api?.type === 'AWS::ApiGateway::RestApi' ? api : undefined;
}

/** Whether a REST API lets only callers that it names reach an operation, whatever the operation itself asks of them. */
export function knowsItsCallers(api: Resource | undefined, operation: Operation): Answer {
  if (api === undefined) return 'no';
  const policy = api.get('Policy') ?? entryOf(api.get('Body'), 'x-amazon-apigateway-policy');
  // A private API without a policy refuses everybody: API Gateway does not even deploy it.
  if (isNothing(policy)) return ask(api.get('EndpointConfiguration'), configuration => keyOf(configuration).includes('"PRIVATE"')) === 'yes' ? 'yes' : 'no';
  return narrowsCallers(policy, operation);
}

function isNothing(policy: Value): boolean {
  return policy === undefined || policy === null || policy === '' || keyOf(policy) === '{}';
}
