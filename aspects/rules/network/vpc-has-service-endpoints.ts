import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer } from '../../model/value';
import { endpoints } from '../../network/endpoints';
import { needsOf } from '../../network/needs';
import { placements } from '../../network/placement';
import { ENDPOINT_SERVICES, GATEWAY_SERVICES } from '../../network/services';
import { isPublic, reachesInternet, Subnet, subnets } from '../../network/subnets';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** S3 and DynamoDB are called inside of AWS, not over the internet. */
export const vpcHasServiceEndpoints: Rule = {
  id: 'vpc-has-service-endpoints',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A VPC whose functions call S3 or DynamoDB has gateway endpoints for them',
  threat: 'The data leaves over the NAT gateway, where no endpoint policy can say which buckets and tables are meant: a thief\'s bucket is as reachable as '
    + 'your own, every byte is paid for, and whoever fills the gateway cuts the functions off.',
  remedy: 'Add vpc.addGatewayEndpoint with GatewayVpcEndpointAwsService.S3 or DYNAMODB: gateway endpoints cost nothing.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  covers: [],
  target: 'AWS::EC2::VPC',
  check: function* (vpc, app) {
    for (const service of GATEWAY_SERVICES) {
      const { name } = ENDPOINT_SERVICES[service];
      const over = callersOverNat(vpc, service, app);
      const related = [...new Set(over.map(one => one.fn))];
      if (related.length === 0) continue;
      const answers = over.map(({ subnet }) => hasEndpoint(vpc, subnet, service, app));
      if (answers.includes('no')) {
        const names = related.map(fn => fn.logicalId).join(' and ');
        yield noncompliant(vpc, `${names} may call ${name}, over a NAT gateway: no endpoint serves it there`, { detail: name, related });
      } else if (answers.includes('undecided')) {
        yield undecided(vpc, `whether an endpoint of the VPC serves ${name} is only known at deployment`, { detail: name, related });
      }
    }
  },
  // No fix: while a route to a gateway endpoint is put in, open connections to the service break.
  examples: [
    compliant('an endpoint for what its functions call', ({ stack, ec2, s3, someFunction }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
      new s3.Bucket(stack, 'Bucket').grantReadWrite(someFunction('Function', { vpc }));
    }),
    compliant('functions that call neither', ({ stack, ec2, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Secret').grantRead(someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }));
    }),
    compliant('no function in the VPC', ({ stack, ec2, s3, someFunction }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new s3.Bucket(stack, 'Bucket').grantReadWrite(someFunction());
    }),
    noncompliantExample('over the NAT gateway', ({ stack, ec2, s3, someFunction }) => {
      new s3.Bucket(stack, 'Bucket').grantReadWrite(someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }));
    }),
    noncompliantExample('an endpoint for the other service', ({ stack, ec2, dynamodb, someFunction }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
      new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(someFunction('Function', { vpc }));
    }),
    noncompliantExample('an endpoint that the function\'s route table does not know, by an override', ({ stack, ec2, s3, someFunction }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const endpoint = vpc.addGatewayEndpoint('Objects', { service: ec2.GatewayVpcEndpointAwsService.S3 });
      raw(endpoint).addPropertyOverride('RouteTableIds', [vpc.publicSubnets[0].routeTable.routeTableId]);
      new s3.Bucket(stack, 'Bucket').grantReadWrite(someFunction('Function', { vpc }));
    }),
    undecidedExample('an endpoint whose route tables a parameter names', ({ stack, cdk, ec2, s3, someFunction }) => {
      const tables = new cdk.CfnParameter(stack, 'Tables', { type: 'CommaDelimitedList' });
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const endpoint = vpc.addGatewayEndpoint('Objects', { service: ec2.GatewayVpcEndpointAwsService.S3 });
      raw(endpoint).addPropertyOverride('RouteTableIds', tables.valueAsList);
      new s3.Bucket(stack, 'Bucket').grantReadWrite(someFunction('Function', { vpc }));
    }),
  ],
};

function raw(endpoint: import('aws-cdk-lib/aws-ec2').GatewayVpcEndpoint): InstanceType<ExampleKit['ec2']['CfnVPCEndpoint']> {
  return endpoint.node.defaultChild as InstanceType<ExampleKit['ec2']['CfnVPCEndpoint']>;
}

/** The functions in the VPC that may call a service, and the private subnets from which they do so over a NAT gateway. */
function callersOverNat(vpc: Resource, service: string, app: AppModel): readonly { readonly fn: Resource; readonly subnet: Subnet }[] {
  return placements(app).flatMap(({ fn, subnets: placed }) => {
    const inVpc = placed.filter(one => one.certain).flatMap(one => subnets(app).get(one.resource?.id ?? '') ?? [])
      .filter(subnet => subnet.vpc === vpc && isPublic(subnet) === 'no' && reachesInternet(subnet, app) === 'yes');
    return inVpc.length > 0 && needsOf(fn, app).some(need => need.prefix === service) ? inVpc.map(subnet => ({ fn, subnet })) : [];
  });
}

function hasEndpoint(vpc: Resource, subnet: Subnet, service: string, app: AppModel): Answer {
  const meant = endpoints(app).filter(one => one.vpc === vpc && one.service === service);
  if (meant.some(one => one.kind === 'interface' || (subnet.table !== undefined && one.tables.includes(subnet.table)))) return 'yes';
  return meant.some(one => one.tables.includes(undefined)) || endpoints(app).some(one => one.vpc === vpc && one.service === undefined && one.kind === 'gateway')
    ? 'undecided' : 'no';
}
