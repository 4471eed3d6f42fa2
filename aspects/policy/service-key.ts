import { Resource } from '../model/resource';
import { AddResource, PatchValue } from '../rule/patch';

/**
 * A key of one's own for what one resource holds.
 *
 * Its policy says what that of the key says which AWS manages: every principal of the account may use it through the
 * service, as far as the service lets it. So nobody in the account needs a new permission.
 *
 * @param service the first part of the service's name: `dynamodb`
 */
export function keyFor(resource: Resource, service: string): AddResource {
  const root: PatchValue = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] };
  const statements: PatchValue = [
    { Sid: 'Administration', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
    {
      Sid: 'ThroughTheService',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': { Ref: 'AWS::AccountId' },
          'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
        },
      },
    },
  ];
  const properties = { EnableKeyRotation: true, KeyPolicy: { Version: '2012-10-17', Statement: statements } };
  return new AddResource(resource, 'Key', 'AWS::KMS::Key', properties, { deletionPolicy: 'Retain' });
}
