import * as cdk from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { judge } from '../../aspects/engine/audit';
import { Rampart } from '../../aspects/rampart';
import { lambdaVpcReachesItsServices } from '../../aspects/rules/network/lambda-vpc-reaches-its-services';
import { DatabaseEngine, PrivateNetwork, SecretBackedFunction, SecretSource, SecureFunction, SecureFunctionProps, StreamSource } from '../../lib';
import { circlesIn, quickApp } from '../support/quick-app';
import { modelOf, testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const { SECRETS_MANAGER, SQS } = ec2.InterfaceVpcEndpointAwsService;

/** A network and what is put in it, which may be in another stack. */
function inNetwork(app = testApp()) {
  const stack = new cdk.Stack(app, 'Stack');
  const network = new PrivateNetwork(stack, 'Network');
  return { app, stack, network, fn: (props: Partial<SecureFunctionProps> = {}, scope: Construct = stack) => new SecureFunction(scope, 'Orders', { code: CODE, vpc: network.vpc, ...props }) };
}

/** The interface endpoints of a stack, by the end of their names. */
function endpointsOf(stack: cdk.Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }) as Record<string, any>)
    .map(({ Properties: { ServiceName } }) => (ServiceName['Fn::Join'][1].at(-1) as string).slice(1)).sort();
}

/** How many prefix lists the functions of a stack are let out to. */
function listsOf(stack: cdk.Stack): number {
  return Object.keys(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupEgress', { Properties: { DestinationPrefixListId: Match.anyValue() } })).length;
}

/** What the audit says of functions that do not reach what they are granted. */
function unreached(app: cdk.App, { undecided = false } = {}): string[] {
  const { judgements, failures } = judge(modelOf(app), [lambdaVpcReachesItsServices]);
  return [...failures.map(({ message }) => message), ...judgements.filter(({ found }) => undecided || found.verdict === 'noncompliant').map(({ found }) => found.message)];
}

/** The warnings about ways. */
function warnings(stack: cdk.Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('services-unreached')).map(({ entry }) => String(entry.data));
}

