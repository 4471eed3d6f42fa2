import { Arguments } from './arguments';
import { UsageError } from './usage-error';
import { Resource } from '../model/resource';
import { Given, Link } from '../rule/patch';
import { AlarmTopic, Settings, settingsOf } from '../rule/settings';

/** The options by which a user says what only the owner of an application knows. */
export const SETTINGS_OPTIONS = {
  'alarm-topic': { type: 'string' },
  'trusted-layer-accounts': { type: 'string', multiple: true },
  'permissions-boundary': { type: 'string' },
  'functions-in-a-row': { type: 'string' },
  'functions-at-once': { type: 'string' },
  'kinds-of-source': { type: 'string' },
  'sensitivity-tag': { type: 'string' },
} as const;

/** Reads the options, or says which of them is wrong. */
export function settingsFrom(given: Arguments): Settings {
  const topic = given.value('alarm-topic');
  const alarmTopic = topic === undefined ? undefined : topicNamed(topic);
  try {
    return settingsOf({
      alarmTopic,
      trustedLayerAccounts: given.list('trusted-layer-accounts'),
      permissionsBoundary: given.value('permissions-boundary'),
      functionsInARow: numberOf(given.value('functions-in-a-row')),
      functionsAtOnce: numberOf(given.value('functions-at-once')),
      kindsOfSource: numberOf(given.value('kinds-of-source')),
      sensitivityTag: given.value('sensitivity-tag'),
    });
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/(?<=^|; )[a-zA-Z]+(?=: )/g, optionOf));
  }
}

/** How a setting is called on the command line. */
function optionOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

const TOPIC_ARN = /^arn:[^:]+:sns:([^:]+):\d{12}:[^:]+$/;
const LOGICAL_ID = /^[A-Za-z0-9]+$/;

function topicNamed(topic: string): AlarmTopic {
  if (TOPIC_ARN.test(topic)) return topicOfArn(topic);
  if (!LOGICAL_ID.test(topic)) {
    throw new UsageError(`--alarm-topic takes the ARN of a topic, as arn:aws:sns:eu-west-1:111122223333:alarms, or a logical id; got ${JSON.stringify(topic)}`);
  }
  return { actionFor: resource => topicBeside(resource, topic) };
}

function topicOfArn(arn: string): AlarmTopic {
  const [, region] = TOPIC_ARN.exec(arn)!;
  return {
    actionFor: ({ template }) => {
      const home = template.environment.region;
      return home === undefined || home === region ? { action: new Given(arn, arn) } : { declined: `an alarm of ${home} cannot tell a topic of ${region}` };
    },
  };
}

function topicBeside({ template }: Resource, logicalId: string): ReturnType<AlarmTopic['actionFor']> {
  const topic = template.resources.get(logicalId);
  return topic?.type === 'AWS::SNS::Topic' ? { action: new Link(topic) } : { declined: `there is no topic ${logicalId} in ${template.path}: name it by its ARN` };
}
