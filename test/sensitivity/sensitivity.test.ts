import { Unknown } from '../../aspects/model/value';
import { sensitivityOf } from '../../aspects/sensitivity/sensitivity';
import { modelOfTemplate } from '../support/synthesis';

test.each<[string, unknown, unknown]>([
  ['a list of tags', [{ Key: 'team', Value: 'a' }, { Key: 'sensitivity', Value: ' Restricted ' }], 'restricted'],
  ['a map of tags', { sensitivity: 'internal' }, 'internal'],
  ['another word', [{ Key: 'sensitivity', Value: 'secret' }], undefined],
  ['no tags', undefined, undefined],
  ['a value that only the deployment knows', [{ Key: 'sensitivity', Value: { Ref: 'Given' } }], expect.any(Unknown)],
  ['an attribute of a resource', [{ Key: 'sensitivity', Value: { 'Fn::GetAtt': ['Other', 'Arn'] } }], expect.any(Unknown)],
  ['tags that only the deployment knows', { Ref: 'Given' }, undefined],
])('reads the sensitivity from %s', (_, Tags, expected) => {
  const app = modelOfTemplate({
    Parameters: { Given: { Type: 'String' } }, Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { Tags } }, Other: { Type: 'AWS::SQS::Queue' } },
  });
  expect(sensitivityOf(app.ofType('AWS::DynamoDB::Table')[0])).toEqual(expected);
});
