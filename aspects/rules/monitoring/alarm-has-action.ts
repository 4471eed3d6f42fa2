import { topicFor } from '../../alarms/alarm-fix';
import { isActedOn } from '../../alarms/alarm-readers';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, ask, booleanOf, referencesIn } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { anyOf, hasElement } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, isDeclined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** An alarm tells somebody. */
export const alarmHasAction: Rule = {
  id: 'alarm-has-action',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'An alarm does something when it goes off',
  threat: 'The alarm turns red on a page that nobody looks at, so an attack that it sees goes on.',
  remedy: 'Add an action: alarm.addAlarmAction(new SnsAction(topic)), to the alarm or to a composite alarm that it is part of.',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:CloudWatchAlarmAction', 'checkov:CKV_AWS_319', 'guard:CLOUDWATCH_ALARM_ACTION_CHECK', 'securityhub:CloudWatch.15', 'securityhub:CloudWatch.17'],
  target: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
  check: (alarm, app) => {
    if (isActedOn(alarm, app) || sumsUp(alarm)) return undefined;
    const off = ask(alarm.get('ActionsEnabled'), on => booleanOf(on) === false);
    if (off === 'yes') return noncompliant(alarm, 'the actions of the alarm are turned off', { property: 'ActionsEnabled' });
    // What to do once all is well again tells nobody that it was not. An alarm on a heartbeat has too little data when it is missing.
    const acts = actsOn(alarm);
    if (acts === 'no') return noncompliant(alarm, 'the alarm goes off, and nothing happens', { property: 'AlarmActions' });
    if (acts === 'yes' && off === 'no') return undefined;
    return undecided(alarm, 'whether the alarm does something is only known at deployment', { property: acts === 'yes' ? 'ActionsEnabled' : 'AlarmActions' });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Only where a topic is given (alarmTopic): the alarm tells that topic when it goes off, and stays as it is otherwise. Actions that somebody has turned '
      + 'off stay off.',
    needs: 'alarmTopic',
    repair: (found, app) => repair(found, app),
  },
  examples: [
    compliant('an alarm with a topic', ({ stack, sns, cloudwatchActions, someFunction }) => {
      const alarm = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      alarm.addAlarmAction(new cloudwatchActions.SnsAction(new sns.Topic(stack, 'Topic')));
    }),
    compliant('a part of a composite alarm with a topic', ({ stack, sns, cloudwatch, cloudwatchActions, someFunction }) => {
      const alarm = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      const composite = new cloudwatch.CompositeAlarm(stack, 'Trouble', { alarmRule: cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM) });
      composite.addAlarmAction(new cloudwatchActions.SnsAction(new sns.Topic(stack, 'Topic')));
    }),
    compliant('an alarm whose state a rule passes on', ({ stack, sns, events, targets, someFunction }) => {
      someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      const eventPattern = { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] };
      new events.Rule(stack, 'Rule', { eventPattern, targets: [new targets.SnsTopic(new sns.Topic(stack, 'Topic'))] });
    }),
    compliant('a composite alarm that sums up alarms with a topic', ({ stack, sns, cloudwatch, cloudwatchActions, someFunction }) => {
      const alarm = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      alarm.addAlarmAction(new cloudwatchActions.SnsAction(new sns.Topic(stack, 'Topic')));
      const group = new cloudwatch.CompositeAlarm(stack, 'Group', { alarmRule: cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM) });
      new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.fromAlarm(group, cloudwatch.AlarmState.ALARM) });
    }),
    noncompliantExample('a composite alarm of which a part tells nobody', ({ stack, sns, cloudwatch, cloudwatchActions, someFunction }) => {
      const errors = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      errors.addAlarmAction(new cloudwatchActions.SnsAction(new sns.Topic(stack, 'Topic')));
      const throttles = someFunction('Other').metricThrottles().createAlarm(stack, 'Throttles', { threshold: 1, evaluationPeriods: 1 });
      const { ALARM } = cloudwatch.AlarmState;
      const alarmRule = cloudwatch.AlarmRule.anyOf(cloudwatch.AlarmRule.fromAlarm(errors, ALARM), cloudwatch.AlarmRule.fromAlarm(throttles, ALARM));
      new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule });
    }),
    noncompliantExample('an alarm without actions', ({ stack, someFunction }) => {
      someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm that says only when all is well again', ({ stack, sns, cloudwatchActions, someFunction }) => {
      const alarm = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      alarm.addOkAction(new cloudwatchActions.SnsAction(new sns.Topic(stack, 'Topic')));
    }),
    noncompliantExample('a raw alarm whose actions are off, as a string', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Alarm', {
        type: 'AWS::CloudWatch::Alarm',
        properties: { MetricName: 'Errors', Namespace: 'AWS/Lambda', ActionsEnabled: 'false', AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms'] },
      });
    }),
    undecidedExample('a topic in one branch of a condition', ({ stack, cdk, cloudwatch, someFunction }) => {
      const topic = new cdk.CfnParameter(stack, 'Topic');
      new cdk.CfnCondition(stack, 'HasTopic', { expression: cdk.Fn.conditionNot(cdk.Fn.conditionEquals(topic.valueAsString, '')) });
      const alarm = someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
      const actions = [cdk.Fn.conditionIf('HasTopic', topic.valueAsString, cdk.Aws.NO_VALUE)];
      (alarm.node.defaultChild as InstanceType<typeof cloudwatch.CfnAlarm>).addPropertyOverride('AlarmActions', actions);
    }),
  ],
};

function repair({ subject, property }: Found, app: AppModel): Repair | Declined {
  const alarm = subject as Resource;
  if (property === 'ActionsEnabled') return { declined: 'somebody has turned the actions of the alarm off' };
  const told = topicFor(alarm, app);
  if (isDeclined(told)) return told;
  return { level: FixLevel.SAFE, patches: [new SetProperty(alarm, 'AlarmActions', [told.action])] };
}

function actsOn(alarm: Resource): Answer {
  return anyOf(['AlarmActions', 'InsufficientDataActions'].map(property => hasElement(alarm.get(property))));
}

/** Whether a composite alarm only sums up, for a dashboard, alarms that each tell somebody. */
function sumsUp(alarm: Resource, above: readonly Resource[] = []): boolean {
  const parts = referencesIn(alarm.get('AlarmRule')).map(({ resource }) => resource);
  return parts.length > 0 && parts.every(part => !above.includes(part)
    && ((actsOn(part) === 'yes' && booleanOf(part.get('ActionsEnabled')) !== false) || sumsUp(part, [...above, alarm])));
}
