import { Annotations, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { FunctionGroup } from './function-group';
import { KnownEndpoint, knownEndpoints } from './known-endpoints';
import { constantOf, gatewayOf, NeededService, servicesIn } from './needed-services';
import { networkOf, ServingNetwork } from './network-of';
import { identityText } from '../identity-text';
import { finishLate } from '../late-code';

const SAYS = {
  missing: (vpc: string, services: readonly string[]) =>
    `vpc: the function is granted what its security group does not let it reach in ${vpc}, so that it would wait there until it times out: ${services.join('; ')}. `
    + 'What the code does not call itself needs no way: acknowledge this, or take the grant away',
  endpoint: ({ name, because, endpoints: [endpoint] }: NeededService) =>
    `${name} (${because}): give the VPC an interface endpoint, as vpc.addInterfaceEndpoint(id, { service: ${constantOf(endpoint)} }), which is then opened by itself, or let the `
    + 'function out to one, as allowTo(endpoint, Port.HTTPS)',
  several: ({ name, because, endpoints }: NeededService) =>
    `${name} (${because}): let the function out to the endpoint that it calls, as allowTo(endpoint, Port.HTTPS), which is one of ${endpoints.map(constantOf).join(', ')}`,
  gateway: ({ name, because }: NeededService) =>
    `${name} (${because}): give the VPC its gateway endpoint, as vpc.addGatewayEndpoint(id, { service: GatewayVpcEndpointAwsService.${name.toUpperCase()} }), and let the function out `
    + 'to its prefix list, as allowTo(Peer.prefixList(\'pl-…\'), Port.HTTPS); the id is told by `aws ec2 describe-prefix-lists`',
  elsewhere: ({ name, because }: NeededService, { construct }: KnownEndpoint) =>
    `${name} (${because}): the endpoint ${construct.node.path} is in another stack than the VPC and the function, so it is left to you: allowTo(endpoint, Port.HTTPS)`,
};

/**
 * The ways of a function in a VPC to the services that its role lets it call.
 *
 * In a `PrivateNetwork` each is opened when the grant is given. In other VPCs those over endpoints of the application are, when the tree is
 * complete; what is missing then is warned of.
 */
export class Ways {
  readonly #needed = new Map<string, NeededService>();
  readonly #network?: ServingNetwork;
  #isOfOthers = false;

  public constructor(
    private readonly fn: lambda.IFunction, private readonly vpc: ec2.IVpc, private readonly group: FunctionGroup, private readonly logs: ILogGroup,
  ) {
    this.#network = networkOf(vpc);
    finishLate(fn, () => this.finish());
  }

  /** Notes what is granted to the function. */
  public granted(statement: iam.PolicyStatement): void {
    if (this.#isOfOthers) return;
    // As lists, since one text may stand for a list that only the deployment knows.
    const isOwnGroup = (resource: string) => identityText(this.fn, [resource]) === identityText(this.fn, [this.logs.logGroupArn]);
    servicesIn(statement, isOwnGroup).forEach(service => this.need(service));
  }

  /** Leaves out what is granted to the role for Lambda itself: its poller and its destinations stand outside of the VPC. */
  public exceptFor(act: () => void): void {
    this.#isOfOthers = true;
    try { act(); } finally { this.#isOfOthers = false; }
  }

  /** Opens the way to a service as soon as that can be done. */
  public need(service: NeededService): void {
    const id = service.endpoints.join();
    if (this.#needed.has(id)) return;
    this.#needed.set(id, service);
    if (this.#network === undefined || service.endpoints.length > 1) return;
    const gateway = gatewayOf(service);
    const [endpoint] = service.endpoints;
    const other = gateway === undefined
      ? this.#network.endpoint(new ec2.InterfaceVpcEndpointAwsService(endpoint))
      : this.#network.gatewayAddresses(gateway);
    this.fn.connections.allowTo(other, ec2.Port.HTTPS, `Call ${endpoint}`);
  }

  private finish(): void {
    // Where somebody let it out to addresses, nobody can tell here whose they are.
    if (this.group.reachesAddresses) return;
    const missing = [...this.#needed.values()].flatMap(service => this.missing(service));
    if (missing.length > 0) Annotations.of(this.fn).addWarningV2('cdk-rampart:services-unreached', SAYS.missing(this.vpc.node.path, missing));
  }

  /** What is missing on the way to a service, after all was opened that can be. */
  private missing(service: NeededService): string[] {
    const meant = knownEndpoints(this.fn).filter(one => service.endpoints.includes(one.service) && one.vpcId === this.vpc.vpcId);
    if (meant.some(one => this.group.reaches(one.connections?.securityGroups ?? []))) return [];
    if (service.endpoints.length > 1) return [SAYS.several(service)];
    const [one] = meant.filter(({ connections }) => connections !== undefined);
    if (one === undefined) return [gatewayOf(service) === undefined ? SAYS.endpoint(service) : SAYS.gateway(service)];
    // A stack that waits for the function's already would wait for itself.
    const near: Stack[] = [Stack.of(this.vpc), Stack.of(this.fn)];
    if (!near.includes(Stack.of(one.construct))) return [SAYS.elsewhere(service, one)];
    this.fn.connections.allowTo({ connections: one.connections! }, ec2.Port.HTTPS, `Call ${one.service}`);
    return [];
  }
}
