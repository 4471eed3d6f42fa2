import { Generation, Owner } from './generation';
import { getAtt, isNothing, mapOf, tagList, without } from './intrinsic';
import { managedPolicyArn } from './managed-policies';
import { addRole } from './role';
import { Json } from '../model/json';

/** `AWS::Serverless::CapacityProvider`: the provider, and the role with which Lambda runs its instances where none is written. */
export function capacityProvider(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  generation.reserve(owner);
  const role: Json = isNothing(properties.OperatorRole)
    ? getAtt(addRole(generation, owner, `${logicalId}OperatorRole`, { service: 'lambda.amazonaws.com', managed: [managedPolicyArn('AWSLambdaManagedEC2ResourceOperator')] }), 'Arn')
    : properties.OperatorRole;
  const scaling = mapOf(properties.ScalingConfig);
  generation.add(owner, logicalId, 'AWS::Lambda::CapacityProvider', {
    ...without(properties, ['OperatorRole', 'PropagateTags', 'ScalingConfig']),
    PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
    CapacityProviderScalingConfig: isNothing(properties.ScalingConfig) ? undefined : { ScalingMode: 'Auto', ...scaling },
    Tags: tagList(properties.Tags),
  });
}
