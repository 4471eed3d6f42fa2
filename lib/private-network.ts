import { RemovalPolicy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { boundRoles, withBoundRoles } from './private/bound-roles';
import { regionProblems } from './private/environment-problems';
import { letLogsUse } from './private/function-logs';
import { lateListProblems } from './private/late-list';
import { retentionOf, retentionProblems } from './private/log-retention';
import { addressProblems } from './private/network/address-problems';
import { gatewayAddresses } from './private/network/gateway-addresses';
import { rememberNetwork } from './private/network/network-of';
import { defaultsOf } from './private/scope-defaults';
import { judge } from './private/settled-props';
import { partOf } from './private/sources/part-of';
import { PrivateNetworkProps } from './private-network-props';
import { SecureFunction } from './secure-function';

/** Public, private and isolated subnets in each zone. */
const KINDS = 3;

/** The service through which private APIs are called. */
const CALLS_OF_APIS = ec2.InterfaceVpcEndpointAwsService.APIGATEWAY.shortName;

const SAYS = {
  nat: (given: string) => `natGateways: a whole number of at least 0, which has to be known at synthesis, got ${given}`,
  zones: (given: string) => `maxAzs: a whole number of at least 1, which has to be known at synthesis, got ${given}`,
  account: (given: string) => `trustedAccounts: an account is 12 digits, got ${given}`,
};

/**
 * A VPC whose inside reaches what has an endpoint, and the internet only where that is asked for.
 *
 * A `SecureFunction` in it, and all that is built on one, gets its endpoints by itself: a grant makes the endpoint of the service and lets the function
 * through, one endpoint of each service for the whole network.
 *
 * It has public subnets for load balancers, private ones for functions and isolated ones for data. What flows is logged, and the
 * default security group lets nothing through.
 */
export class PrivateNetwork extends Construct {
  /** The VPC. */
  public readonly vpc: ec2.IVpc;

  /** The log of what flows. */
  public readonly flowLogs: logs.ILogGroup;

  /** The subnets for functions: with a way out where NAT gateways were asked for. */
  public readonly privateSubnets: ec2.SubnetSelection = { subnetGroupName: 'Private' };

  /** The subnets for what holds data, without a way out. */
  public readonly isolatedSubnets: ec2.SubnetSelection = { subnetGroupName: 'Isolated' };

  private readonly accounts: readonly string[];

  public constructor(scope: Construct, id: string, props: PrivateNetworkProps = {}) {
    super(scope, id);
    const { natGateways = 0, maxAzs = 2, trustedAccounts = [] } = props;
    const logKey = props.logKey ?? defaultsOf(this).logKey;
    const problems = [
      ...isCount(natGateways, 0) ? [] : [SAYS.nat(shown(natGateways))],
      ...isCount(maxAzs, 1) ? [] : [SAYS.zones(shown(maxAzs))],
      ...accountProblems(trustedAccounts),
      ...regionProblems(this, 'logKey', logKey),
      ...isCount(maxAzs, 1) ? addressProblems(this, props.ipAddresses, KINDS, maxAzs) : [],
    ];
    const { flowLogRetention } = props;
    judge(this, { flowLogRetention }, retentionProblems, { others: problems });

    boundRoles(this);
    this.accounts = [...trustedAccounts];
    const { PUBLIC, PRIVATE_ISOLATED, PRIVATE_WITH_EGRESS } = ec2.SubnetType;
    this.vpc = withBoundRoles(this, () => new ec2.Vpc(this, 'Vpc', {
      ipAddresses: props.ipAddresses,
      maxAzs,
      natGateways,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'Public', subnetType: PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: natGateways > 0 ? PRIVATE_WITH_EGRESS : PRIVATE_ISOLATED },
        { name: 'Isolated', subnetType: PRIVATE_ISOLATED },
      ],
    }));
    rememberNetwork(this.vpc, this);
    this.flowLogs = this.logFlows(flowLogRetention, logKey);
    const inside = [this.privateSubnets, this.isolatedSubnets];
    const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
    for (const [name, service] of [['S3', S3], ['DynamoDb', DYNAMODB]] as const) {
      const endpoint = new ec2.GatewayVpcEndpoint(this, name, { vpc: this.vpc, service, subnets: inside });
      this.scope(endpoint);
      if (service === S3) letAnswerDeployments(endpoint);
    }
    for (const service of props.endpoints ?? []) this.endpoint(service);
  }

  /** The endpoint of a service, made where it is asked for first. It lets nobody in until somebody is allowed to it. */
  public endpoint(service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpoint {
    const all = partOf(this, 'Endpoints');
    const id = service.shortName.replace(/[^A-Za-z\d]/g, '');
    return partOf(all, id, () => {
      const securityGroup = new ec2.SecurityGroup(partOf(all, 'Groups'), id, { vpc: this.vpc, description: `Who calls ${service.shortName}`, allowAllOutbound: false });
      const endpoint = new ec2.InterfaceVpcEndpoint(all, id, {
        vpc: this.vpc, service, open: false, privateDnsEnabled: true, subnets: this.privateSubnets, securityGroups: [securityGroup],
      });
      if (service.shortName === CALLS_OF_APIS) this.scopeToApis(endpoint);
      else this.scope(endpoint);
      return endpoint;
    });
  }

  /**
   * The addresses of S3 or DynamoDB in the Region of the network, for `allowTo`. They are a prefix list, whose id no template knows: a custom
   * resource of the CDK asks for it at the deployment, once for the network.
   */
  public gatewayAddresses(service: ec2.GatewayVpcEndpointAwsService): ec2.IPeer {
    return gatewayAddresses(partOf(this, 'Addresses'), service);
  }

  /**
   * Lets a function of this network call services, each through its endpoint.
   *
   * What a grant says needs no call: a `SecureFunction` in this network is let out to the services that are granted to it (see its prop `vpc`).
   * This is for what no grant tells, as KMS where the code itself encrypts, and for functions whose policies stand elsewhere.
   */
  public letCall(fn: SecureFunction, ...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    for (const service of services) fn.allowTo(this.endpoint(service), ec2.Port.HTTPS, `Call ${service.shortName}`);
  }

  /**
   * Lets callers of this account through, to what belongs to it or to an account that is trusted. What has no resource, as `GetRandomPassword`, belongs to
   * the account of the caller: the examples of AWS ask the same of every action.
   *
   * Source: https://github.com/aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies
   */
  private scope(endpoint: ec2.GatewayVpcEndpoint | ec2.InterfaceVpcEndpoint): void {
    const { account } = endpoint.stack;
    endpoint.addToPolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': this.accounts.length === 0 ? account : [account, ...this.accounts] } },
    }));
  }

  /**
   * Lets whoever is inside through to the APIs of this account and those that are trusted. Who comes with a token, or with nothing, is nobody to the policy
   * and belongs to no account: the authorizers of the API and its own policy tell who may call.
   *
   * Source: the API Gateway guide, VPC endpoint policies for private APIs
   */
  private scopeToApis(endpoint: ec2.InterfaceVpcEndpoint): void {
    const { account } = endpoint.stack;
    endpoint.addToPolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['execute-api:Invoke'],
      resources: [account, ...this.accounts].map(owner => endpoint.stack.formatArn({ service: 'execute-api', account: owner, resource: '*' })),
    }));
  }

  private logFlows(flowLogRetention?: logs.RetentionDays, encryptionKey?: kms.IKey): logs.LogGroup {
    if (encryptionKey !== undefined) letLogsUse(encryptionKey);
    const group = new logs.LogGroup(this, 'FlowLogs', {
      retention: retentionOf(this, flowLogRetention), removalPolicy: RemovalPolicy.RETAIN, encryptionKey,
    });
    new ec2.FlowLog(this, 'Flows', {
      resourceType: ec2.FlowLogResourceType.fromVpc(this.vpc),
      destination: ec2.FlowLogDestination.toCloudWatchLogs(group),
      trafficType: ec2.FlowLogTrafficType.ALL,
    });
    return group;
  }
}

/**
 * A custom resource that runs inside answers CloudFormation by an address that CloudFormation signed, to a bucket of AWS.
 * Source: the CloudFormation guide, setting up VPC endpoints; the data perimeter policy examples of AWS.
 */
function letAnswerDeployments(endpoint: ec2.GatewayVpcEndpoint): void {
  endpoint.addToPolicy(new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [endpoint.stack.formatArn({ service: 's3', region: '', account: '', resource: 'cloudformation-custom-resource-response-*', resourceName: '*' })],
    conditions: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
  }));
}

function accountProblems(trustedAccounts: readonly string[]): string[] {
  const late = lateListProblems('trustedAccounts', trustedAccounts, 'each stands in the policies of the endpoints');
  return late.length > 0 ? late : trustedAccounts.filter(account => !Token.isUnresolved(account) && !/^\d{12}$/.test(account)).map(SAYS.account);
}

/** How many subnets and gateways there are is written at synthesis. */
function isCount(given: number, least: number): boolean {
  return !Token.isUnresolved(given) && Number.isInteger(given) && given >= least;
}

function shown(given: number): string {
  return Token.isUnresolved(given) ? 'a token' : `${given}`;
}
