import { ENDPOINT_SERVICES } from './services';
import { executionRole } from '../lambda/execution-role';
import type { AppModel } from '../model/app-model';
import { actionPatterns, allows, membersOf, policiesOfRole, Statement } from '../model/policy';
import type { Resource } from '../model/resource';
import { entryOf, Value, valuesOf } from '../model/value';

/** A service that a function is meant to call, and the statements that let it. */
export interface Need {
  /** The prefix of the service's IAM actions. */
  readonly prefix: string;
  readonly statements: readonly Statement[];
}

/**
 * What the poller of an event source does with the function's role, from outside of the VPC.
 * Source: AWSLambdaSQSQueue-, AWSLambdaKinesis- and AWSLambdaDynamoDBExecutionRole (moto 5.2.5), and what aws-cdk-lib 2.276 grants for the three.
 */
const POLLING: Readonly<Record<string, readonly string[]>> = {
  sqs: ['receivemessage', 'deletemessage', 'getqueueattributes', 'getqueueurl', 'changemessagevisibility'],
  kinesis: ['describestream', 'describestreamsummary', 'describestreamconsumer', 'getrecords', 'getsharditerator', 'listshards', 'liststreams', 'subscribetoshard'],
  dynamodb: ['describestream', 'getrecords', 'getsharditerator', 'liststreams'],
};

/** The services that a function is granted, so far as its own code must reach them over the network. */
export function needsOf(fn: Resource, app: AppModel): readonly Need[] {
  const role = executionRole(fn, app);
  if (role === undefined) return [];
  const outcomes = outcomesOf(fn, app);
  const polled = configsOf(fn, app).some(config => config.type === 'AWS::Lambda::EventSourceMapping');
  const byPrefix = new Map<string, Statement[]>();
  for (const statement of policiesOfRole(role, app).flatMap(document => document.statements)) {
    // What a condition of the template chooses, and what a denial leaves over, says nothing for certain.
    if (!allows(statement) || !statement.certain || statement.notActions.length > 0) continue;
    if (isOutcome(statement, outcomes, app)) continue;
    for (const prefix of new Set(actionPatterns(statement.actions).filter(action => isCalled(action, polled)).map(action => action.split(':')[0]))) {
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), statement]);
    }
  }
  return [...byPrefix].map(([prefix, statements]) => ({ prefix, statements }));
}

/** Whether an action is one that the code itself calls. Logs and traces are sent by Lambda, keys are used by other services. */
function isCalled(action: string, polled: boolean): boolean {
  const [prefix, name] = action.split(':');
  if (name === undefined || !Object.prototype.hasOwnProperty.call(ENDPOINT_SERVICES, prefix)) return false;
  return !(polled && POLLING[prefix]?.includes(name) === true);
}

/** What Lambda itself writes to when the function has ended: dead-letter queue and destinations. */
function outcomesOf(fn: Resource, app: AppModel): ReadonlySet<Resource> {
  const destinations = configsOf(fn, app).map(one => one.get('DestinationConfig'));
  const targets = destinations.flatMap(one => [entryOf(entryOf(one, 'OnFailure'), 'Destination'), entryOf(entryOf(one, 'OnSuccess'), 'Destination')]);
  return new Set([fn.get('DeadLetterConfig.TargetArn'), ...targets].map(target => app.resourceOf(target)).filter(one => one !== undefined));
}

/** The event source mappings of a function, and what is said of its asynchronous invocations. */
function configsOf(fn: Resource, app: AppModel): readonly Resource[] {
  return app.once(configsByFunction).get(fn.id) ?? [];
}

function configsByFunction(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const byFunction = new Map<string, Resource[]>();
  for (const config of app.ofType('AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig')) {
    const fn = app.functionOf(config.get('FunctionName'));
    if (fn !== undefined) byFunction.set(fn.id, [...(byFunction.get(fn.id) ?? []), config]);
  }
  return byFunction;
}

function isOutcome(statement: Statement, outcomes: ReadonlySet<Resource>, app: AppModel): boolean {
  const resources: readonly Value[] = membersOf(valuesOf(statement.resources)).map(member => member.value);
  return resources.length > 0 && resources.every(one => {
    const resource = app.resourceOf(one);
    return resource !== undefined && outcomes.has(resource);
  });
}
