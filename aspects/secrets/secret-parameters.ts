import { namesMeant, nodesAt, PropertyNode } from './property-nodes';
import { SECRET_PROPERTIES } from './secret-properties';
import { resolvedSecretIn } from './secret-values';
import { whatNameSays } from './variable-names';
import { AppModel } from '../model/app-model';
import { TemplateElement } from '../model/element';
import { isObject } from '../model/json';
import { Resource } from '../model/resource';
import { Template } from '../model/template';
import { isOpen, Unknown } from '../model/value';

/** A property that is a secret, and the resource that has it. */
export interface SecretProperty extends PropertyNode {
  readonly resource: Resource;
}

/** Every property of the application whose value is a secret itself, by template. Ask for it by `app.once(secretProperties)`. */
export function secretProperties(app: AppModel): ReadonlyMap<Template, readonly SecretProperty[]> {
  return new Map(app.templates.map(template => [template, [...template.resources.values()].flatMap(inResource)]));
}

function inResource(resource: Resource): readonly SecretProperty[] {
  const patterns = SECRET_PROPERTIES[resource.type] ?? [];
  const { Properties: properties } = patterns.length === 0 ? {} : resource.definition;
  return patterns.flatMap(pattern => nodesAt(properties, pattern).map(found => ({ resource, ...found })));
}

/** The property that a parameter is the value of, where that property is a secret. */
export function secretPropertyOf(parameter: TemplateElement, app: AppModel): SecretProperty | undefined {
  const properties = app.once(secretProperties).get(parameter.template) ?? [];
  // What authorises an Alexa skill is the id of the skill.
  return properties.find(({ resource, node }) => resource.type !== 'AWS::Lambda::Permission' && namesMeant(node).includes(parameter.writtenId));
}

/** Keys of KMS, of servers and of logins are called by names and ids that are no secrets. */
const NAMED_KEY = /encryption|decryption|signing|signature|master|ssh|deploy|hosted|storage/i;

/** Descriptions and patterns that tell of the place of a secret rather than of its value. */
const PLACE = /\b(arn|name|path|id|alias|location) of\b|\barn:|parameter store|\bssm\b|secrets? ?manager|^\/|\{\{resolve:/i;

/** Why a parameter is taken to hold a secret, in words; nothing where nothing says so. */
export function holdsSecret(parameter: TemplateElement, app: AppModel): string | undefined {
  const { Type: type = 'String', AllowedValues: allowed, AllowedPattern: pattern, Default: fallback, Description: description } = parameter.definition;
  if (type !== 'String' && type !== 'Number' && type !== 'CommaDelimitedList') return undefined; // the others name something of the account
  const property = secretPropertyOf(parameter, app);
  if (property !== undefined) return `it is the value of ${property.property} of ${property.resource.writtenId}`;
  const given = parameter.template.nestedStack?.get(`Parameters.${parameter.writtenId}`);
  const handed = resolvedSecretIn(given);
  if (handed !== undefined) return `it is given ${handed.what}`;
  if (allowed !== undefined || (isOpen(given) && !(given instanceof Unknown))) return undefined;
  const says = whatNameSays(parameter.writtenId);
  if (says !== 'password' && says !== 'key') return undefined;
  if ((says === 'key' && NAMED_KEY.test(parameter.writtenId)) || [pattern, fallback, description].some(text => typeof text === 'string' && PLACE.test(text))) return undefined;
  return `it is called ${says === 'password' ? 'a password' : 'a key or token'}`;
}

/** Whether a parameter is kept out of what CloudFormation shows; nothing where the template says it in a way that cannot be read. */
export function isNotEchoed(parameter: TemplateElement): boolean | undefined {
  const { NoEcho: hidden } = parameter.definition;
  return isObject(hidden) ? undefined : String(hidden).toLowerCase() === 'true';
}
