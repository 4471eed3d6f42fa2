import { Stack } from 'aws-cdk-lib';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Given } from '../../aspects/rule/patch';
import { settingsOf } from '../../aspects/rule/settings';

export const ALARM_TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

/** What holds where the owner names a topic for alarms. */
export const WITH_TOPIC = settingsOf({ alarmTopic: { actionFor: () => ({ action: new Given(ALARM_TOPIC, ALARM_TOPIC) }) } });

/** The same topic, as a construct tree knows it. */
export function alarmTopicIn(stack: Stack): ITopic {
  return Topic.fromTopicArn(stack, 'AlarmTopic', ALARM_TOPIC);
}
