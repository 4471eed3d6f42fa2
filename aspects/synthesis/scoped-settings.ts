import { liesUnder } from '../model/construct-path';
import { Resource } from '../model/resource';
import { AlarmTopic, Settings } from '../rule/settings';

/** What the owner says of one part of an application. */
export interface ScopedSettings {
  /** The construct path of the part. */
  readonly path: string;
  readonly settings: Settings;
}

/** Equal for settings that say the same, whichever topic they name: one model of the application serves them all. */
export function settingsKey(settings: Settings): string {
  return JSON.stringify({ ...settings, alarmTopic: settings.alarmTopic !== undefined });
}

/**
 * Settings whose alarms tell the topic of the nearest part around what they watch, where several parts name one.
 *
 * @param settings what is said of one part
 * @param parts what is said of all of them, in the order in which it was said
 */
export function withNearestTopic(settings: Settings, parts: readonly ScopedSettings[]): Settings {
  const topics = parts.flatMap(part => (part.settings.alarmTopic === undefined ? [] : [{ path: part.path, alarmTopic: part.settings.alarmTopic }]));
  return settings.alarmTopic === undefined || topics.length < 2 ? settings : { ...settings, alarmTopic: nearest(topics) };
}

function nearest(topics: readonly { readonly path: string; readonly alarmTopic: AlarmTopic }[]): AlarmTopic {
  // Of several for the same part the last counts, as with any setting that is said again.
  const innermost = [...topics].reverse().sort((a, b) => b.path.length - a.path.length);
  const around = ({ constructPath, template }: Resource) => innermost.find(({ path }) => liesUnder(constructPath ?? template.stackPath ?? '', path));
  return {
    actionFor: resource => around(resource)?.alarmTopic.actionFor(resource) ?? { declined: 'no audit around the resource names a topic' },
  };
}
