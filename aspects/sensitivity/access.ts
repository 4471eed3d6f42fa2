import { executionRole } from '../lambda/execution-role';
import { AppModel } from '../model/app-model';
import { allows, policiesOfRole } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, valuesOf } from '../model/value';

/** What holds data or opens it, in words for messages. */
export const STORES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::DynamoDB::Table': 'table',
  'AWS::KMS::Key': 'key',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::SQS::Queue': 'queue',
};

/** The stores that the policies of a function's role name. What a statement reaches besides other things (`*`) is the policy's own weakness. */
export function storesOf(fn: Resource, app: AppModel): readonly Resource[] {
  const role = executionRole(fn, app);
  if (role === undefined) return [];
  const named = policiesOfRole(role, app).flatMap(({ statements }) => statements).filter(allows)
    .flatMap(({ resources }) => resources.flatMap(alternativesOf).flatMap(valuesOf).flatMap(value => app.resourceOf(value) ?? []));
  return [...new Set(named)].filter(({ type }) => type in STORES);
}
