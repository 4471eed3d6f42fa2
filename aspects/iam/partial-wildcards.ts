import { actionsMatching } from './actions';
import { isEveryAction } from './admin';
import { broadResources } from './broad-resources';
import { conditionBoundsResources } from './granted';
import { Statement } from '../model/policy';
import { isOpen, patternOf, Text, Unknown, Value } from '../model/value';

/**
 * The wildcards that grant methods of the CDK write, in lower case; users cannot write them otherwise.
 *
 * Source: aws-cdk-lib 2.276, the perms.ts of S3, KMS and DynamoDB, and what functions, domains, clusters, pipelines and models grant.
 */
const GRANTED = new Set([
  'bedrock:invokemodel*', 'cloudformation:describestack*', 'cloudformation:gettemplate*', 'ecs:submit*', 'es:eshttp*', 'kms:create*', 'kms:decrypt*', 'kms:delete*',
  'kms:describe*', 'kms:disable*', 'kms:enable*', 'kms:encrypt*', 'kms:generatedatakey*', 'kms:get*', 'kms:list*', 'kms:put*', 'kms:reencrypt*', 'kms:revoke*',
  'kms:update*', 'lambda:invoke*', 's3:abort*', 's3:deleteobject*', 's3:getbucket*', 's3:getobject*', 's3:list*', 's3:putobject*',
]);

/**
 * Whether an action is a wildcard of some actions of a service: `s3:Get*`.
 *
 * One that a grant of the CDK writes, for named resources, is none: whether the CDK wrote it or somebody who thinks alike
 * makes no difference to what it allows.
 */
export function isPartialWildcard(action: Value, statement: Statement): boolean {
  if (action instanceof Unknown || isEveryAction(action) === 'yes') return false;
  // Only what is written counts: an unknown part is no wildcard.
  const text = action instanceof Text ? action.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : patternOf(action) ?? '';
  if (!/[*?]/.test(text) || /^[^:]+:\*+$/.test(text)) return false;
  return !GRANTED.has(text.toLowerCase()) || (broadResources(statement).length > 0 && !conditionBoundsResources(statement.condition));
}

/** The actions that a partial wildcard stands for, sorted; nothing where that cannot be known. */
export function actionsFor(wildcard: Value): readonly string[] | undefined {
  const actions = isOpen(wildcard) ? [] : actionsMatching(patternOf(wildcard) ?? '').map(({ name }) => name).sort();
  return actions.length === 0 ? undefined : actions;
}
