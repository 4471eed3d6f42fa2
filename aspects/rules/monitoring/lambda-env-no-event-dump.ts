import { isRead } from '../../alarms/log-metrics';
import { FixLevel } from '../../fix-level';
import { functionGroupKeys } from '../../lambda/log-group';
import { AppModel } from '../../model/app-model';
import { isObject, Json } from '../../model/json';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isMap, ValueMap } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A variable that makes a library tell too much. */
interface Telltale {
  readonly says: string;
  /** What can be noticed when it is turned off. */
  readonly level: FixLevel;
}

const POWERTOOLS_EVENT: Telltale = { says: 'writes every event to the log', level: FixLevel.SAFE };
const POWERTOOLS_RESPONSE: Telltale = { says: 'writes every response to the log', level: FixLevel.SAFE };

/**
 * Sources: the pages on environment variables of Powertools for AWS Lambda (Python, TypeScript, Java, .NET), and Datadog's
 * on capturing payloads.
 */
const TELLTALES: Readonly<Record<string, Telltale>> = {
  DD_CAPTURE_LAMBDA_PAYLOAD: { says: 'sends every event and response to Datadog', level: FixLevel.OPERATIONAL },
  POWERTOOLS_DEBUG: { says: 'writes what libraries do to the log, events included', level: FixLevel.OPERATIONAL },
  POWERTOOLS_DEV: { says: 'is for development: stack traces go to callers, metrics and traces are left out', level: FixLevel.OPERATIONAL },
  POWERTOOLS_EVENT_HANDLER_DEBUG: { says: 'sends stack traces to callers', level: FixLevel.OPERATIONAL },
  POWERTOOLS_LOGGER_LOG_EVENT: POWERTOOLS_EVENT,
  POWERTOOLS_LOGGER_LOG_RESPONSE: POWERTOOLS_RESPONSE,
  POWERTOOLS_LOG_EVENT: POWERTOOLS_EVENT,
  POWERTOOLS_LOG_RESPONSE: POWERTOOLS_RESPONSE,
};

/** What these libraries take for yes. */
const YES = /^\s*(1|y|yes|t|true|on)\s*$/i;

/** Libraries do not write whole events to the log. */
export const lambdaEnvNoEventDump: Rule = {
  id: 'lambda-env-no-event-dump',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'No environment variable makes a function write whole events to its log',
  threat: 'Whoever may read logs reads what callers sent: authorization headers, passwords, personal data, for as long as the logs are kept; with a '
    + 'development switch, callers read stack traces.',
  remedy: 'Remove the variable, or set it to false; log the fields you need.',
  links: [
    'https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/',
    'https://cwe.mitre.org/data/definitions/532.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: fn => {
    const sets = alternativesOf(fn.get('Environment.Variables')).filter((one): one is ValueMap => isMap(one));
    return Object.keys(TELLTALES).filter(name => sets.some(variables => name in variables)).flatMap(name => judged(fn, sets, name) ?? []);
  },
  fix: {
    levels: [FixLevel.SAFE, FixLevel.OPERATIONAL],
    why: 'Callers and the other lines of the log see no difference where whole events are no longer written: a copy of what passes through. Debugging, '
      + 'development mode and payloads sent to another product change what people see there, so turning these off is operational; so it is where a metric '
      + 'filter or a subscription of the application reads the log.',
    repair: (found, app) => repair(found, app),
  },
  examples: [
    compliant('nothing of the kind', ({ someFunction }) => {
      someFunction('Function', { environment: { POWERTOOLS_SERVICE_NAME: 'orders' } });
    }),
    compliant('turned off', ({ someFunction }) => {
      someFunction('Function', { environment: { POWERTOOLS_LOGGER_LOG_EVENT: 'false', POWERTOOLS_DEV: '0' } });
    }),
    noncompliantExample('every event in the log', ({ someFunction }) => {
      someFunction('Function', { environment: { POWERTOOLS_LOGGER_LOG_EVENT: 'true' } });
    }),
    noncompliantExample('development mode', ({ someFunction }) => {
      someFunction('Function', { environment: { POWERTOOLS_DEV: '1' } });
    }),
    noncompliantExample('by an override, as a truth value', ({ lambda, someFunction }) => {
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('Environment.Variables.POWERTOOLS_LOGGER_LOG_EVENT', true);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, someFunction }) => {
      const logged = new cdk.CfnParameter(stack, 'Logged', { allowedValues: ['true', 'false'] });
      someFunction('Function', { environment: { POWERTOOLS_LOGGER_LOG_EVENT: logged.valueAsString } });
    }),
  ],
};

function judged(fn: Resource, sets: readonly ValueMap[], name: string): Found | undefined {
  const answers = new Set(sets.map((variables): Answer => ask(entryOf(variables, name), value => YES.test(String(value)))));
  const details = { property: `Environment.Variables.${name}`, detail: name };
  if (answers.size === 1 && answers.has('no')) return undefined;
  if (answers.size === 1 && answers.has('yes')) return noncompliant(fn, `${name} ${TELLTALES[name].says}`, details);
  return undecided(fn, `whether ${name} is on is only known at deployment`, details);
}

function repair({ subject, property, detail }: Found, app: AppModel): Repair | Declined {
  const fn = subject as Resource;
  const written = ['Environment', 'Variables'].reduce<Json>((node, name) => (isObject(node) ? node[name] : undefined), fn.definition.Properties);
  if (!isObject(written) || !Object.prototype.hasOwnProperty.call(written, detail!)) {
    return { declined: 'its variables stand in a condition: change it there' };
  }
  const level = isRead(functionGroupKeys(fn, app), app) ? FixLevel.OPERATIONAL : TELLTALES[detail!].level;
  return { level, patches: [new SetProperty(fn, property!, 'false')] };
}
