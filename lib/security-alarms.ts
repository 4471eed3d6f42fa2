import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { apiAlarmProblems, functionAlarmProblems, secretAlarmProblems, topicProblems } from './private/alarms/alarm-problems';
import { alarmOf, AlarmSpec } from './private/alarms/alarm-spec';
import { alarmTopic } from './private/alarms/alarm-topic';
import { apiAlarms, StageMetrics } from './private/alarms/api-alarms';
import { Board } from './private/alarms/board';
import { deadLetterAlarm, functionAlarms } from './private/alarms/function-alarms';
import { secretAlarms } from './private/alarms/secret-alarms';
import { behind } from './private/behind';
import { environmentProblems, regionProblems } from './private/environment-problems';
import { judge } from './private/settled-props';
import type { SecureApi } from './secure-api';
import { ApiAlarmOptions, FunctionAlarmOptions, SecretAlarmOptions, SecurityAlarmsProps } from './security-alarms-props';

/** Everything that `SecurityAlarms` says about what it cannot watch. */
const SAYS = {
  twice: (path: string) => `${path} is watched already: give its options where it is watched first`,
};

/** The functions that are watched, by whatever version or alias. */
const WATCHED = new WeakSet<lambda.IFunction>();

/**
 * Alarms on what an attack or a mistake looks like from outside, all on one topic.
 *
 * The alarms of a subject stand beside it; each stack has a composite alarm of them all, and a dashboard.
 */
export class SecurityAlarms extends Construct {
  /** The topic that is told: subscribe people and pagers to it. */
  public readonly topic: sns.ITopic;

  public constructor(scope: Construct, id: string, props: SecurityAlarmsProps = {}) {
    super(scope, id);
    this.refuse([...topicProblems(props), ...regionProblems(this, 'encryptionKey', props.encryptionKey)]);
    this.topic = props.topic ?? alarmTopic(this, props.encryptionKey);
  }

  /**
   * Watches a function: errors, throttling, time, lost events, loops, and how often it is invoked.
   *
   * @param fn the function, of the account and Region of its stack; whichever version or alias is invoked; of a `SecureFunction` the events of its boundary too
   * @throws where it is watched already, and where it is of another account or Region, whose metrics no alarm here sees
   */
  public watchFunction(fn: lambda.IFunction, options: FunctionAlarmOptions = {}): void {
    const { deadLetterQueue, logGroup } = options;
    const others = Object.entries({ fn, deadLetterQueue, logGroup }).flatMap(([prop, one]) => environmentProblems(fn, prop, one));
    judge(this, options, functionAlarmProblems, { others, part: fn.node.path });
    if (WATCHED.has(behind(fn))) this.refuse([SAYS.twice(fn.node.path)]);
    this._watch(fn, scope => functionAlarms(scope, fn, options));
    WATCHED.add(behind(fn));
  }

  /**
   * Watches a `SecureApi`, with its access log and its firewall.
   *
   * @throws where it is watched already
   */
  public watchApi(api: SecureApi, options: ApiAlarmOptions = {}): void {
    const whole = { ...options, accessLog: options.accessLog ?? api.accessLog, firewallMetric: options.firewallMetric ?? firewallMetricOf(api) };
    this.watchStage(api, metricsOf(api), whole);
  }

  /**
   * Watches a REST API at its deployed stage.
   *
   * @throws where it is watched already
   */
  public watchRestApi(api: apigateway.RestApiBase, options: ApiAlarmOptions = {}): void {
    this.watchStage(api, metricsOf(api.deploymentStage ?? api), options);
  }

  /**
   * Watches a stage of an HTTP API.
   *
   * @throws where it is watched already
   */
  public watchHttpStage(stage: apigatewayv2.IHttpStage, options: ApiAlarmOptions = {}): void {
    this.watchStage(stage, metricsOf(stage), options);
  }

  /**
   * Watches who reads a secret, and whether its rotations succeed. The account needs a trail of CloudTrail.
   *
   * @throws where it is watched already, an address is a range, and where the secret is of another account or Region, whose trail no rule here sees
   */
  public watchSecret(secret: secretsmanager.ISecret, options: SecretAlarmOptions = {}): void {
    this.refuse([...secretAlarmProblems(options), ...environmentProblems(secret, 'secret', secret)], secret);
    this._watch(secret, scope => secretAlarms(scope, secret, options));
  }

  /** The alarm that goes off with any alarm of the stack of a construct. */
  public compositeAlarm(scope: Construct): cloudwatch.IAlarm {
    return Board.of(scope).composite;
  }

  /** The dashboard of the stack of a construct. */
  public dashboard(scope: Construct): cloudwatch.Dashboard {
    return Board.of(scope).dashboard;
  }

  /** @internal */
  public _watchDeadLetters(queue: sqs.Queue): void {
    this._watch(queue, () => [deadLetterAlarm(queue)]);
  }

  /** @internal */
  public _watch(subject: IConstruct, specs: (scope: Construct) => readonly AlarmSpec[], watching: Watching = {}): void {
    const { alone = false, title = subject.node.path } = watching;
    this.refuse([
      ...subject.node.tryFindChild('Alarms') === undefined ? [] : [SAYS.twice(subject.node.path)],
      ...environmentProblems(subject, 'topic', this.topic),
    ]);
    // Beside its subject an alarm is in the same stack and Region, whose metrics alone it can read.
    const scope = new Construct(subject as Construct, 'Alarms');
    const made = specs(scope).map(spec => ({ metric: spec.metric, alarm: alarmOf(scope, spec) }));
    for (const { alarm } of made) alarm.addAlarmAction(new SnsAction(this.topic));
    if (!alone) Board.of(scope).add(title, made.map(({ alarm }) => alarm), made.map(({ metric }) => metric));
  }

  private watchStage(subject: IConstruct, metrics: StageMetrics, options: ApiAlarmOptions): void {
    judge(this, options, apiAlarmProblems, { others: environmentProblems(subject, 'accessLog', options.accessLog), part: subject.node.path });
    this._watch(subject, scope => apiAlarms(scope, metrics, options));
  }

  private refuse(problems: readonly string[], subject?: IConstruct): void {
    const place = subject === undefined ? this.node.path : `${this.node.path}: ${subject.node.path}`;
    if (problems.length > 0) throw new Error(`${place}: ${problems.join('; ')}`);
  }
}

/** How alarms stand on the board of their stack. */
interface Watching {
  /** Whether they are no part of the composite alarm, which may itself start what they watch. */
  readonly alone?: boolean;
  /** What they are about, where their subject is only a place for them. */
  readonly title?: string;
}

function metricsOf(stage: { metricClientError(): cloudwatch.Metric; metricServerError(): cloudwatch.Metric }): StageMetrics {
  return { clientErrors: stage.metricClientError(), serverErrors: stage.metricServerError() };
}

/** What the metrics of a firewall of ours are called. */
function firewallMetricOf({ webAcl }: SecureApi): string | undefined {
  return ((webAcl as wafv2.CfnWebACL | undefined)?.visibilityConfig as wafv2.CfnWebACL.VisibilityConfigProperty | undefined)?.metricName;
}
