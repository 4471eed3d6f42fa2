import * as cdk from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Rampart } from '../../aspects';
import { LogMasking, SecureFunction, SecureFunctionProps, SecurityAlarms, Sensitivity } from '../../lib';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

function secured(props: (stack: cdk.Stack) => Partial<SecureFunctionProps> = () => ({})) {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const fn = new SecureFunction(stack, 'Orders', { code: CODE, ...props(stack) });
  return { stack, fn, template: () => Template.fromStack(stack) };
}
const archive = (stack: cdk.Stack) => lambda.Code.fromBucket(s3.Bucket.fromBucketName(stack, 'Code', 'signed'), 'orders.zip', '1');
const profile = (stack: cdk.Stack) => new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA });

describe('logs', () => {
  test('are encrypted with a key that lets CloudWatch use it, which names no log group', () => {
    const { template } = secured(stack => ({ logKey: new kms.Key(stack, 'Key') }));
    template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Sid: 'LogGroups', Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } }, Condition: { ArnLike: Match.anyValue() },
        })]),
      },
    });
  });

  test('take a key from elsewhere', () => {
    const { template } = secured(stack => ({ logKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/a1') }));
    template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/a1' });
  });

  test.each<[string, LogMasking, number]>([
    ['credentials', LogMasking.credentials(), 5], ['personal data', LogMasking.personalData(), 11], ['what is named', LogMasking.of(logs.DataIdentifier.SSN_US), 1],
  ])('mask %s', (_, logMasking, count) => {
    const [group] = Object.values(secured(() => ({ logMasking })).template().findResources('AWS::Logs::LogGroup'));
    expect(group.Properties.DataProtectionPolicy.Statement[0].DataIdentifier).toHaveLength(count);
  });
});

test('variables are encrypted with a key on request', () => {
  const { template } = secured(stack => ({ environmentKey: new kms.Key(stack, 'Key'), environment: { MODE: 'fast' } }));
  template().hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: Match.anyValue() });
});

test('OpenTelemetry instruments it on request, and its traces go to X-Ray', () => {
  const { template } = secured(() => ({
    adotInstrumentation: {
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    },
  }));
  template().hasResourceProperties('AWS::Lambda::Function', {
    Layers: Match.anyValue(), TracingConfig: { Mode: 'Active' }, Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' } },
  });
});

test.each<[string, lambda.Runtime | undefined, number]>([
  ['on Node.js 24', undefined, 1], ['not on Node.js 22', lambda.Runtime.NODEJS_22_X, 0], ['not on Python', lambda.Runtime.PYTHON_3_13, 0],
])('OpenTelemetry warns that it traces nothing of the handler: %s', (_, runtime, count) => {
  const isPython = runtime?.family === lambda.RuntimeFamily.PYTHON;
  const adotInstrumentation = isPython ? {
    layerVersion: lambda.AdotLayerVersion.fromPythonSdkLayerVersion(lambda.AdotLambdaLayerPythonSdkVersion.LATEST),
    execWrapper: lambda.AdotLambdaExecWrapper.INSTRUMENT_HANDLER,
  } : {
    layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
    execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
  };
  const { stack } = secured(() => ({ runtime, adotInstrumentation }));
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('NODEJS_22_X.*cdk-rampart:adot-untraced'))).toHaveLength(count);
});

describe('kept ready', () => {
  test('it scales with its use', () => {
    const { template } = secured(() => ({ provisionedConcurrency: 2, maxProvisionedConcurrency: 10 }));
    template().hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 });
    template().hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.7, PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
      },
    });
  });

  test('its numbers may be tokens', () => {
    const number = new cdk.CfnParameter(new cdk.Stack(), 'Most', { type: 'Number' }).valueAsNumber;
    expect(() => secured(() => ({ provisionedConcurrency: number, maxProvisionedConcurrency: number, reservedConcurrency: 3 }))).not.toThrow();
    expect(() => secured(() => ({ provisionedConcurrency: number, maxProvisionedConcurrency: 3, reservedConcurrency: number }))).not.toThrow();
  });

  test('it starts from a snapshot of its version', () => {
    const { template } = secured(() => ({ runtime: lambda.Runtime.PYTHON_3_13, snapStart: true }));
    template().hasResourceProperties('AWS::Lambda::Function', { SnapStart: { ApplyOn: 'PublishedVersions' } });
  });
});

