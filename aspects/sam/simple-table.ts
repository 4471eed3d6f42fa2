import { Generation, Owner } from './generation';
import { isNothing, mapOf, own, tagList, textOf, without } from './intrinsic';

/** The types of a key, in the words of DynamoDB. */
const KEY_TYPES: Readonly<Record<string, string>> = { Binary: 'B', Number: 'N', String: 'S' };

/** `AWS::Serverless::SimpleTable`: a table with one key, `id` where none is written, paid per request where no capacity is. */
export function simpleTable(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  const key = mapOf(properties.PrimaryKey);
  const AttributeName = key.Name ?? 'id';
  generation.add(owner, logicalId, 'AWS::DynamoDB::Table', {
    ...without(properties, ['PrimaryKey']),
    AttributeDefinitions: [{ AttributeName, AttributeType: own(KEY_TYPES, textOf(key.Type)) ?? key.Type ?? 'S' }],
    KeySchema: [{ AttributeName, KeyType: 'HASH' }],
    BillingMode: isNothing(properties.ProvisionedThroughput) ? 'PAY_PER_REQUEST' : undefined,
    Tags: tagList(properties.Tags),
  });
}
