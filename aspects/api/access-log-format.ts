import { alternativesOf, Answer, isMap, Text, Value } from '../model/value';

/** What API Gateway puts in: `$context.status`, `$context.error.messageString`. */
const VARIABLE = /\$(?:context|stageVariables|input|util)\.[\w.$-]*\w/g;

/** Whether an access log is written as JSON. A variable may stand without quotation marks: `"status": $context.status`. */
export function isJsonFormat(format: Value): Answer {
  const answers = new Set(alternativesOf(format).map((one): Answer => {
    if (isMap(one)) return 'yes';
    if (typeof one === 'string') return isObject(one) ? 'yes' : 'no';
    // What only the deployment knows may be a word of the format, or all of it.
    if (one instanceof Text) return isObject(one.parts.map(part => (typeof part === 'string' ? part : '0')).join('')) ? 'yes' : 'undecided';
    return one === undefined || one === null ? 'no' : 'undecided';
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function isObject(format: string): boolean {
  try {
    return isMap(JSON.parse(format.replace(VARIABLE, '0')) as Value);
  } catch {
    return false; // no JSON
  }
}

/** The variables of a format, each once. */
export function variablesIn(format: string): readonly string[] {
  return [...new Set(format.match(VARIABLE) ?? [])];
}

/** A format that writes variables as one line of JSON: `$context.identity.sourceIp` under `sourceIp`, or its whole name where two end alike. */
export function jsonFormat(variables: readonly string[]): string {
  const last = (variable: string): string => variable.split('.').slice(-1)[0];
  const isAlone = (variable: string): boolean => variables.filter(other => last(other) === last(variable)).length < 2;
  const name = (variable: string): string => (isAlone(variable) ? last(variable) : variable.slice('$context.'.length));
  // API Gateway puts quotation marks around a messageString by itself.
  return JSON.stringify(Object.fromEntries(variables.map(one => one.replace(/\.messageString$/, '.message')).map(one => [name(one), one])));
}

const COMMON = ['requestId', 'identity.sourceIp', 'requestTime'];

/** What tells who called what, and whether they were let in, by kind of API. Source: the API Gateway guide, variables of access logs. */
export const VARIABLES: Readonly<Record<'rest' | 'http' | 'socket', readonly string[]>> = {
  rest: [...COMMON, 'identity.caller', 'httpMethod', 'resourcePath', 'status', 'responseLength', 'error.responseType'].map(name => `$context.${name}`),
  http: [...COMMON, 'httpMethod', 'routeKey', 'status', 'responseLength', 'error.responseType'].map(name => `$context.${name}`),
  socket: [...COMMON, 'eventType', 'routeKey', 'status', 'connectionId', 'error.responseType'].map(name => `$context.${name}`),
};