describe('in a PrivateNetwork', () => {
  test.each<[string, (stack: cdk.Stack) => Partial<SecureFunctionProps> & { secrets: { [name: string]: SecretSource } }, string[]]>([
    ['secrets', () => ({ secrets: { key: SecretSource.generated() } }), ['secretsmanager']],
    ['secrets with a key of yours', stack => ({ secrets: { key: SecretSource.existing(new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') })) } }), ['secretsmanager']],
    ['parameters', stack => ({ secrets: { key: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/a/b' })) } }), ['ssm']],
    ['both, by the extension', stack => ({
      runtime: lambda.Runtime.PYTHON_3_13,
      secrets: { key: SecretSource.generated(), flag: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/a/b' })) },
    }), ['secretsmanager', 'ssm']],
  ])('a function that reads %s reaches them', (_, props, expected) => {
    const { app, stack, network } = inNetwork();
    new SecretBackedFunction(stack, 'Billing', { code: CODE, vpc: network.vpc, ...props(stack) });
    expect(endpointsOf(stack)).toEqual(expected);
    expect(unreached(app, { undecided: true })).toEqual([]);
  });

  test('that is the default of a scope, functions of other stacks reach what they are granted', () => {
    const { app, network } = inNetwork();
    Rampart.defaults(app, { vpc: network.vpc });
    const other = new cdk.Stack(app, 'Other');
    new SecretBackedFunction(other, 'Billing', { code: CODE, secrets: { key: SecretSource.generated() } });
    expect(unreached(app, { undecided: true })).toEqual([]);
    expect(endpointsOf(other)).toEqual([]);
    expect(circlesIn(app)).toEqual([]);
  });

  test('a grant opens the way to what is called, once', () => {
    const { app, stack, network, fn } = inNetwork();
    const orders = fn();
    new sqs.Queue(stack, 'Queue').grantSendMessages(orders);
    new sqs.Queue(stack, 'Other').grantSendMessages(orders);
    new sns.Topic(stack, 'Topic').grantPublish(orders);
    new events.EventBus(stack, 'Bus').grantPutEventsTo(orders);
    new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromString('{}') }).grantStartExecution(orders);
    orders.grantLeast('arn:aws:bedrock:*::foundation-model/a', 'bedrock:InvokeModel');
    network.letCall(orders, SQS);
    expect(endpointsOf(stack)).toEqual(['bedrock-runtime', 'events', 'sns', 'sqs', 'states']);
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::EC2::SecurityGroupEgress', { FromPort: 443, ToPort: 443 }, 5);
    expect(unreached(app, { undecided: true })).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, (orders: SecureFunction) => void]>([
    ['which a feature flag of the CDK asks for', { '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true }, orders => orders.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] }),
    )],
    ['which the CDK makes where lists only the deployment knows meet others', {}, orders => {
      orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'] }));
      orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: cdk.Fn.split(',', cdk.Fn.importValue('Queues')) }));
    }],
    ['of which somebody thought himself', {}, orders => orders.role!.attachInlinePolicy(new iam.Policy(orders, 'Own', {
      statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] })],
    }))],
  ])('a statement is seen in a policy of its own, %s', (_, context, grant) => {
    const { stack, fn } = inNetwork(testApp({ context }));
    grant(fn());
    expect(endpointsOf(stack)).toContain('sqs');
  });

  test('the function waits for the policy by which it may trace, since Lambda looks for that when it is created', () => {
    const stack = new cdk.Stack(testApp({ context: { '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true } }), 'Stack');
    new SecureFunction(stack, 'Orders', { code: CODE });
    const template = Template.fromStack(stack);
    const [tracing] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([, policy]) => JSON.stringify(policy).includes('xray:PutTraceSegments'));
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([tracing[0]]) });
  });

  test('tables and buckets are reached by the prefix lists of the Region, which are asked for once', () => {
    const { app, stack, fn } = inNetwork();
    const orders = fn();
    const reports = new cdk.Stack(app, 'Reports');
    const reader = fn({}, reports);
    const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    table.grantReadData(orders);
    new s3.Bucket(stack, 'Bucket').grantRead(orders);
    table.grantReadData(reader);
    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::GatewayAddresses', 2);
    expect([listsOf(stack), listsOf(reports)]).toEqual([2, 1]);
    expect(endpointsOf(stack)).toEqual([]);
    expect(JSON.stringify(Object.values(template.findResources('Custom::GatewayAddresses')))).toContain('DescribePrefixLists');
    expect(unreached(app)).toEqual([]);
    expect(circlesIn(app)).toEqual([]);
  });

  describe('what Lambda does with the role of the function', () => {
    const { stack, fn } = inNetwork();
    const orders = fn();
    orders.configureAsyncInvoke({
      onFailure: { bind: (_scope, to) => { new sqs.Queue(stack, 'Failed').grantSendMessages(to); return { destination: 'arn:aws:sqs:eu-west-1:111122223333:failed' }; } },
    });
    orders.addQueueSource(new sqs.Queue(stack, 'Queue'));
    orders.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Plain')));
    orders.addStreamSource(StreamSource.table(new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE,
    })));
    orders.addTopicSource(new sns.Topic(stack, 'Topic'));
    orders.addRuleSource('Created', { eventPattern: { source: ['shop'] } });
    new kms.Key(stack, 'Key').grantDecrypt(orders);
    orders.addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['sns:Publish'], resources: ['*'] }));
    const opened = stack.node.findAll().filter(node => node instanceof ec2.InterfaceVpcEndpoint || node instanceof ec2.CfnSecurityGroupEgress).length;
    orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: ['arn:aws:events:eu-west-1:111122223333:event-bus/shop'] }));

    test('opens nothing', () => {
      expect(opened).toBe(0);
    });

    test('hides no grant that comes after it', () => {
      expect(endpointsOf(stack)).toEqual(['events']);
      expect(listsOf(stack)).toBe(0);
    });
  });

  describe('the logs of', () => {
    const LAMBDA_WRITES = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

    test.each<[string, (stack: cdk.Stack, orders: SecureFunction) => void]>([
      ['another group are read', (stack, orders) => new logs.LogGroup(stack, 'Audit').grantRead(orders)],
      ['another group are written', (stack, orders) => new logs.LogGroup(stack, 'Audit').grantWrite(orders)],
      ['another group and its own are written', (stack, orders) => orders.addToRolePolicy(new iam.PolicyStatement({
        actions: LAMBDA_WRITES, resources: [orders.logGroup.logGroupArn, new logs.LogGroup(stack, 'Audit').logGroupArn],
      }))],
      ['groups that only the deployment knows are written', (_, orders) => orders.addToRolePolicy(new iam.PolicyStatement({
        actions: LAMBDA_WRITES, resources: cdk.Fn.split(',', cdk.Fn.importValue('Groups')),
      }))],
      ['any group are read', (_, orders) => orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['logs:StartQuery'], resources: ['*'] }))],
      ['its own group are read, which only the code does', (_, orders) => orders.logGroup.grantRead(orders)],
    ])('%s, over an endpoint', (_, grant) => {
      const { stack, fn } = inNetwork();
      grant(stack, fn());
      expect(endpointsOf(stack)).toEqual(['logs']);
      Template.fromStack(stack).resourcePropertiesCountIs('AWS::EC2::SecurityGroupEgress', { FromPort: 443, ToPort: 443 }, 1);
    });

    test.each<[string, (orders: SecureFunction) => void]>([
      ['is granted once more', orders => orders.logGroup.grantWrite(orders)],
      ['is granted on all groups, as Lambda\'s managed policies do', orders => orders.addToRolePolicy(new iam.PolicyStatement({ actions: LAMBDA_WRITES, resources: ['*'] }))],
    ])('its own group are written by Lambda, also where that %s', (_, grant) => {
      const { stack, fn } = inNetwork();
      grant(fn());
      expect(endpointsOf(stack)).toEqual([]);
    });

    test('another group are warned of where there is no way', () => {
      const stack = new cdk.Stack(testApp(), 'Stack');
      const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Isolated', ...ISOLATED }] });
      new logs.LogGroup(stack, 'Audit').grantWrite(new SecureFunction(stack, 'Orders', { code: CODE, vpc }));
      expect(warnings(stack)).toEqual([expect.stringMatching(/CloudWatch Logs \(logs:CreateLogStream\): give the VPC an interface endpoint.*InterfaceVpcEndpointAwsService\.CLOUDWATCH_LOGS/)]);
    });
  });

  test('the collector of OpenTelemetry reaches X-Ray', () => {
    const { stack, fn } = inNetwork();
    const layerVersion = lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST);
    fn({ adotInstrumentation: { layerVersion, execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER } });
    expect(endpointsOf(stack)).toEqual(['xray']);
  });

  test('the rotation of a database login by AWS is let in by the endpoint', () => {
    const { stack, network } = inNetwork();
    const target = new rds.DatabaseInstance(stack, 'Database', { vpc: network.vpc, vpcSubnets: network.isolatedSubnets, engine: rds.DatabaseInstanceEngine.POSTGRES });
    new SecretBackedFunction(stack, 'Billing', {
      code: CODE, secrets: { db: SecretSource.database(target, { engine: DatabaseEngine.POSTGRESQL, username: 'billing', vpc: network.vpc, connections: target, vpcSubnets: network.privateSubnets }) },
    });
    expect(endpointsOf(stack)).toEqual(['secretsmanager']);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('RotationGroup'), 'GroupId'] } });
  });

  test('a service with several endpoints, of which the grant names none, is warned about', () => {
    const { stack, fn } = inNetwork();
    fn().grantLeast('arn:aws:bedrock:*:*:agent/*', 'bedrock:GetAgent');
    expect(endpointsOf(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringMatching(/Bedrock \(bedrock:GetAgent\): let the function out to the endpoint that it calls.*InterfaceVpcEndpointAwsService\.BEDROCK_AGENT/)]);
  });
});

