import { Operation } from './operation';
import { alternativesOf, Answer, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../model/value';

/** An operation of an OpenAPI body, and whether its callers are asked who they are. */
export interface DescribedOperation extends Operation {
  readonly path: string;
  /** Where it stands in the body: `paths./orders.get`. */
  readonly property: string;
  readonly authorized: Answer;
  /** The type of its integration in upper case, where the body says it. */
  readonly integration?: string;
  /** Set where only the security of the whole body speaks of it. */
  readonly byDefault?: boolean;
}

const METHODS: Readonly<Record<string, string>> = {
  'delete': 'DELETE',
  'get': 'GET',
  'head': 'HEAD',
  'options': 'OPTIONS',
  'patch': 'PATCH',
  'post': 'POST',
  'put': 'PUT',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** The operations of an OpenAPI body, version 2 or 3. */
export function describedOperations(body: Value): readonly DescribedOperation[] {
  const paths = entryOf(body, 'paths');
  if (!isMap(paths)) return [];
  return Object.entries(paths).flatMap(([path, item]) => (isMap(item) ? Object.entries(item) : [])
    .filter(([name]) => Object.prototype.hasOwnProperty.call(METHODS, name.toLowerCase()))
    .map(([name, operation]) => described(body, path, name, operation)));
}

/** An operation as it is written in the body. */
export function describedAt(body: Value, { path, property }: DescribedOperation): Value {
  return entryOf(entryOf(entryOf(body, 'paths'), path), property.slice(`paths.${path}.`.length));
}

/** Whether a part of a body that holds operations is only known at deployment. */
export function hasOpenOperations(body: Value): boolean {
  if (isOpen(body)) return true;
  const paths = entryOf(body, 'paths');
  return isOpen(paths) || 'Fn::Transform' in Object(body) || (isMap(paths) && Object.values(paths).some(isOpen));
}

function described(body: Value, path: string, name: string, operation: Value): DescribedOperation {
  const own = entryOf(operation, 'security');
  const integration = patternOf(entryOf(entryOf(operation, 'x-amazon-apigateway-integration'), 'type'))?.toUpperCase();
  const byDefault = own === undefined && entryOf(body, 'security') !== undefined;
  return {
    method: METHODS[name.toLowerCase()],
    path,
    property: `paths.${path}.${name}`,
    authorized: isOpen(operation) ? 'undecided' : authorized(body, operation),
    integration,
    ...(byDefault ? { byDefault } : {}),
  };
}

function authorized(body: Value, operation: Value): Answer {
  const type = entryOf(entryOf(operation, 'x-amazon-apigateway-auth'), 'type');
  if (type !== undefined) return isOpen(type) ? 'undecided' : String(type).toUpperCase() === 'NONE' ? 'no' : 'yes';
  const own = entryOf(operation, 'security');
  if (own !== undefined) return demanded(body, own);
  // The OpenAPI specification lets operations inherit the security of the body; API Gateway is not known to do so on import.
  return demanded(body, entryOf(body, 'security')) === 'no' ? 'no' : 'undecided';
}

/**
 * Whether security requirements demand an authorizer.
 *
 * API Gateway takes one authorizer and one key out of the list, so a key beside an authorizer does not weaken it.
 */
function demanded(body: Value, security: Value): Answer {
  const answers = alternativesOf(security).flatMap(valuesOf).flatMap(alternativesOf).flatMap((requirement): readonly Answer[] => {
    if (isOpen(requirement)) return ['undecided'];
    return isMap(requirement) ? Object.keys(requirement).map(scheme => isAuthorizer(body, scheme)) : [];
  });
  const certain = alternativesOf(security).length === 1;
  if (answers.includes('yes')) return certain ? 'yes' : 'undecided';
  return answers.includes('undecided') ? 'undecided' : 'no';
}

/** Whether a scheme is one that API Gateway enforces: IAM or an authorizer. An API key alone, or a scheme without extension, is none. */
function isAuthorizer(body: Value, name: string): Answer {
  const schemes = [entryOf(body, 'securityDefinitions'), entryOf(entryOf(body, 'components'), 'securitySchemes')];
  if (schemes.some(isOpen) || isOpen(entryOf(body, 'components'))) return 'undecided';
  const scheme = schemes.map(all => entryOf(all, name)).find(one => one !== undefined);
  if (isOpen(scheme)) return 'undecided';
  const extended = ['x-amazon-apigateway-authorizer', 'x-amazon-apigateway-authtype'].some(extension => entryOf(scheme, extension) !== undefined);
  return extended ? 'yes' : 'no';
}
