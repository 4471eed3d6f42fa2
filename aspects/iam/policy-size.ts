import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { Given, Link, PatchValue } from '../rule/patch';

/** How long what only the deployment knows is taken to be: as long as an ARN mostly is. */
const UNKNOWN = 'x'.repeat(80);

/**
 * About how many characters of a policy's quota a piece of it takes: IAM counts all but white space.
 *
 * @param value a part of a template, of a construct tree or of a patch; references count alike in all of them
 */
export function policySize(value: Json | PatchValue): number {
  return (JSON.stringify(value, (_, node: unknown) => (isUnknown(node) ? UNKNOWN : node)) ?? '').length;
}

function isUnknown(node: unknown): boolean {
  if (node instanceof Link || node instanceof Given) return true;
  const [key, ...more] = isObject(node as Json) ? Object.keys(node as object) : [];
  return key !== undefined && more.length === 0 && (key === 'Ref' || key === TREE_REFERENCE || key.startsWith('Fn::'));
}
