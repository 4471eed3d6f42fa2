import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** An interface endpoint of the application, which answers to the name of its service. */
export interface KnownEndpoint {
  readonly construct: IConstruct;
  /** How the service is named: all but its Region. */
  readonly service: string;
  readonly vpcId: string;
  /** Its security groups, where a construct knows them. */
  readonly connections?: ec2.Connections;
}

const BY_STAGE = new WeakMap<IConstruct, readonly KnownEndpoint[]>();

/** The interface endpoints of a function's Stage. To be asked when the tree is complete, since it is read once. */
export function knownEndpoints(scope: IConstruct): readonly KnownEndpoint[] {
  const stage = Stage.of(scope) ?? scope.node.root;
  const known = BY_STAGE.get(stage) ?? stage.node.findAll().flatMap(endpointIn);
  BY_STAGE.set(stage, known);
  return known;
}

function endpointIn(node: IConstruct): readonly KnownEndpoint[] {
  if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::EC2::VPCEndpoint') return [];
  const cfn = node as ec2.CfnVPCEndpoint;
  if (cfn.vpcEndpointType !== ec2.VpcEndpointType.INTERFACE || cfn.privateDnsEnabled !== true || cfn.serviceName === undefined) return [];
  const owner = node.node.scope as Partial<ec2.InterfaceVpcEndpoint> & IConstruct;
  const connections = owner.node.defaultChild === node ? owner.connections : undefined;
  const service = nameIn(Stack.of(node).resolve(cfn.serviceName));
  return [{ construct: connections === undefined ? node : owner, service, vpcId: cfn.vpcId, connections }];
}

/** The end of a name, as `.secretsmanager`; before it there may be a Region that only the deployment knows. */
function nameIn(serviceName: unknown): string {
  const join = (serviceName as { readonly 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return String(join === undefined ? serviceName : join[1].at(-1)).split('.').slice(-1)[0];
}
