import { describedOperations } from '../api/openapi';
import { nameOf } from '../api/operation';
import { starts } from '../graphs/triggers';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer, ask, booleanOf, entryOf, isMap, Value } from '../model/value';
import { Found } from '../rule/found';
import { targetTypes } from '../rule/rule';
import { apigwMethodAuthorized } from '../rules/input/apigw-method-authorized';

/** A way in that asks nobody who they are. */
export interface PublicDoor {
  readonly declaredBy: Resource;
  readonly property?: string;
  /** How messages name it: `POST /orders`. */
  readonly name: string;
  /** What it leads to: functions, state machines, queues, tables. */
  readonly leadsTo: readonly Resource[];
  /** Undecided where only the deployment knows whether it is open and unguarded. */
  readonly open: 'yes' | 'undecided';
}

/** The public doors of an application: open operations of APIs whose input nothing validates, and open function URLs. */
export function publicDoors(app: AppModel): readonly PublicDoor[] {
  return doors(app, validation);
}

/** The same, and the open operations whose input is validated: anybody may knock there too. */
export function openDoors(app: AppModel): readonly PublicDoor[] {
  return doors(app, () => 'no');
}

type Guard = (resource: Resource, found: Found, app: AppModel) => Answer;

function doors(app: AppModel, guarded: Guard): readonly PublicDoor[] {
  const operations = app.ofType(...targetTypes(apigwMethodAuthorized)).flatMap(resource => operationsOf(resource, app, guarded));
  return [...operations, ...app.ofType('AWS::Lambda::Url').flatMap(url => urlDoor(url, app))];
}

/** Whoever the rule on authorization finds open is a public door: the two never say different things of one operation. */
function operationsOf(resource: Resource, app: AppModel, guarded: Guard): readonly PublicDoor[] {
  if (apigwMethodAuthorized.target === 'app') return [];
  const answer = apigwMethodAuthorized.check(resource, app);
  const found = answer === undefined ? [] : Symbol.iterator in answer ? [...answer] : [answer];
  return found.flatMap(one => {
    const validated = guarded(resource, one, app);
    if (validated === 'yes') return [];
    const open = one.verdict === 'undecided' || validated === 'undecided' ? 'undecided' : 'yes';
    return [{ declaredBy: resource, property: one.property, name: one.detail ?? resource.writtenId, leadsTo: behind(resource, one, app), open }];
  });
}

function urlDoor(url: Resource, app: AppModel): readonly PublicDoor[] {
  const open = ask(url.get('AuthType'), type => type === 'NONE');
  const fn = app.functionOf(url.get('TargetFunctionArn'));
  return open === 'no' || fn === undefined ? [] : [{ declaredBy: url, property: 'AuthType', name: 'its function URL', leadsTo: [fn], open }];
}

/** What stands behind an operation. */
function behind(resource: Resource, found: Found, app: AppModel): readonly Resource[] {
  const startedBy = (part: Resource | undefined) => (part === undefined ? [] : app.once(startedByDeclaration).get(part) ?? []);
  switch (resource.type) {
    case 'AWS::ApiGateway::Method': return startedBy(resource);
    case 'AWS::ApiGatewayV2::Route': return startedBy(app.resourceOf(resource.get('Target')));
    case 'AWS::AppSync::GraphQLApi': return app.ofType('AWS::AppSync::DataSource').filter(source => app.resourceOf(source.get('ApiId')) === resource)
      .flatMap(source => app.functionOf(source.get('LambdaConfig.LambdaFunctionArn')) ?? app.resourceOf(source.get('DynamoDBConfig.TableName')) ?? []);
    default: return [app.functionOf(described(resource, found)), app.functionOf(resource.get('Target'))].filter(one => one !== undefined);
  }
}

/** What each resource starts that declares a trigger. */
function startedByDeclaration(app: AppModel): ReadonlyMap<Resource, readonly Resource[]> {
  const started = new Map<Resource, Resource[]>();
  for (const { declaredBy, to } of app.once(starts).edges) {
    const others = started.get(declaredBy);
    if (to.resource === undefined) continue;
    if (others) others.push(to.resource); else started.set(declaredBy, [to.resource]);
  }
  return started;
}

/** The integration URI of the operation of an OpenAPI body that was found. */
function described(api: Resource, found: Found): Value {
  const operation = operationIn(api, found);
  return entryOf(entryOf(operation, 'x-amazon-apigateway-integration'), 'uri');
}

function operationIn(api: Resource, found: Found): Value {
  const body = api.get('Body');
  const operation = describedOperations(body).find(one => nameOf(one) === found.detail);
  if (operation === undefined) return undefined;
  const method = operation.property.slice(`paths.${operation.path}.`.length);
  return entryOf(entryOf(entryOf(body, 'paths'), operation.path), method);
}

/** Whether API Gateway validates what an operation is sent: a validator alone validates nothing, it needs a model or a required parameter. */
function validation(resource: Resource, found: Found, app: AppModel): Answer {
  if (resource.type === 'AWS::ApiGateway::Method') {
    const given = resource.get('RequestValidatorId');
    if (given === undefined) return 'no';
    const validator = app.resourceOf(given);
    if (validator?.type !== 'AWS::ApiGateway::RequestValidator') return 'undecided';
    const models = resource.get('RequestModels');
    const parameters = resource.get('RequestParameters');
    const checks = (name: string) => booleanOf(validator.get(name)) === true;
    const demanded = isMap(parameters) && Object.values(parameters).some(required => booleanOf(required) === true);
    return (checks('ValidateRequestBody') && isMap(models) && Object.keys(models).length > 0) || (checks('ValidateRequestParameters') && demanded) ? 'yes' : 'no';
  }
  const validators = [operationIn(resource, found), resource.get('Body')].map(part => entryOf(part, 'x-amazon-apigateway-request-validator'));
  return validators.every(one => one === undefined) ? 'no' : 'undecided';
}
