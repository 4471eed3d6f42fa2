import { Tags } from 'aws-cdk-lib';
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
import { functionBehind } from './private/function-behind';
import { limitProblems, limitsOf } from './private/function-limits';
import { logGroupOf } from './private/function-logs';
import { attachToNetwork, networkProblems, placeProblems } from './private/function-network';
import { environmentProblems, finishedEnvironmentProblems, functionProblems } from './private/function-problems';
import { leastProblems } from './private/least-problems';
import { liveAlias, LiveFunction } from './private/live-function';
import { FunctionGroup, wayProblems } from './private/network/function-group';
import { FunctionRole } from './private/network/function-role';
import { TRACES } from './private/network/needed-services';
import { Ways } from './private/network/ways';
import { YoungerPeers } from './private/network/younger-peers';
import { optionProblems } from './private/option-problems';
import { refuse } from './private/refuse';
import { defaultsOf, SENSITIVITY_TAG } from './private/scope-defaults';
import { judge } from './private/settled-props';
import { seeTriggers } from './private/sources/found-triggers';
import { FunctionSources } from './private/sources/function-sources';
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
export class SecureFunction extends LiveFunction {
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

  private readonly function: lambda.Function;
  private readonly sources: FunctionSources;
  private readonly ways?: Ways;
  private readonly peers = new YoungerPeers(this);

  public constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id);
    const defaults = defaultsOf(this);
    const { vpc = defaults.vpc, sensitivity, alarms = defaults.alarms } = props;
    const others = [...functionProblems(this, props), ...optionProblems(props), ...networkProblems({ ...props, vpc }), ...placeProblems(this, props)];
    judge(this, limitsOf(props), limitProblems, { others });

    if (sensitivity !== undefined) Tags.of(this).add(SENSITIVITY_TAG, sensitivity);
    this.logGroup = logGroupOf(this, props, props.logKey ?? defaults.logKey);
    const permissionsBoundary = props.permissionsBoundary ?? defaults.permissionsBoundary;
    this.role = new FunctionRole(this, permissionsBoundary, statement => this.ways?.granted(statement));
    this.grantPrincipal = this.role;
    // The group is there already, so the function needs no right to create one.
    this.logGroup.grantWrite(this.role);

    const securityGroup = vpc === undefined ? undefined : new FunctionGroup(this, vpc);
    if (vpc !== undefined) attachToNetwork(this.role, vpc, props.vpcSubnets, securityGroup!);
    this.function = functionBehind(this, { ...props, vpc }, { role: this.role, logGroup: this.logGroup, securityGroup });
    if (securityGroup !== undefined) {
      this._connections = this.function.connections;
      this.ways = new Ways(this, vpc!, securityGroup, this.logGroup);
      if (props.adotInstrumentation !== undefined) this.ways.need(TRACES);
    }
    this.lambda = this.function;
    this.node.addValidation({ validate: () => finishedEnvironmentProblems(this.function) });
    const boundary = Boundary.of(this.function)!;
    this.architecture = this.function.architecture;
    this.version = this.function.currentVersion;
    this.alias = liveAlias(this, this.version, props);
    boundary.serve(this, this.alias);
    seeTriggers(this.function);
    const { timeout } = this.function;
    const { reservedConcurrency } = props;
    this.sources = new FunctionSources(this, { boundary, alarms, timeout: timeout!, reservedConcurrency, permissionsBoundary });
    alarms?.watchFunction(this);
  }

  /**
   * Adds an environment variable; the value of a secret is refused.
   *
   * @param key the name of the variable
   * @param value its value
   */
  public addEnvironment(key: string, value: string): void {
    refuse(this, environmentProblems(this, key, value));
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
    refuse(this, leastProblems(resourceArn, actions));
    return iam.Grant.addToPrincipal({ grantee: this, actions, resourceArns: [resourceArn] });
  }

  /**
   * Lets the function reach something in its network, and that let it in. The rules stand in the function's stack: of what stands in a stack that
   * needs this one say it from there, as `database.connections.allowFrom(orders, port)`; the synthesis refuses it otherwise.
   *
   * @param other a database, an endpoint, or a peer by `Peer`
   * @param port which port of it
   * @param description why
   * @throws where the function is in no VPC, or all ports of everywhere are meant
   */
  public allowTo(other: ec2.IConnectable, port: ec2.Port, description?: string): void {
    refuse(this, this.isBoundToVpc ? wayProblems(other, port, description) : [NO_VPC]);
    this.peers.note(other);
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
    return this.sources.failures.existing;
  }

  /**
   * Works on the messages of a queue. A queue of the application that has no dead-letter queue gets one.
   *
   * @throws where the queue does not hide a message for six times the function's timeout, a number or duration is out of the range that its prop
   * names, or the queue is a source already, or the function's own `failureQueue`
   */
  public addQueueSource(queue: sqs.IQueue, props: QueueSourceProps = {}): void {
    this.sources.addQueue(queue, props);
  }

  /**
   * Works on what happens in a bucket. Of a bucket in another stack the notifications stand in the function's stack.
   *
   * @throws where the bucket tells this function or another of some of these objects already, which S3 would refuse
   */
  public addBucketSource(bucket: s3.IBucket, props: BucketSourceProps = {}): void {
    this.sources.addBucket(bucket, props);
  }

  /**
   * Works on the messages of a topic. Of one in another Region, what SNS could not deliver is not kept: it takes no dead-letter queue from here.
   *
   * @throws where the topic is FIFO, SNS does not deliver from its Region, a filter is more than SNS takes, or the topic is a source already
   */
  public addTopicSource(topic: sns.ITopic, props: TopicSourceProps = {}): void {
    this.sources.addTopic(topic, props);
  }

  /**
   * Works on the changes of a table or the records of a Kinesis stream: `StreamSource.table(table)`.
   *
   * @throws where a number or duration is out of the range that its prop names, or the stream is a source already
   */
  public addStreamSource(source: StreamSource, props: StreamSourceProps = {}): void {
    this.sources.addStream(source, props);
  }

  /**
   * Works on events of an event bus.
   *
   * @param id what the rule is called within the function
   * @throws where a number or duration is out of the range that its prop names
   */
  public addRuleSource(id: string, props: RuleSourceProps): events.IRule {
    return this.sources.addRule(id, props);
  }

  /**
   * Starts by the clock. The event looks like EventBridge's own and names its schedule.
   *
   * @param id what the schedule is called within the function
   * @throws where a number or duration is out of the range that its prop names, or `detail` holds a secret
   */
  public addSchedule(id: string, props: ScheduleSourceProps): scheduler.ISchedule {
    return this.sources.addSchedule(id, props);
  }

  /**
   * Says what becomes of events that are sent without waiting for the answer.
   *
   * @throws after a source that needs it was added, which keeps what fails in `failureQueue`
   */
  public configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    if (this.node.tryFindChild('EventInvokeConfig') !== undefined) refuse(this, [ASYNC_INVOKE_TAKEN]);
    this.byLambda(() => super.configureAsyncInvoke(options));
  }

  /** Lets the live alias work on what a source brings. */
  public addEventSource(source: lambda.IEventSource): void {
    this.byLambda(() => super.addEventSource(source));
  }

  /** What is granted meanwhile is used by Lambda itself, outside of the VPC. */
  private byLambda(act: () => void): void {
    if (this.ways === undefined) act();
    else this.ways.exceptFor(act);
  }
}
