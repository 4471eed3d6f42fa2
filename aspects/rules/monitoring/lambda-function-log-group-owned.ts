import { createHash } from 'node:crypto';
import { FixLevel } from '../../fix-level';
import { isEdgeFunction } from '../../lambda/edge-function';
import { couldBeAllowed, executionRole, Grant, mayDo } from '../../lambda/execution-role';
import { defaultGroupNames } from '../../lambda/log-group';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, entryOf, isOpen, keyOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { AddResource, Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A log group with a name that CloudFormation generates: what the role must be allowed to write to. */
const GENERATED = 'arn:aws:logs:us-east-1:111122223333:log-group:Generated-Name:log-stream:stream';
const GRANTS: readonly Grant[] = ['logs:CreateLogStream', 'logs:PutLogEvents'].map(action => ({ action, resource: GENERATED }));

/** Functions log to a group that the application declares. */
export const lambdaFunctionLogGroupOwned: Rule = {
  id: 'lambda-function-log-group-owned',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A function logs to a log group that the application declares',
  threat: 'The group that Lambda makes by itself keeps everything for ever, personal data included, under no key, filter or retention that anybody '
    + 'reviewed: a find for whoever can read logs, and a trail that nobody watches.',
  remedy: 'Declare a LogGroup with a retention, and pass it to the function as logGroup.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['serverless-rules:WS1004'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (isEdgeFunction(fn, app)) return undefined; // Lambda@Edge logs in every region that serves viewers, beyond the stack
    const named = nameGiven(fn);
    if (named === 'yes' || defaultNames(fn).some(name => app.once(declaredNames).has(name))) return undefined;
    if (named === 'undecided') return undecided(fn, 'LoggingConfig is only known at deployment', { property: 'LoggingConfig.LogGroup' });
    return noncompliant(fn, 'the function logs to the group that Lambda makes by itself, which keeps everything for ever', { property: 'LoggingConfig.LogGroup' });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'From now on the logs go to a new group of the stack, with a generated name, since the default one may exist already; it keeps them for a year, '
      + 'because intrusions are often found months later, and stays when the stack goes. What was logged before stays where it is.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a log group of the application', ({ stack, logs, someFunction }) => {
      someFunction('Function', { logGroup: new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_YEAR }) });
    }),
    compliant('a log group from elsewhere', ({ stack, logs, someFunction }) => {
      someFunction('Function', { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', '/shared/orders') });
    }),
    compliant('the default log group, declared', ({ stack, logs, someFunction }) => {
      new logs.LogGroup(stack, 'Logs', { logGroupName: `/aws/lambda/${someFunction().functionName}` });
    }),
    compliant('the default log group of a function with a name, declared', ({ stack, logs, someFunction }) => {
      someFunction('Function', { functionName: 'orders' });
      new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/lambda/orders' });
    }),
    // The custom resource makes the default group before the function does, and sets its retention: the application rules it.
    compliant('the default log group, kept in order by a custom resource of the CDK', ({ stack, logs, someFunction }) => {
      const fn = someFunction();
      new logs.LogRetention(stack, 'Retention', { logGroupName: `/aws/lambda/${fn.functionName}`, retention: logs.RetentionDays.ONE_YEAR });
    }),
    noncompliantExample('nothing said about logs', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a format, but no group', ({ lambda, someFunction }) => {
      someFunction('Function', { loggingFormat: lambda.LoggingFormat.JSON });
    }),
    noncompliantExample('a log group with the name of another function', ({ stack, logs, someFunction }) => {
      someFunction('Function', { functionName: 'orders' });
      new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/lambda/order' });
    }),
    undecidedExample('a group in one branch of a condition', ({ stack, cdk, lambda, someFunction }) => {
      const owned = new cdk.CfnParameter(stack, 'Owned', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsOwned', { expression: cdk.Fn.conditionEquals(owned.valueAsString, 'yes') });
      const group = cdk.Fn.conditionIf('IsOwned', '/shared/orders', cdk.Aws.NO_VALUE);
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('LoggingConfig.LogGroup', group);
    }),
  ],
};

/** Whether the function names a group: an open name is one too, whichever it will be. */
function nameGiven(fn: Resource): Answer {
  const answers = new Set(alternativesOf(fn.get('LoggingConfig')).flatMap((config): readonly Answer[] => {
    if (isOpen(config)) return ['undecided'];
    return alternativesOf(entryOf(config, 'LogGroup')).map(name => (name === undefined || name === null || name === '' ? 'no' : 'yes'));
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/** The names that Lambda gives to a function's group, as keys. */
function defaultNames(fn: Resource): readonly string[] {
  return defaultGroupNames(fn).map(keyOf);
}

const DECLARE_A_GROUP = ['AWS::Logs::LogGroup', 'Custom::LogRetention'];
const READ_A_GROUP = ['AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter'];

function declaredNames(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType(...DECLARE_A_GROUP).map(group => keyOf(group.get('LogGroupName'))));
}

function readNames(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType(...READ_A_GROUP).map(filter => keyOf(filter.get('LogGroupName'))));
}

function repair(fn: Resource, app: AppModel): Repair | Declined {
  if (defaultNames(fn).some(name => app.once(readNames).has(name))) {
    return { declined: 'a metric filter or a subscription reads the default log group, and would see nothing any more' };
  }
  const role = executionRole(fn, app);
  if (role === undefined) return { declined: 'its role is not part of the application, and may be allowed to write to the default log group only' };
  const group = new AddResource(fn, 'LogGroup', 'AWS::Logs::LogGroup', { RetentionInDays: 365 }, { deletionPolicy: 'Retain' });
  const patches = [group, new SetProperty(fn, 'LoggingConfig.LogGroup', new Link(group))];
  if (!GRANTS.every(grant => couldBeAllowed(role, grant, app))) {
    return { declined: `a denial or a permissions boundary of its role ${role.logicalId} may keep it from writing to another log group` };
  }
  if (GRANTS.every(grant => mayDo(role, grant, app) === 'yes')) return { level: FixLevel.OPERATIONAL, patches };
  if (role.template !== fn.template) return { declined: `its role ${role.logicalId} stands in another stack and may not write to another log group` };
  const policy = new AddResource(fn, 'LogPolicy', 'AWS::IAM::Policy', {
    PolicyName: policyName(fn),
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: GRANTS.map(grant => grant.action), Resource: new Link(group, 'Arn') }] },
    Roles: [new Link(role)],
  }, { before: [fn] });
  return { level: FixLevel.OPERATIONAL, patches: [...patches, policy] };
}

/** What IAM takes for the name of a policy. */
const LONGEST_NAME = 128;

/** Tells the policies of several functions with one role apart, which stands in the same template; the name of the group may be too long. */
function policyName({ logicalId }: Resource): string {
  const name = `RampartLogs-${logicalId}`;
  const hash = createHash('md5').update(logicalId).digest('hex');
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
