import * as ec2 from 'aws-cdk-lib/aws-ec2';

const NETWORK = Symbol.for('cdk-rampart.PrivateNetwork');

/** A network that gives a service its endpoint where somebody asks for it. */
export interface ServingNetwork {
  endpoint(service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpoint;
  gatewayAddresses(service: ec2.GatewayVpcEndpointAwsService): ec2.IPeer;
}

/** Notes whose a VPC is. */
export function rememberNetwork(vpc: ec2.IVpc, network: ServingNetwork): void {
  Object.defineProperty(vpc, NETWORK, { value: network });
}

/** The `PrivateNetwork` of a VPC; nothing for VPCs that others made. */
export function networkOf(vpc: ec2.IVpc): ServingNetwork | undefined {
  return (vpc as { [NETWORK]?: ServingNetwork })[NETWORK];
}