describe('in a VPC of the application', () => {
  function inVpc(props: ec2.VpcProps = { natGateways: 0, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] }) {
    const app = testApp();
    const stack = new cdk.Stack(app, 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', props);
    const functions = new cdk.Stack(app, 'Functions');
    const fn = new SecretBackedFunction(functions, 'Billing', { code: CODE, vpc, secrets: { key: SecretSource.generated() } });
    return { app, stack, vpc, functions, fn };
  }

  test('a function is let out to the endpoint of what it is granted, also one that comes after it', () => {
    const { app, vpc, functions } = inVpc();
    vpc.addInterfaceEndpoint('Secrets', { service: SECRETS_MANAGER, open: false });
    expect(warnings(functions)).toEqual([]);
    expect(unreached(app, { undecided: true })).toEqual([]);
    expect(circlesIn(app)).toEqual([]);
  });

  test('it is let out to an endpoint that stands beside it', () => {
    const { app, vpc, functions } = inVpc();
    new ec2.InterfaceVpcEndpoint(functions, 'Secrets', { vpc, service: SECRETS_MANAGER });
    expect(warnings(functions)).toEqual([]);
    expect(unreached(app, { undecided: true })).toEqual([]);
    expect(circlesIn(app)).toEqual([]);
  });

  test('an endpoint of a third stack is left to you', () => {
    const { app, vpc, functions } = inVpc();
    new ec2.InterfaceVpcEndpoint(new cdk.Stack(app, 'Third'), 'Secrets', { vpc, service: SECRETS_MANAGER });
    expect(inVpcWarning(functions)).toMatch(/the endpoint Third\/Secrets is in another stack than the VPC and the function.*allowTo\(endpoint, Port\.HTTPS\)/);

    const again = inVpc();
    again.fn.allowTo(new ec2.InterfaceVpcEndpoint(new cdk.Stack(again.app, 'Third'), 'Secrets', { vpc: again.vpc, service: SECRETS_MANAGER }), ec2.Port.HTTPS);
    expect(warnings(again.functions)).toEqual([]);
  });

  test.each<[string, (all: ReturnType<typeof inVpc>) => void]>([
    ['no endpoint', () => undefined],
    ['the endpoint of another service', ({ vpc }) => vpc.addInterfaceEndpoint('Queues', { service: SQS })],
    ['an endpoint that does not answer to the name of the service', ({ vpc }) => vpc.addInterfaceEndpoint('Secrets', { service: SECRETS_MANAGER, privateDnsEnabled: false })],
    ['an endpoint in another VPC', ({ stack }) => new ec2.Vpc(stack, 'Other').addInterfaceEndpoint('Secrets', { service: SECRETS_MANAGER })],
    ['a raw endpoint', ({ vpc, stack }) => new ec2.CfnVPCEndpoint(stack, 'Raw', {
      vpcId: vpc.vpcId, vpcEndpointType: 'Interface', privateDnsEnabled: true, serviceName: 'com.amazonaws.eu-west-1.secretsmanager',
    })],
    ['a way to something else', ({ stack, vpc, fn }) => fn.allowTo(new ec2.SecurityGroup(stack, 'Group', { vpc }), ec2.Port.HTTPS)],
    ['a way on another port', ({ fn }) => fn.allowTo(ec2.Peer.anyIpv4(), ec2.Port.tcpRange(8000, 9000))],
    ['a way by another protocol', ({ fn }) => fn.allowTo(ec2.Peer.anyIpv4(), ec2.Port.udp(443))],
  ])('with %s it is warned of what is missing, and how to give it', (_, given) => {
    const all = inVpc();
    given(all);
    expect(inVpcWarning(all.functions)).toMatch(new RegExp('^vpc: the function is granted what its security group does not let it reach in Stack/Vpc, .*'
      + 'Secrets Manager \\(secretsmanager:\\w+\\): give the VPC an interface endpoint, as vpc\\.addInterfaceEndpoint\\(id, \\{ service: InterfaceVpcEndpointAwsService\\.SECRETS_MANAGER \\}\\)'));
  });

  test.each<[string, (all: ReturnType<typeof inVpc>) => void]>([
    ['to the internet', ({ fn }) => fn.allowTo(ec2.Peer.anyIpv4(), ec2.Port.HTTPS)],
    ['on every port', ({ fn }) => fn.connections.allowToAnyIpv4(ec2.Port.allTcp())],
    ['to a port that only the deployment knows', ({ fn, functions }) => fn.allowTo(ec2.Peer.anyIpv4(), ec2.Port.tcp(new cdk.CfnParameter(functions, 'Port', { type: 'Number' }).valueAsNumber))],
    ['to a group from elsewhere', ({ fn, functions }) => fn.allowTo(ec2.SecurityGroup.fromSecurityGroupId(functions, 'Endpoints', 'sg-1'), ec2.Port.HTTPS)],
    ['to the addresses of the VPC', ({ fn, vpc }) => fn.allowTo(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.HTTPS)],
  ])('a function that somebody let out %s is not warned', (_, given) => {
    const all = inVpc();
    given(all);
    expect(warnings(all.functions)).toEqual([]);
  });

  test('tables and buckets are warned of with their gateway endpoint and prefix list', () => {
    const { app, stack, vpc } = inVpc();
    const functions = new cdk.Stack(app, 'Readers');
    const fn = new SecureFunction(functions, 'Reader', { code: CODE, vpc, vpcSubnets: ISOLATED });
    new s3.Bucket(stack, 'Bucket').grantRead(fn);
    expect(inVpcWarning(functions)).toMatch(/S3 \(s3:GetObject\*\): give the VPC its gateway endpoint.*GatewayVpcEndpointAwsService\.S3.*Peer\.prefixList\('pl-…'\)/);
  });

  test('a function that is granted nothing is not warned', () => {
    const { stack, vpc } = inVpc();
    new SecureFunction(stack, 'Quiet', { code: CODE, vpc });
    expect(warnings(stack)).toEqual([]);
  });

  function inVpcWarning(stack: cdk.Stack): string {
    const [only, ...others] = warnings(stack);
    expect(others).toEqual([]);
    return only;
  }
});

