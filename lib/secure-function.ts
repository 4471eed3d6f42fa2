import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Boundary } from './private/boundary';
import { environmentProblems, functionProblems } from './private/function-problems';
import { assetOf, handlerBundle } from './private/handler-bundle';
import { LateCode } from './private/late-code';
import { schemaFiles } from './private/schema-files';
import { boundToAccount } from './private/source-account';
import { allowByMapping, allowByPermission, allowByRole } from './private/sources/allowed-callers';
import { SecureFunctionProps } from './secure-function-props';

const SOURCE_MAPS = '--enable-source-maps';

/**
 * A Lambda function with a role, a log group and a live alias of its own.
 *
 * It stands for its live alias: whatever takes it as a function (a trigger, a permission, a metric) reaches the version
 * that is live, and with it the provisioned concurrency. A change of code or configuration publishes a new version.
 */
export class SecureFunction extends lambda.QualifiedFunctionBase implements lambda.IAlias {
  /** The function behind the alias. Who invokes it by itself passes by the live version and its provisioned concurrency. */
  public readonly lambda: lambda.IFunction;

  /** The alias `live`, which is what everybody invokes. */
  public readonly alias: lambda.IAlias;

  /** The version that is live. */
  public readonly version: lambda.IVersion;

  /** The log group that only this function writes to. */
  public readonly logGroup: logs.ILogGroup;

  /** The role of this function and no other. */
  public readonly role?: iam.IRole;

  /** The principal that grants are given to: the function's role. */
  public readonly grantPrincipal: iam.IPrincipal;

  /** The processor architecture. */
  public readonly architecture: lambda.Architecture;

  /** The name of the alias: `live`. */
  public readonly aliasName: string = 'live';

  /** The ARN of the live alias. */
  public readonly functionArn: string;

  /** The name of the function with its alias, as in `orders:live`. */
  public readonly functionName: string;

  protected readonly qualifier: string;
  protected readonly canCreatePermissions: boolean = true;
  private readonly function: lambda.Function;
  private readonly boundary: Boundary;

  public constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id);
    this.refuse(functionProblems(this, props));

    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      permissionsBoundary: props.permissionsBoundary,
    });
    this.grantPrincipal = this.role;
    // The group is there already, so the function needs no right to create one.
    this.logGroup.grantWrite(this.role);

    this.function = this.createFunction(props, this.role);
    this.lambda = this.function;
    this.boundary = new Boundary(this.function, props.entry !== undefined);
    this.architecture = this.function.architecture;
    this.version = this.function.currentVersion;
    const alias = new lambda.Alias(this, 'Live', {
      aliasName: this.aliasName,
      version: this.version,
      provisionedConcurrentExecutions: props.provisionedConcurrency,
    });
    this.alias = alias;
    this.boundary.serve(this, this.lambda, this.alias);
    this.functionArn = alias.functionArn;
    this.functionName = alias.functionName;
    this.qualifier = lambda.extractQualifierFromArn(alias.aliasRef.aliasArn);
    // Secret rotation gives no permission to a function without a default child, and a function URL waits for it.
    this.node.defaultChild = alias.node.defaultChild;
    props.alarms?.watchFunction(this);
  }

  /** A reference to the live alias. */
  public get aliasRef(): lambda.AliasReference {
    return this.alias.aliasRef;
  }

  /**
   * Adds an environment variable; the value of a secret is refused.
   *
   * @param key the name of the variable
   * @param value its value
   */
  public addEnvironment(key: string, value: string): void {
    this.refuse(environmentProblems(this, key, value));
    this.function.addEnvironment(key, value);
  }

  /** Lets a principal invoke the live alias; where a service states its caller's account, only for this account. */
  public addPermission(id: string, permission: lambda.Permission): void {
    super.addPermission(id, boundToAccount(permission, this.stack.account));
    allowByPermission(this.boundary, this, permission);
  }

  /** Lets the live alias read from a stream or queue. */
  public addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    const mapping = super.addEventSourceMapping(id, options);
    // By its ARN the mapping waits for the alias, and everybody who reads the template sees what it invokes.
    (mapping.node.defaultChild as lambda.CfnEventSourceMapping).functionName = this.functionArn;
    allowByMapping(this.boundary, options);
    return mapping;
  }

  /** Lets a principal invoke the live alias. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const grant = super.grantInvoke(grantee);
    if (grant.principalStatements.length > 0) allowByRole(this.boundary, grantee);
    return grant;
  }

  /** Lets a principal call the function's URL. */
  public grantInvokeUrl(grantee: iam.IGrantable): iam.Grant {
    this.boundary.allow('url', true);
    return super.grantInvokeUrl(grantee);
  }

  /** Lets a principal invoke one version, whatever is live. */
  public grantInvokeVersion(grantee: iam.IGrantable, version: lambda.IVersion): iam.Grant {
    return this.lambda.grantInvokeVersion(grantee, version);
  }

  /** Lets a principal invoke what was deployed last, whatever is live. */
  public grantInvokeLatestVersion(grantee: iam.IGrantable): iam.Grant {
    return this.lambda.grantInvokeLatestVersion(grantee);
  }

  /** A metric of the live alias. */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.alias.metric(metricName, props);
  }

  private createFunction(props: SecureFunctionProps, role: iam.IRole): lambda.Function {
    const runtime = props.runtime ?? lambda.Runtime.NODEJS_24_X;
    const given = props.handler ?? 'index.handler';
    const handler = props.entry === undefined || given.includes('.') ? given : `index.${given}`;
    const bundled = props.entry === undefined ? undefined : handlerBundle(this, props.entry, handler, runtime);
    return new lambda.Function(this, 'Function', {
      code: bundled === undefined
        ? props.code!
        : new LateCode(scope => assetOf(scope, { ...bundled, files: [...bundled.files, ...schemaFiles(scope, this.boundary.takeSchemas())] })),
      handler,
      runtime,
      role,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      description: props.description,
      timeout: props.timeout ?? Duration.seconds(5),
      memorySize: props.memorySize ?? 512,
      environment: bundled === undefined ? props.environment : withSourceMaps(props.environment),
      reservedConcurrentExecutions: props.reservedConcurrency,
      paramsAndSecrets: props.secretsExtension,
      tracing: lambda.Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: props.applicationLogLevel ?? lambda.ApplicationLogLevel.INFO,
      systemLogLevelV2: props.systemLogLevel ?? lambda.SystemLogLevel.INFO,
    });
  }

  private refuse(problems: readonly string[]): void {
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
  }
}

/** Stack traces name the lines that were written, not those of the bundle. */
function withSourceMaps(environment: { [key: string]: string } = {}): { [key: string]: string } {
  const given = environment.NODE_OPTIONS;
  return { ...environment, NODE_OPTIONS: given === undefined || given.includes(SOURCE_MAPS) ? given ?? SOURCE_MAPS : `${given} ${SOURCE_MAPS}` };
}
