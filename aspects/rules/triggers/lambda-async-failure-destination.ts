import { FixLevel } from '../../fix-level';
import { starts } from '../../graphs/triggers';
import { executionRole } from '../../lambda/execution-role';
import { invokeConfigs, keepsFailures, ON_FAILURE } from '../../lambda/failures';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { referrersOf } from '../../policy/referrers';
import { deadLetterQueueOfRole, isRefusedQueue } from '../../queues/dead-letter-queue';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { anyOf, isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const DEAD_LETTERS = 'DeadLetterConfig.TargetArn';

/** Events that a function fails to work on are kept. */
export const lambdaAsyncFailureDestination: Rule = {
  id: 'lambda-async-failure-destination',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A function that is invoked asynchronously keeps the events that it fails to work on',
  threat: 'Lambda tries an event three times and forgets it. Whoever makes the function fail or be throttled makes orders, alerts and audit records '
    + 'disappear, and nothing is left of what they sent.',
  remedy: 'Set onFailure: new SqsDestination(queue) on the function, or deadLetterQueue; a destination also tells why it failed.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:LambdaAsyncFailureDestination', 'cdk-nag:LambdaDLQ', 'checkov:CKV_AWS_116', 'guard:LAMBDA_DLQ_CHECK',
    'kics:c2eae442-d3ba-4cb1-84ca-1db4f80eae3d', 'kics:cb2f612b-ed42-4ff5-9fb9-255c73d39a18', 'serverless-rules:ES1007',
  ],
  target: ['AWS::Lambda::Function', 'AWS::Lambda::EventInvokeConfig'],
  check: (resource, app) => (resource.type === 'AWS::Lambda::Function' ? unconfigured(resource, app) : withoutDestination(resource, app)),
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Only what Lambda would forget goes to the new queue: retries, callers and the handler stay as they are, an unused queue costs nothing, and the '
      + 'role may send there before Lambda asks.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a failure destination', ({ stack, sqs, sns, subscriptions, destinations, someFunction }) => {
      const fn = someFunction('Function', { onFailure: new destinations.SqsDestination(new sqs.Queue(stack, 'Failed')) });
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
    }),
    compliant('a dead-letter queue', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction('Function', { deadLetterQueueEnabled: true })));
    }),
    compliant('a function that waits for nobody: its caller sees the error', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    compliant('a function that reads a queue, where the message stays', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('nothing said, started by a topic', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
    }),
    noncompliantExample('retries set, but no destination, for an alias that a schedule starts', ({ stack, cdk, events, targets, lambda, someFunction }) => {
      const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: someFunction().currentVersion, retryAttempts: 0 });
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(live)] });
    }),
    noncompliantExample('a destination for successes alone', ({ stack, sqs, destinations, someFunction }) => {
      someFunction('Function', { onSuccess: new destinations.SqsDestination(new sqs.Queue(stack, 'Done')) });
    }),
    noncompliantExample('raw resources, a role from elsewhere', ({ stack, cdk, iam, someFunction }) => {
      const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders');
      const Targets = [{ Id: 'Target', Arn: someFunction('Function', { role }).functionArn }];
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::Events::Rule', properties: { ScheduleExpression: 'rate(1 day)', Targets } });
    }),
    noncompliantExample('two functions of one role', ({ stack, iam, sns, subscriptions, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const topic = new sns.Topic(stack, 'Topic');
      for (const id of ['Orders', 'Bills']) topic.addSubscription(new subscriptions.LambdaSubscription(someFunction(id, { role })));
    }),
    undecidedExample('nothing in the application says who invokes it', ({ someFunction }) => {
      someFunction();
    }),
    undecidedExample('only a permission says who invokes it', ({ stack, s3, iam, someFunction }) => {
      const sourceArn = new s3.Bucket(stack, 'Bucket').bucketArn;
      someFunction().addPermission('Permission', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn });
    }),
  ],
};

/** A function about whose asynchronous invocations nothing is said. */
function unconfigured(fn: Resource, app: AppModel): Found | undefined {
  const all = app.once(starts).starters(fn);
  const starters = all.filter(({ asynchronous }) => asynchronous);
  if ((starters.length === 0 && all.length > 0) || invokeConfigs(fn, app).length > 0) return undefined; // each configuration is judged by itself
  const kept = keepsFailures(fn, app);
  if (kept === 'yes') return undefined;
  if (all.length === 0 && isUsed(fn, app)) return undefined;
  if (all.length === 0) {
    const message = 'nothing in the application starts the function: whether it is invoked asynchronously only the deployment knows';
    return undecided(fn, message, { property: DEAD_LETTERS, severity: Severity.LOW });
  }
  const details = { property: DEAD_LETTERS, related: [...new Set(starters.map(({ declaredBy }) => declaredBy))] };
  if (kept === 'undecided') return undecided(fn, `${DEAD_LETTERS} is only known at deployment`, details);
  if (!starters.some(({ certain }) => certain)) return undecided(fn, 'only the deployment knows whether the function is invoked asynchronously', details);
  return noncompliant(fn, 'the function is invoked asynchronously, and nothing keeps the events that it fails to work on', details);
}

/** Whether some resource of the application has a use for the function that starts it by waiting: a state machine, an authorizer, a user pool. */
function isUsed(fn: Resource, app: AppModel): boolean {
  const own = referrersOf(fn, app);
  const versions = own.filter(({ type }) => type === 'AWS::Lambda::Alias' || type === 'AWS::Lambda::Version');
  return [...own, ...versions.flatMap(one => referrersOf(one, app))].some(({ type }) => !/^AWS::(Lambda|IAM|CloudWatch|Logs)::/.test(type));
}

/** Somebody has thought of asynchronous invocations, of one version or alias, but not of those that fail. */
function withoutDestination(config: Resource, app: AppModel): Found | undefined {
  const fn = app.functionOf(config.get('FunctionName'));
  const kept = anyOf([isGiven(config.get(ON_FAILURE)), fn === undefined ? 'no' : isGiven(fn.get(DEAD_LETTERS))]);
  if (kept === 'yes') return undefined;
  const details = { property: ON_FAILURE, ...(fn === undefined ? {} : { related: [fn] }) };
  if (kept === 'undecided') return undecided(config, 'only the deployment knows whether failed events are kept', details);
  return noncompliant(config, 'nothing keeps the events that the function fails to work on', details);
}

function repair(resource: Resource, app: AppModel): Repair | Declined {
  const fn = resource.type === 'AWS::Lambda::Function' ? resource : app.functionOf(resource.get('FunctionName'));
  if (fn === undefined) return { declined: 'its function is not part of the application' };
  const queue = deadLetterQueueOfRole(resource, executionRole(fn, app), app);
  if (isRefusedQueue(queue)) return queue;
  const property = fn === resource ? DEAD_LETTERS : ON_FAILURE;
  return { level: FixLevel.SAFE, patches: [...queue.patches, new SetProperty(resource, property, queue.arn)] };
}