describe('an image', () => {
  test('brings its runtime and handler', () => {
    const repository = cdk.aws_ecr.Repository.fromRepositoryName(new cdk.Stack(), 'Repository', 'orders');
    secured(() => ({ code: lambda.Code.fromEcrImage(repository, { tagOrDigest: '1' }) })).template()
      .hasResourceProperties('AWS::Lambda::Function', { PackageType: 'Image', Handler: Match.absent(), Runtime: Match.absent() });
  });
});

describe('signed code', () => {
  test('is enforced', () => {
    const { template } = secured(stack => ({ code: archive(stack), signingProfiles: [profile(stack)] }));
    template().hasResourceProperties('AWS::Lambda::CodeSigningConfig', { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } });
    template().hasResourceProperties('AWS::Lambda::Function', { CodeSigningConfigArn: Match.anyValue() });
  });

  test.each<[string, Partial<SecureFunctionProps>, number]>([
    ['warns of the layer of the extension', { secretsExtension: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103) }, 1],
    ['says nothing without layers', {}, 0],
  ])('%s', (_, props, count) => {
    const { stack } = secured(one => ({ code: archive(one), signingProfiles: [profile(one)], ...props }));
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('secretsExtension brings one.*cdk-rampart:layer-unsigned'))).toHaveLength(count);
  });

  test.each<[string, (stack: cdk.Stack) => Partial<SecureFunctionProps>, string]>([
    ['a bundle', () => ({ code: undefined, entry: __filename }), 'signingProfiles: the bundle of entry is uploaded as it is, and nobody signs it on its way'],
    ['inline code', () => ({}), 'signingProfiles: inline code is uploaded as it is'],
    ['an asset', () => ({ code: lambda.Code.fromAsset(__dirname) }), 'signingProfiles: an asset of the CDK is uploaded as it is'],
    ['an image', stack => ({ code: lambda.Code.fromEcrImage(cdk.aws_ecr.Repository.fromRepositoryName(stack, 'R', 'r')) }), 'signingProfiles: an image is uploaded'],
  ])('is refused for %s', (_, props, message) => {
    expect(() => secured(stack => ({ ...props(stack), signingProfiles: [profile(stack)] }))).toThrow(message);
  });
});

test.each<[string, Partial<SecureFunctionProps>, string]>([
  ['snapshots of Node.js', { snapStart: true }, 'snapStart: Lambda takes no snapshots of Node.js'],
  ['snapshots of Ruby', { snapStart: true, runtime: lambda.Runtime.RUBY_3_3 }, 'snapStart: Lambda takes no snapshots of ruby3.3'],
  ['snapshots of images', { snapStart: true, runtime: lambda.Runtime.FROM_IMAGE }, 'snapStart: Lambda takes no snapshots of images'],
  ['snapshots beside provisioned concurrency', { snapStart: true, runtime: lambda.Runtime.PYTHON_3_13, provisionedConcurrency: 1 }, 'snapStart: Lambda takes either'],
  ['a maximum alone', { maxProvisionedConcurrency: 2 }, 'maxProvisionedConcurrency: from how many does it scale?'],
  ['a maximum below the minimum', { provisionedConcurrency: 3, maxProvisionedConcurrency: 2 }, 'at least provisionedConcurrency, which is 3, got 2'],
  ['a maximum above the reservation', { provisionedConcurrency: 1, maxProvisionedConcurrency: 9, reservedConcurrency: 5 }, '9 is more than reservedConcurrency: 5'],
  ['no profile', { signingProfiles: [] }, 'signingProfiles: name at least one profile, or leave it out'],
  ['Java without a handler', { runtime: lambda.Runtime.JAVA_21 }, 'handler: java21 has no usual name for it; give it, as package.Class::method'],
  ['subnets without a VPC', { vpcSubnets: {} }, 'vpcSubnets: subnets of which VPC? give vpc as well'],
])('refuses %s', (_, props, message) => {
  expect(() => secured(() => props)).toThrow(message);
  expect(() => secured(() => props)).toThrow(/^Stack\/Orders: /);
});

