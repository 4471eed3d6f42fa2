import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { withBoundRoles } from '../bound-roles';
import { partOf } from '../sources/part-of';

/** Where the answer of EC2 has the id of a prefix list. */
const ID = 'PrefixLists.0.PrefixListId';

/**
 * The addresses behind the gateway endpoint of a service, as the prefix list of the Region that is deployed to. CloudFormation has no way to its id, so
 * that it is asked for, once below the scope.
 */
export function gatewayAddresses(scope: Construct, service: ec2.GatewayVpcEndpointAwsService): ec2.IPeer {
  const id = service.name === ec2.GatewayVpcEndpointAwsService.S3.name ? 'S3' : 'DynamoDb';
  const list = partOf(scope, id, () => withBoundRoles(scope, () => new cr.AwsCustomResource(scope, id, {
    resourceType: 'Custom::GatewayAddresses',
    onCreate: {
      service: 'ec2',
      action: 'DescribePrefixLists',
      parameters: { Filters: [{ Name: 'prefix-list-name', Values: [service.name] }] },
      physicalResourceId: cr.PhysicalResourceId.fromResponse(ID),
      outputPaths: [ID],
    },
    installLatestAwsSdk: false,
    // Describing cannot be scoped.
    policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['ec2:DescribePrefixLists'], resources: ['*'] })]),
  })));
  return ec2.Peer.prefixList(list.getResponseField(ID));
}
