import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmOf } from './private/alarms/alarm-spec';
import { deadLetterAlarm } from './private/alarms/function-alarms';
import { securityEventMetric } from './private/alarms/security-event-metric';
import { boundRoles } from './private/bound-roles';
import { environmentProblems, placedByArn, regionProblems } from './private/environment-problems';
import { idProblems } from './private/id-problems';
import { isolateFunction, releaseFunction, rotateSecret } from './private/operations/isolate';
import { machineOf, runAlarms } from './private/operations/machine';
import { aliasProblems, granteeProblems, grantIsolate, grantRelease, grantRotate, subjectsOf } from './private/operations/quarantine-grants';
import { overAll } from './private/operations/quarantine-operation';
import { refuseWaiting } from './private/operations/waiting-stacks';
import { isWithin } from './private/ranges';
import { refuse } from './private/refuse';
import { requireProps } from './private/required-props';
import { defaultsOf } from './private/scope-defaults';
import { isNeverRotated, lacksRotation } from './private/secrets/rotation';
import { judge } from './private/settled-props';
import { partOf } from './private/sources/part-of';
import { QuarantineEventOptions, QuarantineProps } from './quarantine-props';
import { SecureFunction } from './secure-function';
import { SecurityEvent } from './security-event';

/** Everything that `Quarantine` says about what it cannot shut away. */
const SAYS = {
  nothing: 'name at least one function or secret, got neither',
  noRole: (path: string) => `functions: the role of ${path} is not known here, so it cannot be denied anything; import the function with its role: Function.fromFunctionAttributes({ functionArn, role })`,
  noRotation: (path: string) => `rotations: give the function that rotates ${path}; only for the secrets of SecretSource it is known, and without it no rotation begins`,
  neverRotated: (path: string) => `secrets: nothing rotates ${path}, so it cannot get a new value at once; leave it out, and have its owner hand out another`,
  times: (given: number) => `times: a whole number of at least 1, got ${given}`,
};

/**
 * Shuts functions and secrets away, on an alarm, a security event or by hand, and lets them out again.
 *
 * Isolating denies each role everything, reserves a concurrency of zero and rotates the secrets; releasing restores what
 * was there before. What queues and streams bring to a function that is stopped fails, and stands in their dead-letter queues and failure destinations after
 * their retries: move it back after the release. Both are state machines, tell the topic of the alarms what they did, and may be started twice.
 */
export class Quarantine extends Construct {
  /** Shuts away. By hand: `aws stepfunctions start-execution --state-machine-arn … --input '"why"'`. */
  public readonly isolate: sfn.IStateMachine;

  /** Lets out again; what is known to have caused it stays for people to mend. */
  public readonly release: sfn.IStateMachine;

  private readonly props: QuarantineProps;

