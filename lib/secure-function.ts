import { Tags, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EnforcedBoundary } from './enforced-boundary';
import { EnforcedBoundaryProps } from './enforced-boundary-props';
import { Boundary } from './private/boundary';
import { Failures } from './private/failures';
import { functionBehind } from './private/function-behind';
import { logGroupOf } from './private/function-logs';
import { attachToNetwork, networkProblems, placeProblems } from './private/function-network';
import { environmentProblems, finishedEnvironmentProblems, functionProblems } from './private/function-problems';
import { scaleProvisioned } from './private/function-settings';
import { leastProblems } from './private/least-problems';
import { FunctionGroup } from './private/network/function-group';
import { FunctionRole } from './private/network/function-role';
import { TRACES } from './private/network/needed-services';
import { Ways } from './private/network/ways';
import { optionProblems } from './private/option-problems';
import { defaultsOf, SENSITIVITY_TAG } from './private/scope-defaults';
import { boundToAccount } from './private/source-account';
import { allowByMapping, allowByPermission, allowByRole } from './private/sources/allowed-callers';
import { addBucket, bucketProblems } from './private/sources/bucket-source';
import { noted, seeTriggers } from './private/sources/found-triggers';
import { addQueue, queueProblems, ReaderLimits } from './private/sources/queue-source';
import { addRule, ruleProblems } from './private/sources/rule-source';
import { addSchedule, scheduleProblems } from './private/sources/schedule-source';
import { SourceAlarms } from './private/sources/source-alarms';
import { addStream, streamProblems } from './private/sources/stream-source';
import { addTopic } from './private/sources/topic-source';
import { SecureFunctionProps } from './secure-function-props';
import {
  BucketSourceProps, QueueSourceProps, RuleSourceProps, ScheduleSourceProps, StreamSource, StreamSourceProps, TopicSourceProps,
} from './secure-function-sources';

