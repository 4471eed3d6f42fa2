import { Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** Beside what people write in their stack, so nothing that they would call something of theirs. */
const ID = 'cdk-rampart.Board';

/** Whether something is a board, also of another copy of this library. */
const BOARD = Symbol.for(ID);

/** The length of a rule, and of a name, at most. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MOST_CHARACTERS = { rule: 10_240, name: 255 };

const EITHER = ' OR ';

/** So many alarms fit a rule however long their names are: CloudFormation makes the names of the stack's and the ids. */
const MOST_CHILDREN = Math.floor((MOST_CHARACTERS.rule + EITHER.length) / (isOn('x'.repeat(MOST_CHARACTERS.name)).length + EITHER.length));

/** Everything that `Board` says about where it has no place. */
const SAYS = {
  taken: `the id ${ID} is kept for what the alarms of a stack have in common: give the construct that has it another`,
};

/**
 * What a stack's alarms have in common: a composite alarm and a dashboard. Each stack has its own, because one that looked
 * at several would have to wait for them, and they wait for the topic.
 */
export class Board extends Construct {
  /** The board of the stack of a construct. */
  public static of(scope: Construct): Board {
    const stack = Stack.of(scope);
    const there = stack.node.tryFindChild(ID);
    if (there !== undefined && !(BOARD in there)) throw new Error(`${there.node.path}: ${SAYS.taken}`);
    return there as Board | undefined ?? new Board(stack, ID);
  }

  public readonly composite: cloudwatch.CompositeAlarm;
  public readonly dashboard: cloudwatch.Dashboard;
  readonly #groups: { readonly alarm: cloudwatch.CompositeAlarm; readonly children: cloudwatch.IAlarm[] }[] = [];

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, BOARD, { value: true });
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
  const anyAlarm = () => alarms().map(({ alarmName }) => isOn(alarmName)).join(EITHER);
  // A rule may not be empty: of no alarms none goes off.
  return { renderAlarmRule: () => Lazy.string({ produce: () => anyAlarm() || 'FALSE' }) };
}

/** By name, which is shorter than an ARN. */
function isOn(alarmName: string): string {
  return `ALARM("${alarmName}")`;
}