test('in an imported VPC the function is warned, until it is let out to what was imported with it', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'] });
  const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', {
    vpcEndpointId: 'vpce-1', port: 443, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
  });
  const secrets = { key: SecretSource.generated() };
  new SecretBackedFunction(stack, 'Closed', { code: CODE, vpc, secrets });
  new SecretBackedFunction(stack, 'Opened', { code: CODE, vpc, secrets }).allowTo(endpoint, ec2.Port.HTTPS);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('services-unreached')).map(({ id }) => id)).toEqual(['/Stack/Closed']);
});

test('whatever is granted, in whichever stack, the function reaches it and nothing waits for itself', () => {
  const grants: Readonly<Record<string, (scope: Construct, fn: SecureFunction) => void>> = {
    table: (scope, fn) => new dynamodb.TableV2(scope, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadWriteData(fn),
    bucket: (scope, fn) => new s3.Bucket(scope, 'Bucket', { encryptionKey: new kms.Key(scope, 'BucketKey') }).grantReadWrite(fn),
    queue: (scope, fn) => new sqs.Queue(scope, 'Queue').grantSendMessages(fn),
    consumed: (scope, fn) => new sqs.Queue(scope, 'Consumed').grantConsumeMessages(fn),
    topic: (scope, fn) => new sns.Topic(scope, 'Topic').grantPublish(fn),
    secret: (scope, fn) => new secretsmanager.Secret(scope, 'Secret').grantRead(fn),
    log: (scope, fn) => new logs.LogGroup(scope, 'Log').grantRead(fn),
    source: (scope, fn) => fn.addQueueSource(new sqs.Queue(scope, 'Source')),
    callee: (scope, fn) => new SecureFunction(scope, 'Callee', { code: CODE }).grantInvoke(fn),
  };
  const some = fc.uniqueArray(fc.constantFrom(...Object.keys(grants)), { minLength: 1 });
  fc.assert(fc.property(some, fc.boolean(), fc.boolean(), fc.boolean(), (chosen, isApart, isFar, isDefault) => {
    const { app, stack, network } = inNetwork(quickApp());
    const things = isFar ? new cdk.Stack(app, 'Things') : stack;
    const functions = new Construct(isApart ? new cdk.Stack(app, 'Functions') : stack, 'Home');
    if (isDefault) Rampart.defaults(functions, { vpc: network.vpc });
    const fn = new SecureFunction(functions, 'Orders', { code: CODE, ...isDefault ? {} : { vpc: network.vpc } });
    for (const name of chosen) grants[name](things, fn);
    expect(circlesIn(app)).toEqual([]);
    expect(unreached(app)).toEqual([]);
  }), { numRuns: 40 });
}, 120_000);
