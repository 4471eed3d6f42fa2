import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmOf } from './private/alarms/alarm-spec';
import { securityEventMetric } from './private/alarms/security-event-metric';
import { isolateFunction, releaseFunction, rotateSecret } from './private/operations/isolate';
import { machineOf } from './private/operations/machine';
import { grantIsolate, grantRelease, grantRotate, subjectOf } from './private/operations/quarantine-grants';
import { overAll } from './private/operations/quarantine-operation';
import { QuarantineEventOptions, QuarantineProps } from './quarantine-props';
import { SecureFunction } from './secure-function';
import { SecurityEvent } from './security-event';

/** Everything that `Quarantine` says about what it cannot shut away. */
const SAYS = {
  nothing: 'name at least one function or secret, got neither',
  noRole: (path: string) => `functions: the role of ${path} is not known here, so it cannot be denied anything; import the function with its role: Function.fromFunctionAttributes({ functionArn, role })`,
  times: (given: number) => `times: a whole number of at least 1, got ${given}`,
};

/**
 * Shuts functions and secrets away, on an alarm, a security event or by hand, and lets them out again.
 *
 * Isolating denies each role everything, reserves a concurrency of zero and rotates the secrets; releasing restores what
 * was there before. Both are state machines, tell the topic of the alarms what they did, and may be started twice.
 */
export class Quarantine extends Construct {
  /** Shuts away. By hand: `aws stepfunctions start-execution --state-machine-arn … --input '"why"'`. */
  public readonly isolate: sfn.IStateMachine;

  /** Lets out again; what is known to have caused it stays for people to mend. */
  public readonly release: sfn.IStateMachine;

  private readonly props: QuarantineProps;

  public constructor(scope: Construct, id: string, props: QuarantineProps) {
    super(scope, id);
    const { functions = [], secrets = [], rotations = [], alarms } = props;
    const problems = [
      ...functions.length + secrets.length === 0 ? [SAYS.nothing] : [],
      ...functions.filter(({ role }) => role === undefined).map(({ node }) => SAYS.noRole(node.path)),
    ];
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
    this.props = props;

    const denyAll = new iam.ManagedPolicy(this, 'DenyAll', {
      description: 'Attached to the role of a function that is in quarantine',
      statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })],
    });
    const deny = denyAll.managedPolicyArn;
    const topic = alarms.topic.topicArn;
    const subjects = { functions: functions.map(subjectOf), secrets: secrets.map(({ secretArn: arn }) => ({ arn })) };
    this.isolate = this.machine('Isolate', overAll('Quarantine: isolated', subjects, { functions: isolateFunction(deny), secrets: rotateSecret() }, topic, [
      ...grantIsolate(functions, deny), ...grantRotate(secrets, rotations),
    ]));
    this.release = this.machine('Release', overAll('Quarantine: released', { ...subjects, secrets: [] }, { functions: releaseFunction(deny), secrets: rotateSecret() }, topic, grantRelease(functions, deny)));
  }

  /** Isolates when an alarm goes off. */
  public onAlarm(id: string, alarm: cloudwatch.IAlarm): void {
    new events.Rule(this, id, {
      description: 'Isolates what is in quarantine',
      eventPattern: {
        source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'], resources: [alarm.alarmArn], detail: { state: { value: ['ALARM'] } },
      },
      targets: [new SfnStateMachine(this.isolate)],
    });
  }

  /**
   * Isolates when the boundary inside a function reports a security event.
   *
   * @param id of what is created for it
   * @param fn the function whose log reports it
   * @param event what it reports
   */
  public onSecurityEvent(id: string, fn: SecureFunction, event: SecurityEvent, options: QuarantineEventOptions = {}): void {
    const { times = 1 } = options;
    if (!Number.isInteger(times) || times < 1) throw new Error(`${this.node.path}: ${SAYS.times(times)}`);
    const place = new Construct(this, id);
    const metric = securityEventMetric(place, 'Filter', fn.logGroup, event);
    const alarm = alarmOf(place, { id: 'Alarm', description: `${event} of ${fn.node.path}: its quarantine begins`, metric, threshold: times });
    alarm.addAlarmAction(new SnsAction(this.props.alarms.topic));
    this.onAlarm(`${id}Rule`, alarm);
  }

  /** Lets somebody isolate by hand. */
  public grantIsolate(grantee: iam.IGrantable): iam.Grant {
    return this.isolate.grantStartExecution(grantee);
  }

  /** Lets somebody release. */
  public grantRelease(grantee: iam.IGrantable): iam.Grant {
    return this.release.grantStartExecution(grantee);
  }

  private machine(id: string, operation: Parameters<typeof machineOf>[2]): sfn.StateMachine {
    const machine = machineOf(this, id, operation);
    this.props.alarms.topic.grantPublish(machine);
    return machine;
  }
}