describe('grantLeast', () => {
  const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';

  test('allows what is named, on what is named', () => {
    const { fn, template } = secured();
    fn.grantLeast(TABLE, 'dynamodb:GetItem', 'dynamodb:Query');
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: TABLE }]) },
    });
  });

  test('takes ARNs and actions that only the deployment knows', () => {
    expect(() => secured().fn.grantLeast(cdk.Fn.importValue('Table'), 'dynamodb:GetItem')).not.toThrow();
    expect(() => secured().fn.grantLeast(`${TABLE}/index/*`, cdk.Fn.importValue('Action'))).not.toThrow();
  });

  test.each<[string, string, string[], string]>([
    ['no action', TABLE, [], 'grantLeast: name at least one action'],
    ['every action', TABLE, ['dynamodb:*'], 'grantLeast: an action is named in full, as dynamodb:GetItem, got dynamodb:*'],
    ['some actions', TABLE, ['dynamodb:Get*'], 'got dynamodb:Get*'],
    ['every resource', '*', ['dynamodb:GetItem'], 'grantLeast: name one resource by its ARN, got *'],
    ['every bucket', 'arn:aws:s3:::*', ['s3:GetObject'], 'got arn:aws:s3:::*'],
    ['a name', 'orders', ['dynamodb:GetItem'], 'got orders'],
    ['every object of every bucket', 'arn:aws:s3:::*/*', ['s3:GetObject'], 'got arn:aws:s3:::*/*'],
    ['any of one letter or more', 'arn:aws:sqs:eu-west-1:123456789012:?*', ['sqs:SendMessage'], 'got arn:aws:sqs:eu-west-1:123456789012:?*'],
    ['something of any service', 'arn:aws:*:eu-west-1:123456789012:orders', ['sqs:SendMessage'], 'got arn:aws:*:'],
  ])('refuses %s', (_, arn, actions, message) => {
    expect(() => secured().fn.grantLeast(arn, ...actions)).toThrow(message);
  });
});

