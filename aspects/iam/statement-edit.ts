import { isObject, Json, JsonObject, listOf } from '../model/json';
import { Resource } from '../model/resource';
import { patchValueOf, SetProperty } from '../rule/patch';
import { Declined } from '../rule/rule';

/** Changes one statement as it stands in a template, or leaves it as it is. */
export type StatementEdit = (statement: JsonObject) => JsonObject;

/**
 * The change that edits the statements of an identity policy where they stand: in a policy document, or in the inline
 * policies of a role, user or group.
 */
export function editedStatements(holder: Resource, edit: StatementEdit): SetProperty | Declined {
  if (holder.writtenAs !== undefined) return { declined: `SAM writes the policy of ${holder.writtenId}` };
  const properties = holder.definition.Properties;
  const [property, json]: [string, Json] = !isObject(properties) ? ['', undefined]
    : properties.PolicyDocument !== undefined ? ['PolicyDocument', properties.PolicyDocument] : ['Policies', properties.Policies];
  const edited = property === 'Policies'
    ? each(json, policy => policy.PolicyDocument === undefined ? policy : { ...policy, PolicyDocument: editedDocument(policy.PolicyDocument, edit) })
    : editedDocument(json, edit);
  if (edited === undefined || JSON.stringify(edited) === JSON.stringify(json)) {
    return { declined: `the policy of ${holder.writtenId} is written so that only the deployment knows its statements` };
  }
  const value = patchValueOf(holder, edited);
  return value === undefined ? { declined: `the policy of ${holder.writtenId} refers to something outside of the application` } : new SetProperty(holder, property, value);
}

function editedDocument(document: Json, edit: StatementEdit): Json {
  if (!isObject(document) || isIntrinsic(document)) return document;
  return { ...document, Statement: each(document.Statement, edit) };
}

/** Edits each of a list, or the one that stands for a list; what only the deployment knows stays. */
function each(list: Json, edit: (one: JsonObject) => JsonObject): Json {
  if (isObject(list)) return isIntrinsic(list) ? list : edit(list);
  return Array.isArray(list) ? listOf<Json>(list).map(one => (isObject(one) && !isIntrinsic(one) ? edit(one) : one)) : list;
}

function isIntrinsic(node: JsonObject): boolean {
  const [name, ...more] = Object.keys(node);
  return more.length === 0 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'));
}
