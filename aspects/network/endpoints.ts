import type { AppModel } from '../model/app-model';
import { membersOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { Answer, ask, booleanOf, patternOf, Value, valuesOf } from '../model/value';

/** A VPC endpoint: the door from a VPC to a service. */
export interface Endpoint {
  readonly resource: Resource;
  /** The service as endpoints call it: `s3`, `secretsmanager`; nothing where only the deployment knows it, or it is none of AWS. */
  readonly service?: string;
  readonly kind: 'gateway' | 'interface' | 'other';
  readonly vpc?: Resource;
  /** The route tables of a gateway endpoint; nothing for one that is not part of the application. */
  readonly tables: readonly (Resource | undefined)[];
  /** The subnets of an interface endpoint. */
  readonly subnets: readonly (Resource | undefined)[];
  /** The security groups of an interface endpoint; empty where the VPC's default one guards it. */
  readonly groups: readonly (Resource | undefined)[];
  /** Whether the service's ordinary name leads to the endpoint. */
  readonly privateDns: Answer;
}

/** The endpoints of the application. */
export function endpoints(app: AppModel): readonly Endpoint[] {
  return app.once(readEndpoints);
}

function readEndpoints(app: AppModel): readonly Endpoint[] {
  const resolved = (value: Value): readonly (Resource | undefined)[] => membersOf(valuesOf(value)).map(member => app.resourceOf(member.value));
  return app.ofType('AWS::EC2::VPCEndpoint').map(resource => ({
    resource,
    service: serviceIn(patternOf(resource.get('ServiceName'))),
    kind: kindOf(resource.get('VpcEndpointType')),
    vpc: app.resourceOf(resource.get('VpcId')),
    tables: resolved(resource.get('RouteTableIds')),
    subnets: resolved(resource.get('SubnetIds')),
    groups: resolved(resource.get('SecurityGroupIds')),
    // The documentation leaves the default open: CloudFormation says false, the API behind it true.
    privateDns: resource.get('PrivateDnsEnabled') === undefined ? 'undecided' : ask(resource.get('PrivateDnsEnabled'), value => booleanOf(value) === true),
  }));
}

function serviceIn(name: string | undefined): string | undefined {
  return name === undefined ? undefined : /^(?:cn\.)?com\.amazonaws\.(?!vpce\.)[^.]+\.(.+)$/.exec(name)?.[1];
}

function kindOf(type: Value): Endpoint['kind'] {
  if (type === undefined || type === 'Gateway') return 'gateway';
  return type === 'Interface' ? 'interface' : 'other';
}