describe('in a VPC', () => {
  const network = (stack: cdk.Stack, ...types: ec2.SubnetType[]) => new ec2.Vpc(stack, 'Vpc', {
    natGateways: types.includes(ec2.SubnetType.PRIVATE_WITH_EGRESS) ? 1 : 0,
    subnetConfiguration: types.map(subnetType => ({ name: subnetType.split('_')[0] + subnetType.length, subnetType })),
  });
  const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;

  test('it stands in private subnets, and its security group lets nothing out', () => {
    const { template } = secured(stack => ({ vpc: network(stack, PUBLIC, PRIVATE_WITH_EGRESS) }));
    template().hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [{ Ref: Match.stringLikeRegexp('Private') }, { Ref: Match.stringLikeRegexp('Private') }], SecurityGroupIds: [Match.anyValue()] },
    });
    template().hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })] });
    template().hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: Match.objectLike({ Statement: Match.anyValue() }), ManagedPolicyArns: Match.absent() });
  });

  test('its group is described in the characters that EC2 takes, whatever the function is called', () => {
    const stack = new cdk.Stack(testApp(), 'Stack');
    new SecureFunction(stack, `Größe "x" ~ ${'é'.repeat(300)}`, { code: CODE, vpc: network(stack, PRIVATE_ISOLATED) });
    const [group] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroup'));
    expect(group.Properties.GroupDescription).toMatch(/^What Stack\/Gr__e _x_ _ _+$/);
    expect(group.Properties.GroupDescription).toHaveLength(255);
  });

  test('its role may make interfaces in these subnets with this group only, and its code may not', () => {
    const { stack, template } = secured(one => ({ vpc: network(one, PRIVATE_ISOLATED) }));
    const statements = Object.values(template().findResources('AWS::IAM::Policy'))[0].Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown; Effect: string }[];
    const create = statements.find(({ Action }) => Action === 'ec2:CreateNetworkInterface')!;
    expect(create.Resource).toHaveLength(4); // interfaces, the group, two subnets
    // The Lambda guide: a unique id, or all of them as `arn:aws:ec2:us-west-2:123456789012:*/*`; else the function is refused.
    const remove = statements.find(({ Action }) => Action === 'ec2:DeleteNetworkInterface')!;
    expect(JSON.stringify(remove.Resource)).toMatch(/":\*\/\*"/);
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(1);
    expect(stack.node.tryFindChild('Orders')).toBeDefined();
  });

  test('it reaches what it is allowed to', () => {
    const { stack, fn, template } = secured(one => ({ vpc: network(one, PRIVATE_ISOLATED) }));
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc: stack.node.findChild('Vpc') as ec2.Vpc });
    fn.allowTo(database, ec2.Port.tcp(5432), 'orders');
    template().hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432, Description: 'orders' });
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
    expect(fn.isBoundToVpc).toBe(true);
  });

  test.each<[string, ec2.IPeer, ec2.Port, string | undefined, string]>([
    ['to everything everywhere', ec2.Peer.anyIpv4(), ec2.Port.allTraffic(), undefined, 'Stack/Orders: allowTo: port: everything, to everywhere (0.0.0.0/0), is no way to anything in particular'],
    ['to everything of the newer protocol', ec2.Peer.anyIpv6(), ec2.Port.allTraffic(), undefined, '(::/0)'],
    ['for a reason that EC2 does not take', ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.HTTPS, 'Größe', 'description: at most 255 letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got "Größe"'],
  ])('it is not let out %s', (_, peer, port, description, said) => {
    const { fn } = secured(one => ({ vpc: network(one, PRIVATE_ISOLATED) }));
    expect(() => fn.allowTo(peer, port, description)).toThrow(said);
  });

  describe('to something in another stack', () => {
    /** A function beside its VPC, and the group of something in a stack that needs the VPC, or does not. */
    function apart(group: (database: cdk.Stack, vpc: ec2.IVpc) => ec2.ISecurityGroup) {
      const app = testApp();
      const stack = new cdk.Stack(app, 'Service');
      const fn = new SecureFunction(stack, 'Orders', { code: CODE, vpc: network(stack, PRIVATE_ISOLATED) });
      const database = new cdk.Stack(app, 'Database');
      return { app, stack, database, fn, peer: group(database, stack.node.findChild('Vpc') as ec2.Vpc) };
    }
    const inVpc = (database: cdk.Stack, vpc: ec2.IVpc) => new ec2.SecurityGroup(database, 'Group', { vpc });

    test('that needs its own stack, it is refused with the way to say it', () => {
      const { app, fn, peer } = apart(inVpc);
      fn.allowTo(peer, ec2.Port.POSTGRES);
      fn.allowTo(peer, ec2.Port.HTTPS);
      expect(() => app.synth()).toThrow('Service/Orders: allowTo: Database/Group is in Database, which is deployed after Service (Database/Group/Resource refers to Service/Vpc/Resource), '
        + 'and the rules of allowTo would stand in Service, which could only be deployed after it: say it from Database alone, as peer.connections.allowFrom(fn, port)');
    });

    test('that needs its own stack, it is let out where that is said from there', () => {
      const { app, database, fn, peer } = apart(inVpc);
      peer.connections.allowFrom(fn, ec2.Port.POSTGRES);
      expect(() => app.synth()).not.toThrow();
      Template.fromStack(database).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432 });
    });

    test.each<[string, Parameters<typeof apart>[0]]>([
      ['that needs nothing of it', database => new ec2.SecurityGroup(database, 'Group', { vpc: ec2.Vpc.fromVpcAttributes(database, 'Known', { vpcId: 'vpc-1', availabilityZones: ['a'] }) })],
      ['where it is imported by its id', (database, vpc) => {
        inVpc(database, vpc);
        return ec2.SecurityGroup.fromSecurityGroupId(database, 'Known', 'sg-1');
      }],
    ])('%s, it is let out', (_, group) => {
      const { app, stack, fn, peer } = apart(group);
      fn.allowTo(peer, ec2.Port.POSTGRES);
      expect(() => app.synth()).not.toThrow();
      Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432 });
    });
  });

  test('it is let out to all ports of one group, and of a range', () => {
    const { stack, fn, template } = secured(one => ({ vpc: network(one, PRIVATE_ISOLATED) }));
    fn.allowTo(new ec2.SecurityGroup(stack, 'Database', { vpc: stack.node.findChild('Vpc') as ec2.Vpc }), ec2.Port.allTraffic(), new cdk.CfnParameter(stack, 'Why').valueAsString);
    fn.allowTo(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.allTraffic());
    template().hasResourceProperties('AWS::EC2::SecurityGroupEgress', { IpProtocol: '-1', Description: { Ref: 'Why' } });
    template().hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ CidrIp: '10.0.0.0/8', IpProtocol: '-1' })] });
  });

  test.each<[string, ec2.SubnetType[], ec2.SubnetSelection | undefined]>([
    ['that has public subnets only', [PUBLIC], undefined], ['whose public ones are asked for', [PUBLIC, PRIVATE_ISOLATED], { subnetType: PUBLIC }],
  ])('it is refused %s', (_, types, vpcSubnets) => {
    expect(() => secured(stack => ({ vpc: network(stack, ...types), vpcSubnets })))
      .toThrow('Stack/Orders: vpc: a function has no public address, so in a public subnet it reaches nothing outside, not even the internet; of Stack/Vpc these are public');
  });

  test('it is refused where no subnet fits', () => {
    expect(() => secured(stack => ({ vpc: network(stack, PRIVATE_ISOLATED), vpcSubnets: { subnets: [] } }))).toThrow('vpc: Stack/Vpc has no subnet that fits');
  });

  test('allowTo is refused without one', () => {
    expect(() => secured().fn.allowTo(ec2.Peer.anyIpv4(), ec2.Port.HTTPS)).toThrow('Stack/Orders: allowTo: the function is in no VPC of yours');
  });

  test('it takes a VPC from elsewhere', () => {
    const { template } = secured(stack => ({
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] }),
    }));
    template().hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] } });
  });
});

