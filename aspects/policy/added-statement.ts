import { isObject, Json, listOf } from '../model/json';
import { Resource } from '../model/resource';
import { patchValueOf, PatchValue, SetProperty } from '../rule/patch';
import { Declined } from '../rule/rule';

/**
 * The change that adds a statement to a policy document which stands in the application already.
 *
 * What the document says stays as it is, and in its order: IAM does not read statements in sequence, people do.
 *
 * @param policy the resource that holds the document
 * @param property where the document stands: `PolicyDocument`
 * @param statement what is added at the end
 */
export function addedStatement(policy: Resource, property: string, statement: PatchValue): SetProperty | Declined {
  const properties = policy.definition.Properties;
  const document: Json = isObject(properties) ? properties[property] : undefined;
  const list: Json = isObject(document) ? document.Statement : undefined;
  if (!isObject(document) || isIntrinsic(document) || (isObject(list) && isIntrinsic(list))) {
    return { declined: `the policy ${policy.writtenId} is written so that only the deployment knows its statements` };
  }
  const before = patchValueOf(policy, listOf<Json>(list));
  if (!Array.isArray(before)) return { declined: `the policy ${policy.writtenId} refers to something outside of the application` };
  return new SetProperty(policy, `${property}.Statement`, [...before as readonly PatchValue[], statement]);
}

function isIntrinsic(node: object): boolean {
  const [name, ...more] = Object.keys(node);
  return more.length === 0 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'));
}