  public constructor(scope: Construct, id: string, props: QuarantineProps) {
    super(scope, id);
    requireProps(this, props, { alarms: 'the alarms that say what was done, as new SecurityAlarms(…)' });
    const { functions = [], secrets = [], rotations = [], alarms } = props;
    const problems = [
      ...functions.length + secrets.length === 0 ? [SAYS.nothing] : [],
      ...functions.filter(({ role }) => role === undefined).map(({ node }) => SAYS.noRole(node.path)),
      ...secrets.filter(isNeverRotated).map(({ node }) => SAYS.neverRotated(node.path)),
      ...secrets.filter(one => rotations.length === 0 && lacksRotation(one)).map(({ node }) => SAYS.noRotation(node.path)),
      ...aliasProblems(functions),
      ...Object.entries({ functions, secrets, rotations }).flatMap(([prop, given]) => environmentProblems(this, prop, given)),
      ...environmentProblems(this, 'alarms', alarms.topic),
      ...regionProblems(this, 'Rampart.defaults: logKey', defaultsOf(this).logKey),
    ];
    refuse(this, problems);
    refuseWaiting(this, () => ({ functions, secrets, rotations }));
    this.props = props;
    boundRoles(this);

    const denyAll = new iam.ManagedPolicy(this, 'DenyAll', {
      description: 'Attached to the role of a function that is in quarantine',
      statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })],
    });
    const deny = denyAll.managedPolicyArn;
    const topic = alarms.topic.topicArn;
    const subjects = { functions: subjectsOf(functions), secrets: [...new Set(secrets.map(({ secretArn }) => secretArn))].map(arn => ({ arn })) };
    this.isolate = this.machine('Isolate', overAll('Quarantine: isolated', subjects, { functions: isolateFunction(deny), secrets: rotateSecret() }, topic, [
      ...grantIsolate(functions, deny), ...grantRotate(this, secrets, rotations),
    ]));
    this.release = this.machine('Release', overAll('Quarantine: released', { ...subjects, secrets: [] }, { functions: releaseFunction(deny), secrets: rotateSecret() }, topic, grantRelease(functions, deny)));
    // Not with the alarms of the composite one: that may start a quarantine, and a release that fails may not end in another.
    alarms._watch(this, () => [...runAlarms(this.isolate, 'Isolating'), ...runAlarms(this.release, 'Releasing')], { alone: true });
  }

  /**
   * Isolates when an alarm goes off.
   *
   * @param id of what is created for it
   * @param alarm the alarm
   * @throws where something else that isolates is called by the id, and for an alarm of another account or Region, whose events no rule here sees
   */
  public onAlarm(id: string, alarm: cloudwatch.IAlarm): void {
    refuse(this, [
      ...idProblems('what isolates', id, this.node.tryFindChild('Triggers')),
      ...environmentProblems(this, 'alarm', placedByArn(alarm, alarm.alarmArn)),
    ].map(problem => `onAlarm: ${problem}`));
    new events.Rule(partOf(this, 'Triggers'), id, {
      description: 'Isolates what is in quarantine',
      eventPattern: {
        source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'], resources: [alarm.alarmArn], detail: { state: { value: ['ALARM'] } },
      },
      targets: [new SfnStateMachine(this.isolate, { deadLetterQueue: this.undelivered() })],
    });
  }

  /**
   * Isolates when the boundary inside a function reports a security event.
   *
   * @param id of what is created for it
   * @param fn the function whose log reports it
   * @param event what it reports
   * @throws where something else that isolates is called by the id, and for a function of another account or Region
   */
  public onSecurityEvent(id: string, fn: SecureFunction, event: SecurityEvent, options: QuarantineEventOptions = {}): void {
    const { times = 1 } = options;
    const others = [
      ...idProblems('what isolates', id, this.node.tryFindChild('Triggers'), this.node.tryFindChild('Events')).map(problem => `onSecurityEvent: ${problem}`),
      ...environmentProblems(this, 'onSecurityEvent: fn', fn),
    ];
    judge(this, { times }, given => (isWithin(given.times, 1, Infinity) ? [] : [SAYS.times(given.times)]), { others });
    const place = new Construct(partOf(this, 'Events'), id);
    const metric = securityEventMetric(place, 'Filter', fn.logGroup, event);
    const alarm = alarmOf(place, { id: 'Alarm', description: `${event} of ${fn.node.path}: its quarantine begins`, metric, threshold: times });
    alarm.addAlarmAction(new SnsAction(this.props.alarms.topic));
    this.onAlarm(id, alarm);
  }

  /**
   * Lets somebody isolate by hand.
   *
   * @throws for a function that is in this quarantine: each would wait for the other
   */
  public grantIsolate(grantee: iam.IGrantable): iam.Grant {
    refuse(this, granteeProblems(this.props.functions ?? [], grantee).map(problem => `grantIsolate: ${problem}`));
    return this.isolate.grantStartExecution(grantee);
  }

  /**
   * Lets somebody release.
   *
   * @throws for a function that is in this quarantine: each would wait for the other
   */
  public grantRelease(grantee: iam.IGrantable): iam.Grant {
    refuse(this, granteeProblems(this.props.functions ?? [], grantee).map(problem => `grantRelease: ${problem}`));
    return this.release.grantStartExecution(grantee);
  }

  /** Where an alarm is kept that should have started the quarantine, and could not. */
  private undelivered(): sqs.IQueue {
    return partOf(this, 'Undelivered', () => {
      const queue = new sqs.Queue(this, 'Undelivered', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
      this.props.alarms._watch(queue, () => [{
        ...deadLetterAlarm(queue), id: 'NotStarted', description: 'A quarantine could not be started: see the queue for why, and isolate by hand',
      }], { alone: true });
      return queue;
    });
  }

  private machine(id: string, operation: Parameters<typeof machineOf>[2]): sfn.StateMachine {
    const machine = machineOf(this, id, operation);
    this.props.alarms.topic.grantPublish(machine);
    return machine;
  }
}