describe('defaults of a scope', () => {
  test('hold where the props say nothing, from the nearest scope', () => {
    const app = testApp();
    const stack = new cdk.Stack(app, 'Stack');
    const boundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary');
    Rampart.defaults(app, { sensitivity: Sensitivity.INTERNAL, permissionsBoundary: boundary });
    Rampart.defaults(stack, { sensitivity: Sensitivity.CONFIDENTIAL });
    Rampart.defaults(stack, {
      logKey: new kms.Key(stack, 'Key'),
      alarms: new SecurityAlarms(stack, 'Alarms'),
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'] }),
    });
    new SecureFunction(stack, 'Orders', { code: CODE });
    new SecureFunction(stack, 'Payments', { code: CODE, sensitivity: Sensitivity.RESTRICTED });
    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-1'] } });
    template.hasResourceProperties('AWS::Lambda::Function', { Tags: [{ Key: 'sensitivity', Value: 'confidential' }] });
    template.hasResourceProperties('AWS::Lambda::Function', { Tags: [{ Key: 'sensitivity', Value: 'restricted' }] });
    template.resourcePropertiesCountIs('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() }, 2);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    expect(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).filter(id => id.startsWith('Orders'))).not.toEqual([]);
  });

  test('of CDK bound the role too', () => {
    const { template } = secured(stack => {
      iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
      return {};
    });
    template().hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
  });

  test.each<[string, (stack: cdk.Stack, named: (name: string) => iam.IManagedPolicy) => void, string]>([
    ['the prop, where nothing else is said', () => undefined, 'prop'],
    ['that of CDK for the application', (stack, named) => iam.PermissionsBoundary.of(stack.node.root).apply(named('app')), 'app'],
    ['that of CDK for the function, before that for the application', (stack, named) => {
      iam.PermissionsBoundary.of(stack.node.findChild('Bounded')).apply(named('own'));
      iam.PermissionsBoundary.of(stack.node.root).apply(named('app'));
    }, 'own'],
  ])('of several boundaries one holds: %s', (_, bound, holds) => {
    const stack = new cdk.Stack(testApp(), 'Stack');
    const named = (name: string) => iam.ManagedPolicy.fromAwsManagedPolicyName(name);
    new SecureFunction(stack, 'Bounded', { code: CODE, permissionsBoundary: named('prop') });
    bound(stack, named);
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(JSON.stringify(role.Properties.PermissionsBoundary)).toContain(`:iam::aws:policy/${holds}"`);
  });

  test('watch what a source keeps of failures', () => {
    const { fn, template } = secured(stack => ({ alarms: new SecurityAlarms(stack, 'Alarms') }));
    fn.addRuleSource('Created', { eventPattern: { source: ['shop'] } });
    template().hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible' });
  });
});