const NO_VPC = 'allowTo: the function is in no VPC of yours, so it reaches the internet and nothing inside of one; give vpc first';
const ASYNC_INVOKE_TAKEN = 'configureAsyncInvoke: what becomes of asynchronous events is settled already; call it once, before the sources are added';

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
  private readonly failures: Failures;
  private readonly watching: SourceAlarms;
  private readonly limits: ReaderLimits;
  private readonly permissionsBoundary?: iam.IManagedPolicy;
  private readonly ways?: Ways;

  public constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id);
    const defaults = defaultsOf(this);
    const { vpc = defaults.vpc, sensitivity, alarms = defaults.alarms } = props;
    this.refuse([...functionProblems(this, props), ...optionProblems(props), ...networkProblems({ ...props, vpc }), ...placeProblems(this, props)]);

    if (sensitivity !== undefined) Tags.of(this).add(SENSITIVITY_TAG, sensitivity);
    this.logGroup = logGroupOf(this, props, props.logKey ?? defaults.logKey);
    this.permissionsBoundary = props.permissionsBoundary ?? defaults.permissionsBoundary;
    this.role = new FunctionRole(this, this.permissionsBoundary, statement => this.ways?.granted(statement));
    this.grantPrincipal = this.role;
    // The group is there already, so the function needs no right to create one.
    this.logGroup.grantWrite(this.role);

    const securityGroup = vpc === undefined ? undefined : new FunctionGroup(this, vpc);
    if (vpc !== undefined) attachToNetwork(this.role, vpc, props.vpcSubnets, securityGroup!);
    this.function = functionBehind(this, { ...props, vpc }, { role: this.role, logGroup: this.logGroup, securityGroup });
    if (securityGroup !== undefined) {
      this._connections = this.function.connections;
      this.ways = new Ways(this, vpc!, securityGroup);
      if (props.adotInstrumentation !== undefined) this.ways.need(TRACES);
    }
    this.lambda = this.function;
    this.node.addValidation({ validate: () => finishedEnvironmentProblems(this.function) });
    this.limits = { timeout: this.function.timeout!, reserved: knownNumber(props.reservedConcurrency) };
    this.boundary = Boundary.of(this.function)!;
    this.architecture = this.function.architecture;
    this.version = this.function.currentVersion;
    const alias = new lambda.Alias(this, 'Live', {
      aliasName: this.aliasName,
      version: this.version,
      provisionedConcurrentExecutions: props.provisionedConcurrency,
    });
    this.alias = alias;
    scaleProvisioned(alias, props);
    this.boundary.serve(this, this.alias);
    seeTriggers(this.function);
    this.functionArn = alias.functionArn;
    this.functionName = alias.functionName;
    this.qualifier = lambda.extractQualifierFromArn(alias.aliasRef.aliasArn);
    // Secret rotation gives no permission to a function without a default child, and a function URL waits for it.
    this.node.defaultChild = alias.node.defaultChild;
    this.failures = new Failures(this, alarms);
    this.watching = new SourceAlarms(this, alarms);
    alarms?.watchFunction(this);
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

  /**
   * Allows actions on one resource by their names, where the grant of a construct allows more than is needed.
   *
   * @param resourceArn the ARN of the resource; its parts may be wildcards, but not the whole
   * @param actions as in `dynamodb:GetItem`, each by its full name
   * @throws where an action has a wildcard, or the resource is every resource
   */
  public grantLeast(resourceArn: string, ...actions: string[]): iam.Grant {
    this.refuse(leastProblems(resourceArn, actions));
    return iam.Grant.addToPrincipal({ grantee: this, actions, resourceArns: [resourceArn] });
  }

  /**
   * Lets the function reach something in its network, and that let it in.
   *
   * @param other a database, an endpoint, or a peer by `Peer`
   * @param port which port of it
   * @param description why
   * @throws where the function is in no VPC
   */
  public allowTo(other: ec2.IConnectable, port: ec2.Port, description?: string): void {
    if (!this.isBoundToVpc) this.refuse([NO_VPC]);
    this.connections.allowTo(other, port, description);
  }

  /**
   * Puts the boundary before a handler that cannot be changed, by a layer: `secureHandler` is not needed then.
   *
   * @throws where the function runs on something else than Node.js, takes only signed code, or a schema cannot be compiled
   */
  public enforceBoundary(props: EnforcedBoundaryProps = {}): EnforcedBoundary {
    return EnforcedBoundary.of(this, props);
  }

  /** Where events and messages go that could not be delivered or worked on; nothing until a source that needs it was added. */
  public get failureQueue(): sqs.IQueue | undefined {
    return this.failures.existing;
  }

  /**
   * Works on the messages of a queue. A queue of the application that has no dead-letter queue gets one.
   *
   * @throws where the queue does not hide a message for six times the function's timeout
   */
  public addQueueSource(queue: sqs.IQueue, props: QueueSourceProps = {}): void {
    this.refuse(queueProblems(queue, props, this.limits));
    addQueue(this, queue, props, this.limits, this.watching);
  }

  /** Works on what happens in a bucket. Of a bucket in another stack the notifications stand in the function's stack. */
  public addBucketSource(bucket: s3.IBucket, props: BucketSourceProps = {}): void {
    this.refuse(bucketProblems(this, bucket));
    addBucket(this, bucket, props);
    this.failures.keepAsynchronous();
  }

  /** Works on the messages of a topic. */
  public addTopicSource(topic: sns.ITopic, props: TopicSourceProps = {}): void {
    addTopic(this, topic, props, this.failures);
    this.failures.keepAsynchronous();
  }

  /** Works on the changes of a table or the records of a Kinesis stream: `StreamSource.table(table)`. */
  public addStreamSource(source: StreamSource, props: StreamSourceProps = {}): void {
    this.refuse(streamProblems(source, props));
    addStream(this, source, props, this.failures, this.watching);
  }

  /**
   * Works on events of an event bus.
   *
   * @param id what the rule is called within the function
   */
  public addRuleSource(id: string, props: RuleSourceProps): events.IRule {
    this.refuse(ruleProblems(props));
    const rule = addRule(this, id, props, this.failures);
    this.failures.keepAsynchronous();
    return rule;
  }

  /**
   * Starts by the clock. The event looks like EventBridge's own and names its schedule.
   *
   * @param id what the schedule is called within the function
   */
  public addSchedule(id: string, props: ScheduleSourceProps): scheduler.ISchedule {
    this.refuse(scheduleProblems(id));
    const schedule = addSchedule(this, id, props, this.boundary, this.failures, this.permissionsBoundary);
    this.failures.keepAsynchronous();
    return schedule;
  }

  /**
   * Says what becomes of events that are sent without waiting for the answer.
   *
   * @throws after a source that needs it was added, which keeps what fails in `failureQueue`
   */
  public configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    if (this.node.tryFindChild('EventInvokeConfig') !== undefined) this.refuse([ASYNC_INVOKE_TAKEN]);
    this.byLambda(() => super.configureAsyncInvoke(options));
  }

  /** Lets the live alias work on what a source brings. */
  public addEventSource(source: lambda.IEventSource): void {
    this.byLambda(() => super.addEventSource(source));
  }

  /** Lets a principal invoke the live alias; where a service states its caller's account, only for this account. */
  public addPermission(id: string, permission: lambda.Permission): void {
    super.addPermission(id, boundToAccount(permission, this.stack.account));
    noted((permission.scope ?? this).node.tryFindChild(id));
    allowByPermission(this.boundary, this, permission);
  }

  /** Lets the live alias read from a stream or queue. */
  public addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    const mapping = super.addEventSourceMapping(id, options);
    // By its ARN the mapping waits for the alias, and everybody who reads the template sees what it invokes.
    (mapping.node.defaultChild as lambda.CfnEventSourceMapping).functionName = this.functionArn;
    noted(mapping);
    allowByMapping(this.boundary, { arn: options.eventSourceArn });
    return mapping;
  }

  /** Lets a principal invoke the live alias. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const grant = super.grantInvoke(grantee);
    if (grant.principalStatements.length > 0) allowByRole(this.boundary, this, grantee);
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

  /** What is granted meanwhile is used by Lambda itself, outside of the VPC. */
  private byLambda(act: () => void): void {
    if (this.ways === undefined) act();
    else this.ways.exceptFor(act);
  }

  private refuse(problems: readonly string[]): void {
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
  }
}

function knownNumber(value: number | undefined): number | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
