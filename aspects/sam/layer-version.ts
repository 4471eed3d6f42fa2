import { Generation, Owner } from './generation';
import { mapBranches, s3Location, without } from './intrinsic';

/** `AWS::Serverless::LayerVersion`: SAM puts the hash of the content behind the logical id; here it keeps the one that was written. */
export function layerVersion(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  const retention = properties.RetentionPolicy;
  generation.add(owner, logicalId, 'AWS::Lambda::LayerVersion', {
    ...without(properties, ['ContentUri', 'PublishLambdaVersion', 'RetentionPolicy']),
    LayerName: properties.LayerName ?? logicalId,
    Content: mapBranches(properties.ContentUri, uri => s3Location(uri, 'S3')),
  }, { DeletionPolicy: owner.definition.DeletionPolicy ?? (retention === 'Delete' ? 'Delete' : 'Retain') });
}
