import { AppModel } from '../model/app-model';
import { isObject } from '../model/json';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../model/value';
import { anyOf } from '../rule/given';
import { Patch, patchValueOf, SetProperty } from '../rule/patch';
import { Declined } from '../rule/rule';

/** What API Gateway can check of a request before it reaches the integration. */
export type Part = 'Body' | 'Parameters';

/** The models that API Gateway gives every API: they describe nothing that could be wrong. */
const BUILT_IN = ['Empty', 'Error'];

/** Whether a method has a validator that checks a part of its requests; one that is declared but not attached is none. */
export function validates(method: Resource, part: Part, app: AppModel): Answer {
  const answers = alternativesOf(method.get('RequestValidatorId')).map((id): Answer => {
    if (id === undefined || id === null || id === '') return 'no';
    const validator = app.resourceOf(id);
    if (validator?.type !== 'AWS::ApiGateway::RequestValidator') return 'undecided';
    return ask(validator.get(`ValidateRequest${part}`), on => booleanOf(on) === true);
  });
  return answers.every(answer => answer === answers[0]) ? answers[0] : 'undecided';
}

/** The models of a method's request bodies by content type; nothing where only the deployment knows them. */
export function requestModels(method: Resource): ReadonlyMap<string, Value> | undefined {
  const models = method.get('RequestModels');
  if (isOpen(models)) return undefined;
  return new Map(isMap(models) ? Object.entries(models).filter(([, model]) => !BUILT_IN.includes(String(model))) : []);
}

/** The parameters that a method requires: `querystring.page`. Those of the path are always there, or another method is meant. */
export function requiredParameters(method: Resource): readonly string[] {
  const parameters = method.get('RequestParameters');
  const required = isMap(parameters) ? Object.entries(parameters).filter(([, needed]) => booleanOf(needed) === true) : [];
  return required.map(([name]) => name.replace(/^method\.request\./, '')).filter(name => !name.startsWith('path.'));
}

/** Whether an operation of an OpenAPI body has a validator, of its own or of the whole body, that checks a part of its requests. */
export function describedValidation(body: Value, operation: Value, part: Part): Answer {
  const name = entryOf(operation, 'x-amazon-apigateway-request-validator') ?? entryOf(body, 'x-amazon-apigateway-request-validator');
  if (name === undefined) return 'no';
  const validators = entryOf(body, 'x-amazon-apigateway-request-validators');
  if (isOpen(name) || isOpen(validators)) return 'undecided';
  return ask(entryOf(entryOf(validators, patternOf(name) ?? ''), `validateRequest${part}`), on => booleanOf(on) === true);
}

/** Whether an operation of an OpenAPI body, version 2 or 3, describes the bodies of its requests. */
export function describesBody(operation: Value): Answer {
  const request = entryOf(operation, 'requestBody');
  if (isOpen(request)) return 'undecided';
  if (entryOf(request, '$ref') !== undefined) return 'yes';
  const content = entryOf(request, 'content');
  const schemas = isMap(content) ? Object.values(content).map(one => entryOf(one, 'schema')) : [];
  const parameters = valuesOf(entryOf(operation, 'parameters')).filter(one => entryOf(one, 'in') === 'body').map(one => entryOf(one, 'schema'));
  return anyOf([...schemas, ...parameters].map((schema): Answer => (schema === undefined ? 'no' : 'yes')));
}

/**
 * The change by which the model of a method checks bodies of every content type.
 *
 * @returns nothing where there is no model, or one for every type already; why it cannot be where only the author knows which model is meant
 */
export function modelForEverything(method: Resource): readonly Patch[] | Declined {
  const properties = method.definition.Properties;
  const written = isObject(properties) && isObject(properties.RequestModels) ? properties.RequestModels : {};
  const models = Object.entries(written).filter(([, model]) => model !== undefined);
  if (models.length === 0 || models.some(([type]) => type === '$default')) return [];
  const [[, first], ...others] = models;
  if (others.some(([, model]) => JSON.stringify(model) !== JSON.stringify(first))) {
    return { declined: 'it has several models, and only its author knows which of them a body of another content type must fit' };
  }
  const value = patchValueOf(method, first);
  return value === undefined ? { declined: 'its model stands in another stack' } : [new SetProperty(method, 'RequestModels.$default', value)];
}
