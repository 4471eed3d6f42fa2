import { needsOf } from '../../network/needs';
import { placementOf } from '../../network/placement';
import { Reach, reachOf } from '../../network/reach';
import { ENDPOINT_SERVICES } from '../../network/services';
import { isPublic, subnets } from '../../network/subnets';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions in a VPC reach the services that they are granted. */
export const lambdaVpcReachesItsServices: Rule = {
  id: 'lambda-vpc-reaches-its-services',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A function in a VPC reaches the services that its role lets it call',
  threat: 'The function waits for a service that it cannot reach until it times out. Whoever may call it keeps it busy at full price, and what it was to '
    + 'fetch or to write (a secret, a lock, an audit record) is missing where others count on it.',
  remedy: 'Add the endpoint of the service to the VPC (addGatewayEndpoint for S3 and DynamoDB, addInterfaceEndpoint for others) and let the function\'s '
    + 'security group out to it on port 443, or give its subnets a NAT gateway; take the grant away if the function does not call the service.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: [], // nobody else follows the way from a function to a service
  target: 'AWS::Lambda::Function',
  check: function* (fn, app) {
    const placement = placementOf(fn, app);
    if (placement === undefined) return;
    // Public subnets are another rule's, subnets from elsewhere nobody's.
    const stands = placement.subnets.filter(one => one.certain).flatMap(one => subnets(app).get(one.resource?.id ?? '') ?? [])
      .filter(subnet => isPublic(subnet) === 'no');
    const unsure: string[] = [];
    for (const need of stands.length === 0 ? [] : needsOf(fn, app)) {
      const { name } = ENDPOINT_SERVICES[need.prefix];
      const ways = stands.map(subnet => reachOf(placement, subnet, need, app));
      const closed = ways.findIndex(way => way.answer === 'no');
      if (closed >= 0) yield unreached(name, ways[closed]);
      else if (ways.some(way => way.answer === 'undecided')) unsure.push(`${name} (${ways.find(way => way.answer === 'undecided')!.because})`);
    }
    if (unsure.length > 0) yield undecided(fn, `only the deployment knows whether the function reaches ${unsure.join(', ')}`, { property: 'VpcConfig' });

    function unreached(name: string, { because, through }: Reach): Found {
      return noncompliant(fn, `the function is allowed to call ${name}, but cannot reach it: ${because}`, {
        property: 'VpcConfig', detail: name, related: through ? [through] : [],
      });
    }
  },
  // No fix: an endpoint or a NAT gateway costs money every hour, and which of them is wanted is a decision of the network's owner.
  examples: [
    compliant('over a NAT gateway', ({ stack, ec2, dynamodb, someFunction }) => {
      const fn = someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      table(stack, dynamodb).grantReadData(fn);
    }),
    compliant('isolated, with the endpoints of what it is granted', ({ stack, ec2, dynamodb, secretsmanager, someFunction }) => {
      const vpc = isolatedVpc(stack, ec2);
      vpc.addGatewayEndpoint('Tables', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
      vpc.addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
      const fn = someFunction('Function', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
      table(stack, dynamodb).grantReadData(fn);
      new secretsmanager.Secret(stack, 'Secret').grantRead(fn);
    }),
    compliant('isolated, and nothing granted but logs and what a queue\'s poller does', ({ stack, ec2, sqs, eventSources, someFunction }) => {
      const fn = someFunction('Function', { vpc: isolatedVpc(stack, ec2), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
      fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Jobs')));
    }),
    noncompliantExample('isolated, without the endpoint', ({ stack, ec2, dynamodb, someFunction }) => {
      const fn = someFunction('Function', { vpc: isolatedVpc(stack, ec2), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
      table(stack, dynamodb).grantReadData(fn);
    }),
    noncompliantExample('an endpoint, but a security group that lets nothing out', ({ stack, ec2, secretsmanager, someFunction }) => {
      const vpc = isolatedVpc(stack, ec2);
      vpc.addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
      const fn = someFunction('Function', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, allowAllOutbound: false });
      new secretsmanager.Secret(stack, 'Secret').grantRead(fn);
    }),
    noncompliantExample('an endpoint that lets only others in, in spite of a NAT gateway', ({ stack, ec2, secretsmanager, someFunction }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
      vpc.addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, securityGroups: [group], open: false });
      new secretsmanager.Secret(stack, 'Secret').grantRead(someFunction('Function', { vpc }));
    }),
    noncompliantExample('a gateway endpoint whose policy is for another table', ({ stack, ec2, dynamodb, iam, someFunction }) => {
      const vpc = isolatedVpc(stack, ec2);
      const other = new dynamodb.Table(stack, 'Other', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      vpc.addGatewayEndpoint('Tables', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB })
        .addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['dynamodb:*'], resources: [other.tableArn] }));
      const fn = someFunction('Function', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
      table(stack, dynamodb).grantReadData(fn);
    }),
    undecidedExample('a default route to a transit gateway', ({ stack, ec2, dynamodb, someFunction }) => {
      const vpc = isolatedVpc(stack, ec2);
      const [subnet] = vpc.isolatedSubnets;
      new ec2.CfnRoute(stack, 'Route', { routeTableId: subnet.routeTable.routeTableId, destinationCidrBlock: '0.0.0.0/0', transitGatewayId: 'tgw-1' });
      table(stack, dynamodb).grantReadData(someFunction('Function', { vpc, vpcSubnets: { subnets: [subnet] } }));
    }),
  ],
};

function isolatedVpc(stack: ExampleKit['stack'], ec2: ExampleKit['ec2']): import('aws-cdk-lib/aws-ec2').Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
}

function table(stack: ExampleKit['stack'], dynamodb: ExampleKit['dynamodb']): import('aws-cdk-lib/aws-dynamodb').Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}
