import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { AddResource, PatchValue } from '../rule/patch';
import { Declined, isDeclined, Repair } from '../rule/rule';

/** An alarm that a fix adds: what it looks at, and from where on it is too much. */
export interface WantedAlarm {
  /** Tells the alarms of one resource apart: `ErrorsAlarm`. */
  readonly name: string;
  /** What it means that the alarm goes off, and what to look at first. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Sum' | 'Maximum';
  /** Dimension → value. */
  readonly dimensions: { readonly [name: string]: PatchValue };
  /** The least value, in five minutes, that raises the alarm. */
  readonly threshold: number;
}

/** Why the fixes of missing alarms keep the promise of their level. */
export const WHY_ALARMS = 'Only where a topic is given (alarmTopic): an alarm stands beside what it watches and tells that topic. It reads a metric that is '
  + 'there already, so callers, data and handler see no difference; each costs ten cents a month.';

/** Seconds of one look: long enough to count a burst, short enough to be told in time; as the constructs of this library do. */
const PERIOD = 300;

/** Adds an alarm that tells the owner's topic, beside what it watches. */
export function addAlarm(beside: Resource, wanted: WantedAlarm, app: AppModel): Repair | Declined {
  const told = topicFor(beside, app);
  if (isDeclined(told)) return told;
  return {
    level: FixLevel.SAFE,
    patches: [new AddResource(beside, wanted.name, 'AWS::CloudWatch::Alarm', {
      AlarmDescription: wanted.description,
      AlarmActions: [told.action],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Dimensions: Object.entries(wanted.dimensions).map(([Name, Value]) => ({ Name, Value })),
      EvaluationPeriods: 1,
      MetricName: wanted.metric,
      Namespace: wanted.namespace,
      Period: PERIOD,
      Statistic: wanted.statistic,
      Threshold: wanted.threshold,
      TreatMissingData: 'notBreaching',
    })],
  };
}

/** How an alarm beside a resource tells the topic of the owner, or why it cannot. */
export function topicFor(beside: Resource, app: AppModel): { readonly action: PatchValue } | Declined {
  return app.settings.alarmTopic?.actionFor(beside) ?? { declined: 'an alarm needs somebody to tell: name a topic in alarmTopic' };
}
