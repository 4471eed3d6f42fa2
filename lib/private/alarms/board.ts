import { Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

const ID = 'SecurityAlarms';

/** A composite alarm looks at so many alarms at most. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MOST_CHILDREN = 100;

/**
 * What a stack's alarms have in common: a composite alarm and a dashboard. Each stack has its own, because one that looked
 * at several would have to wait for them, and they wait for the topic.
 */
export class Board extends Construct {
  /** The board of the stack of a construct. */
  public static of(scope: Construct): Board {
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(ID) as Board | undefined ?? new Board(stack, ID);
  }

  public readonly composite: cloudwatch.CompositeAlarm;
  public readonly dashboard: cloudwatch.Dashboard;
  readonly #groups: { readonly alarm: cloudwatch.CompositeAlarm; readonly children: cloudwatch.IAlarm[] }[] = [];

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.composite = new cloudwatch.CompositeAlarm(this, 'Any', {
      alarmDescription: 'Any of the alarms of this stack',
      alarmRule: anyOf(() => this.#groups.map(({ alarm }) => alarm)),
    });
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard');
  }

  /** Adds the alarms of a subject, with the metrics that tell what happened. */
  public add(subject: string, alarms: readonly cloudwatch.AlarmBase[], metrics: readonly cloudwatch.IMetric[]): void {
    for (const alarm of alarms) this.groupWithRoom().push(alarm);
    this.dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({ title: subject, alarms: [...alarms], width: 12, height: 4 }),
      new cloudwatch.GraphWidget({ title: subject, left: [...metrics], width: 12, height: 4 }),
    );
  }

  private groupWithRoom(): cloudwatch.IAlarm[] {
    const latest = this.#groups.at(-1);
    if (latest !== undefined && latest.children.length < MOST_CHILDREN) return latest.children;
    const children: cloudwatch.IAlarm[] = [];
    const groups = this.node.tryFindChild('Groups') as Construct | undefined ?? new Construct(this, 'Groups');
    this.#groups.push({ alarm: new cloudwatch.CompositeAlarm(groups, `${this.#groups.length + 1}`, { alarmRule: anyOf(() => children) }), children });
    return children;
  }
}

/** Goes off with any of some alarms, which may be added until the synthesis. */
function anyOf(alarms: () => readonly cloudwatch.IAlarm[]): cloudwatch.IAlarmRule {
  // By name, which is a third as long as an ARN: a rule has 10,240 characters.
  const anyAlarm = () => alarms().map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ');
  // A rule may not be empty: of no alarms none goes off.
  return { renderAlarmRule: () => Lazy.string({ produce: () => anyAlarm() || 'FALSE' }) };
}
