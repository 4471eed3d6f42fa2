import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

const HTTPS = 443;
/** What a description has, and how long it is. Source: the EC2 API reference, CreateSecurityGroup. */
const DESCRIPTION = { strange: /[^\w .:/()#,@[\]+=&;{}!$*-]/g, longest: 255 };
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

const SAYS = {
  everything: (peer: string) => `allowTo: port: everything, to everywhere (${peer}), is no way to anything in particular; name the ports, as Port.HTTPS, or a smaller range`,
  description: (given: string) =>
    `allowTo: description: at most ${DESCRIPTION.longest} letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got ${JSON.stringify(given)}`,
};

/** The security group of one function, which lets nothing in, and nothing out until somebody says so. It knows where its function may call services. */
export class FunctionGroup extends ec2.SecurityGroup {
  readonly #peers: ec2.IPeer[];

  public constructor(scope: Construct, vpc: ec2.IVpc) {
    super(scope, 'SecurityGroup', { vpc, description: `What ${scope.node.path} may reach`.replace(DESCRIPTION.strange, '_').slice(0, DESCRIPTION.longest), allowAllOutbound: false });
    this.#peers = [];
  }

  public addEgressRule(peer: ec2.IPeer, connection: ec2.Port, description?: string, remoteRule?: boolean): void {
    super.addEgressRule(peer, connection, description, remoteRule);
    if (coversHttps(connection)) this.#peers.push(peer);
  }

  /** Whether somebody let it out to addresses that may be those of any service: a range, a prefix list, or a group from elsewhere. */
  public get reachesAddresses(): boolean {
    return this.#peers.some(peer => groupIn(peer) === undefined);
  }

  /** Whether it lets out to one of these groups. */
  public reaches(groups: readonly ec2.ISecurityGroup[]): boolean {
    return this.#peers.some(peer => groups.some(group => groupIn(peer) !== undefined && groupIn(peer) === groupIn(group)));
  }
}

/** The groups of the application that something is behind; what is imported is known by its id, and waits for nothing. */
export function groupsOf({ connections }: ec2.IConnectable): ec2.ISecurityGroup[] {
  return connections.securityGroups.filter(group => groupIn(group) !== undefined);
}

/** What is wrong with a way out, each as a sentence about the parameters. EC2 would refuse some of it only at the deployment. */
export function wayProblems(other: ec2.IConnectable, port: ec2.Port, description: string = ''): string[] {
  const { uniqueId } = other as Partial<ec2.IPeer>;
  const strange = !Token.isUnresolved(description) && description.replace(DESCRIPTION.strange, '').slice(0, DESCRIPTION.longest) !== description;
  const isEverything = (port.toRuleJson() as { readonly ipProtocol: unknown }).ipProtocol === '-1' && uniqueId !== undefined && EVERYWHERE.includes(uniqueId);
  return [...isEverything ? [SAYS.everything(uniqueId)] : [], ...strange ? [SAYS.description(description)] : []];
}

/** The group of the application that a peer is. */
function groupIn(peer: ec2.IPeer): ec2.CfnSecurityGroup | undefined {
  const cfn = (peer as Partial<ec2.ISecurityGroup>).node?.defaultChild;
  return cfn instanceof ec2.CfnSecurityGroup ? cfn : undefined;
}

/** Whether a rule takes calls of services; one that only the deployment knows may. */
function coversHttps(connection: ec2.Port): boolean {
  const { ipProtocol, fromPort = 0, toPort = 65_535 } = connection.toRuleJson() as { ipProtocol: string; fromPort?: number; toPort?: number };
  if (!['-1', 'tcp', '6'].includes(ipProtocol)) return false;
  return [fromPort, toPort].some(port => typeof port !== 'number' || port < 0) || (fromPort <= HTTPS && toPort >= HTTPS);
}
