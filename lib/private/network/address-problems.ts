import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** The sizes of a VPC and of its subnets. Source: the VPC guide, VPC CIDR blocks, subnet CIDR blocks. */
const PREFIX = { widest: 16, narrowest: 28 };

const SAYS = {
  wide: (given: string) => `ipAddresses: a VPC is at most a /${PREFIX.widest}, got ${given}`,
  narrow: (given: string, subnets: number, zones: number, most: number) =>
    `ipAddresses: ${subnets} subnets over ${zones} availability zones, each at least a /${PREFIX.narrowest}, need a /${most} or wider, got ${given}; give more addresses, or maxAzs: 1`,
};

/**
 * What is wrong with the addresses of a network; of those that only the deployment chooses nothing is known.
 *
 * @param kinds how many subnets it has in each zone
 */
export function addressProblems(scope: IConstruct, addresses: ec2.IIpAddresses | undefined, kinds: number, maxAzs: number): string[] {
  const given = addresses?.allocateVpcCidr().cidrBlock;
  const [, prefix] = given === undefined || Token.isUnresolved(given) ? [] : /\/(\d+)$/.exec(given) ?? [];
  if (given === undefined || prefix === undefined) return [];
  const zones = Math.min(maxAzs, Stack.of(scope).availabilityZones.length);
  const subnets = kinds * zones;
  const most = PREFIX.narrowest - Math.ceil(Math.log2(subnets));
  if (Number(prefix) < PREFIX.widest) return [SAYS.wide(given)];
  return Number(prefix) > most ? [SAYS.narrow(given, subnets, zones, most)] : [];
}
