import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** What a `PrivateNetwork` is made from. */
export interface PrivateNetworkProps {
  /**
   * The addresses of the VPC.
   *
   * @default - 10.0.0.0/16, which the subnets share
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * Over how many availability zones it spreads, at most.
   *
   * @default - two
   */
  readonly maxAzs?: number;

  /**
   * How many NAT gateways give the private subnets a way to the internet. Each is paid for by the hour and by what flows.
   *
   * @default - none: private subnets reach what has an endpoint, and nothing else
   */
  readonly natGateways?: number;

  /**
   * The services that are called from inside, besides S3 and DynamoDB. Each endpoint is paid for by the hour and zone.
   *
   * @default - none; those that functions call are added where they are granted something, and by `letCall`
   */
  readonly endpoints?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * Accounts besides the own one whose resources may be called through the endpoints, by their 12 digits.
   *
   * @default - the own account's resources only
   */
  readonly trustedAccounts?: string[];

  /**
   * How long to keep the log of what flows.
   *
   * @default - one year, then deleted
   */
  readonly flowLogRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the log of what flows.
   *
   * @default - that of `Rampart.defaults`, or else CloudWatch encrypts with a key of its own
   */
  readonly logKey?: kms.IKey;
}
