import { FixLevel } from '../fix-level';
import { isObject, Json, JsonObject } from '../model/json';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, entryOf, isMap, Open, Value, valuesOf } from '../model/value';
import { patchValueOf, SetProperty } from '../rule/patch';
import { Declined, Repair } from '../rule/rule';

/**
 * Asks about a setting that a table has once, and a global table in each of its replicas.
 *
 * @param setting the path of the property: `DeletionProtectionEnabled`
 * @param question answers for a known value; nothing stands for a setting that is not there
 */
export function whereverItIsKept(table: Resource, setting: string, question: (known: Exclude<Value, Open>) => boolean): Answer {
  if (table.type !== 'AWS::DynamoDB::GlobalTable') return ask(table.get(setting), question);
  const replicas = valuesOf(table.get('Replicas')).flatMap(alternativesOf);
  const answers = replicas.map((replica): Answer => (isMap(replica) ? ask(setting.split('.').reduce<Value>(entryOf, replica), question) : 'undecided'));
  return answers.includes('no') || answers.length === 0 ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

/** The change that turns a setting on: of a table, or in each replica of a global table. */
export function repairedReplicas(table: Resource, setting: string, level: FixLevel): Repair | Declined {
  if (table.type !== 'AWS::DynamoDB::GlobalTable') return { level, patches: [new SetProperty(table, setting, true)] };
  const properties = table.definition.Properties;
  const replicas: Json = isObject(properties) ? properties.Replicas : undefined;
  if (!Array.isArray(replicas) || !replicas.every(isPlain)) return { declined: 'only the deployment knows the replicas of the table' };
  const value = patchValueOf(table, replicas.map((replica: JsonObject) => turnedOn(replica, setting.split('.'))));
  return value === undefined ? { declined: 'the replicas refer to something outside of the application' } : { level, patches: [new SetProperty(table, 'Replicas', value)] };
}

function isPlain(replica: Json): replica is JsonObject {
  return isObject(replica) && 'Region' in replica;
}

function turnedOn(node: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  const below = node[name];
  return { ...node, [name]: rest.length === 0 ? true : turnedOn(isObject(below) ? below : {}, rest) };
}
