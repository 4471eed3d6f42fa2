import { AppModel } from '../model/app-model';
import { isObject } from '../model/json';
import { Resource } from '../model/resource';
import { Template } from '../model/template';
import { entryOf, isMap, patternOf, referencesIn, Value, valuesOf } from '../model/value';

/** Where something else than the alarm's own actions acts on its state: by resource type, the property that names alarms. */
const READERS: Readonly<Record<string, string>> = {
  'AWS::AppConfig::Environment': 'Monitors',
  'AWS::CodeDeploy::DeploymentGroup': 'AlarmConfiguration.Alarms',
  'AWS::ECS::Service': 'DeploymentConfiguration.Alarms.AlarmNames',
  'AWS::FIS::ExperimentTemplate': 'StopConditions',
  'AWS::Route53::HealthCheck': 'HealthCheckConfig.AlarmIdentifier',
};

/** The alarms that something of the application acts on: the ids of alarms, and words that may name one. */
export interface ActedOn {
  readonly every: boolean;
  readonly words: ReadonlySet<string>;
}

/** What acts on alarms: composite alarms, deployments, health checks, event rules. */
function actedOn(app: AppModel): ActedOn {
  const named = [
    ...app.ofType('AWS::CloudWatch::CompositeAlarm').flatMap(alarm => [alarm.get('AlarmRule'), alarm.get('ActionsSuppressor')]),
    ...Object.entries(READERS).flatMap(([type, property]) => app.ofType(type).map(reader => reader.get(property))),
    ...app.templates.flatMap(deploymentPreferences),
  ];
  const rules = app.ofType('AWS::Events::Rule').map(rule => rule.get('EventPattern')).filter(isOfAlarms);
  const ofSome = rules.filter(pattern => isNarrowed(pattern));
  return { every: ofSome.length < rules.length, words: new Set([...named, ...ofSome].flatMap(wordsIn)) };
}

/** Whether something of the application acts on an alarm besides its own actions. */
export function isActedOn(alarm: Resource, app: AppModel): boolean {
  const { every, words } = app.once(actedOn);
  const name = alarm.get('AlarmName');
  return every || words.has(alarm.id) || (typeof name === 'string' && words.has(name));
}

/** SAM reads the alarms of a gradual deployment from the function. */
function deploymentPreferences(template: Template): readonly Value[] {
  const functions = Object.values(template.section('Resources')).filter(isObject).filter(({ Type }) => Type === 'AWS::Serverless::Function');
  return functions.flatMap(({ Properties }) => (isObject(Properties) ? [entryOf(template.evaluate(Properties.DeploymentPreference), 'Alarms')] : []));
}

function isOfAlarms(pattern: Value): boolean {
  return valuesOf(entryOf(pattern, 'source')).includes('aws.cloudwatch');
}

function isNarrowed(pattern: Value): boolean {
  return entryOf(pattern, 'resources') !== undefined || entryOf(entryOf(pattern, 'detail'), 'alarmName') !== undefined;
}

/** The ids of the resources that a value refers to, and every word that may be a name: `ALARM("errors")` holds `errors`. */
function wordsIn(value: Value): readonly string[] {
  return [...referencesIn(value).map(({ resource }) => resource.id), ...textsIn(value).flatMap(text => [text, ...text.split(/["'()\s]+|.*:alarm:/)])];
}

function textsIn(value: Value): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (isMap(value)) return Object.values(value).flatMap(textsIn);
  return [patternOf(value) ?? ''];
}
