import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PrivateNetwork, SecretBackedFunction, SecretSource, SecureFunction, SecurityAlarms } from '../../../lib';

export const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

/** Another account and Region, as ARNs name them. */
const ELSEWHERE = { account: '444455556666', region: 'us-east-1' };

/** What constructs of one stack may share: each thing is made when the first asks for it, in the same stack or in another one. */
export class Surroundings {
  readonly #made = new Map<string, unknown>();

  /**
   * @param stack where the constructs stand
   * @param storage where that lies which they take from another stack
   * @param users where that lies which takes them from there
   */
  public constructor(public readonly stack: cdk.Stack, public readonly storage: cdk.Stack, public readonly users: cdk.Stack) {}

  public once<Made>(name: string, make: (stack: cdk.Stack) => Made): Made {
    if (!this.#made.has(name)) this.#made.set(name, make(this.stack));
    return this.#made.get(name) as Made;
  }

  /** Something of the stack of users. */
  public beyond<Made>(name: string, make: (users: Construct) => Made): Made {
    return this.once(`beyond ${name}`, () => make(new Construct(this.users, `Of${this.stack.node.id}${name}`)));
  }

  /** Something of the stack of storage. */
  public far<Made>(name: string, make: (storage: Construct) => Made): Made {
    // Several stacks may share the other one.
    return this.once(`far ${name}`, () => make(new Construct(this.storage, `For${this.stack.node.id}${name}`)));
  }

  public key(): kms.Key {
    return this.once('key', stack => new kms.Key(stack, 'Key', { enableKeyRotation: true }));
  }

  public farKey(): kms.Key {
    return this.far('Key', scope => new kms.Key(scope, 'Key', { enableKeyRotation: true }));
  }

  /** A key of which only the ARN is known, and that at the deployment. */
  public lateKey(): kms.IKey {
    return this.once('late key', stack => kms.Key.fromKeyArn(stack, 'LateKey', this.text('KeyArn')));
  }

  /** An imported key of the same account and Region. */
  public importedKey(): kms.IKey {
    return this.once('imported key', stack => kms.Key.fromKeyArn(stack, 'ImportedKey', stack.formatArn({ service: 'kms', resource: 'key', resourceName: 'a1' })));
  }

  public vpc(): ec2.IVpc {
    return this.far('Vpc', scope => new ec2.Vpc(scope, 'Vpc', {
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 }, Tables: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } },
    }));
  }

  /** The endpoints of the VPC, which functions that are allowed to may call. */
  public endpoints(): ec2.InterfaceVpcEndpoint[] {
    const { SECRETS_MANAGER, SSM, SQS, KINESIS_STREAMS } = ec2.InterfaceVpcEndpointAwsService;
    return this.far('Endpoints', scope => [SECRETS_MANAGER, SSM, SQS, KINESIS_STREAMS].map((service, index) => (
      new ec2.InterfaceVpcEndpoint(scope, `${index}`, { vpc: this.vpc(), service, open: true })
    )));
  }

  /** A network of Rampart, which opens ways by itself. */
  public network(): PrivateNetwork {
    return this.far('Network', scope => new PrivateNetwork(scope, 'Network'));
  }

  /** A VPC whose parts only the deployment knows. */
  public lateVpc(): ec2.IVpc {
    return this.once('late vpc', stack => ec2.Vpc.fromVpcAttributes(stack, 'LateVpc', {
      vpcId: this.text('VpcId'),
      vpcCidrBlock: this.text('VpcCidr'),
      availabilityZones: ['a', 'b'],
      isolatedSubnetIds: [this.text('Subnet'), cdk.Fn.importValue('Subnet')],
      isolatedSubnetRouteTableIds: [this.text('RouteTable'), cdk.Fn.importValue('RouteTable')],
    }));
  }

  public alarms(): SecurityAlarms {
    return this.once('alarms', stack => new SecurityAlarms(stack, 'Alarms'));
  }

  public farAlarms(): SecurityAlarms {
    return this.far('Alarms', scope => new SecurityAlarms(scope, 'Alarms'));
  }

  /** A number that only the deployment knows. */
  public number(): number {
    return this.once('number', stack => new cdk.CfnParameter(stack, 'NumberParameter', { type: 'Number', default: 300 })).valueAsNumber;
  }

  /** A text that only the deployment knows. */
  public text(id: string): string {
    const all = this.once('parameters', stack => new Construct(stack, 'Parameters'));
    return this.once(`text ${id}`, () => new cdk.CfnParameter(all, id)).valueAsString;
  }

  public role(): iam.Role {
    return this.once('role', stack => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  }

  public farRole(): iam.Role {
    return this.far('Role', scope => new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  }

  /** A role of a stack that waits for this one. */
  public userRole(): iam.Role {
    return this.beyond('Role', scope => new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  }

  /** A function of a stack that waits for this one. */
  public userFunction(): SecureFunction {
    return this.beyond('Function', scope => new SecureFunction(scope, 'Function', { code: CODE }));
  }

  public function(): SecureFunction {
    return this.once('function', stack => new SecureFunction(stack, 'Function', { code: CODE }));
  }

  public farFunction(): SecureFunction {
    return this.far('Function', scope => new SecureFunction(scope, 'Function', { code: CODE, provisionedConcurrency: 1 }));
  }

  /** A function as the CDK makes it. */
  public plainFunction(): lambda.Function {
    return this.once('plain function', stack => new lambda.Function(stack, 'Plain', { code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X }));
  }

  /** A function of which the ARN and the role are known, both at the deployment. */
  public lateFunction(): lambda.IFunction {
    return this.once('late function', stack => lambda.Function.fromFunctionAttributes(stack, 'LateFunction', {
      functionArn: this.text('FunctionArn'), role: iam.Role.fromRoleArn(stack, 'LateRole', this.text('RoleArn')), sameEnvironment: true,
    }));
  }

  /** A function that was deployed by others. */
  public importedFunction(): lambda.IFunction {
    return this.once('imported function', stack => lambda.Function.fromFunctionAttributes(stack, 'Imported', {
      functionArn: stack.formatArn({ service: 'lambda', resource: 'function', resourceName: 'imported', arnFormat: cdk.ArnFormat.COLON_RESOURCE_NAME }),
      role: iam.Role.fromRoleName(stack, 'ImportedRole', 'imported'),
      sameEnvironment: true,
    }));
  }

  public secret(): secretsmanager.ISecret {
    return this.once('secret', stack => new secretsmanager.Secret(stack, 'PlainSecret', { encryptionKey: this.key() }));
  }

  public farSecret(): secretsmanager.ISecret {
    return this.far('Secret', scope => new secretsmanager.Secret(scope, 'Secret', { encryptionKey: this.farKey() }));
  }

  /** A secret of which only the ARN is known, and that at the deployment. */
  public lateSecret(): secretsmanager.ISecret {
    return this.once('late secret', stack => secretsmanager.Secret.fromSecretAttributes(stack, 'LateSecret', {
      secretCompleteArn: this.text('LoginArn'), encryptionKey: this.lateKey(),
    }));
  }

  public namedSecret(): secretsmanager.ISecret {
    return this.once('named secret', stack => secretsmanager.Secret.fromSecretNameV2(stack, 'NamedSecret', 'orders/login'));
  }

  public partialSecret(): secretsmanager.ISecret {
    return this.once('partial secret', stack => secretsmanager.Secret.fromSecretPartialArn(stack, 'PartialSecret',
      stack.formatArn({ service: 'secretsmanager', resource: 'secret', resourceName: 'orders/login', arnFormat: cdk.ArnFormat.COLON_RESOURCE_NAME })));
  }

  /** A secret of another account and Region. */
  public foreignSecret(): secretsmanager.ISecret {
    const arn = `arn:aws:secretsmanager:${ELSEWHERE.region}:${ELSEWHERE.account}:secret:login-AbCdEf`;
    return this.once('foreign secret', stack => secretsmanager.Secret.fromSecretCompleteArn(stack, 'ForeignSecret', arn));
  }

  /** A secret that Rampart made, with its rotation. */
  public rotatedSecret(): secretsmanager.ISecret {
    return this.once('rotated secret', stack => new SecretBackedFunction(stack, 'Owner', { code: CODE, secrets: { key: SecretSource.generated() } })).secret('key');
  }

  public farRotatedSecret(): secretsmanager.ISecret {
    return this.far('Owner', scope => new SecretBackedFunction(scope, 'Owner', { code: CODE, secrets: { key: SecretSource.generated() } })).secret('key');
  }
}

/** Keys of every origin. */
export const KEYS = {
  plain: (around: Surroundings): kms.IKey => around.key(),
  far: (around: Surroundings): kms.IKey => around.farKey(),
  late: (around: Surroundings): kms.IKey => around.lateKey(),
  imported: (around: Surroundings): kms.IKey => around.importedKey(),
};

/** Alarms of the same stack, or of another. */
export const ALARMS = {
  plain: (around: Surroundings): SecurityAlarms => around.alarms(),
  far: (around: Surroundings): SecurityAlarms => around.farAlarms(),
};
