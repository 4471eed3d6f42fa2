import { starts } from '../../graphs/triggers';
import { warmthOf } from '../../lambda/warm-versions';
import { Resource } from '../../model/resource';
import { entryOf, patternOf, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The tag by which a function says whether its callers mind to wait. */
const TAG = 'latency';
const SENSITIVE = 'sensitive';

/** The services through which people wait for a function. */
const WAITING = ['apigateway', 'appsync', 'elasticloadbalancing', 'lambda-url'];

/** Who must answer fast does not start cold. */
export const lambdaWarmWhenLatencyBound: Rule = {
  id: 'lambda-warm-when-latency-bound',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function whose callers cannot wait is kept ready',
  threat: 'Each call beyond those that run starts cold. Whoever sends many at once makes everybody wait, until callers give up and ask again.',
  remedy: 'Give the function an alias with provisioned concurrency or SnapStart, and its callers that alias. Tag the function `latency: sensitive` where it must '
    + 'answer fast, `latency: tolerant` where it need not.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource, app) => {
    const tag = valuesOf(fn.get('Tags')).find(one => patternOf(entryOf(one, 'Key'))?.toLowerCase() === TAG);
    const latency = tag === undefined ? undefined : patternOf(entryOf(tag, 'Value'))?.toLowerCase();
    if ((latency !== undefined && ![SENSITIVE, '*'].includes(latency)) || warmthOf(fn, app) !== undefined) return undefined;
    const waited = app.once(starts).starters(fn)
      .filter(({ service, asynchronous, certain }) => certain && !asynchronous && WAITING.includes(service));
    if (waited.length === 0) return undefined;
    const related = [...new Set(waited.map(({ declaredBy }) => declaredBy))];
    if (latency === SENSITIVE) return noncompliant(fn, 'the function is said to be sensitive to latency, but starts cold', { related });
    return undecided(fn, `the function starts cold, and nothing says whether its callers mind: tag it \`${TAG}: ${SENSITIVE}\` or \`${TAG}: tolerant\``, { related });
  },
  // No fix: how many instances are to stand ready, and to be paid for, only the owner knows.
  examples: [
    compliant('kept ready', ({ stack, cdk, apigateway, lambda, someFunction }) => {
      const fn = someFunction();
      cdk.Tags.of(fn).add('latency', 'sensitive');
      const handler = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion, provisionedConcurrentExecutions: 2 });
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
    }),
    compliant('said to have time', ({ stack, cdk, apigateway, someFunction }) => {
      const handler = someFunction();
      cdk.Tags.of(handler).add('latency', 'tolerant');
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
    }),
    compliant('nobody waits for it', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
    }),
    noncompliantExample('said to be sensitive', ({ stack, cdk, apigateway, someFunction }) => {
      const handler = someFunction();
      cdk.Tags.of(handler).add('latency', 'sensitive');
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
    }),
    noncompliantExample('raw tags and a function URL', ({ lambda, someFunction }) => {
      const fn = someFunction();
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('Tags', [{ Key: 'Latency', Value: 'Sensitive' }]);
      fn.addFunctionUrl();
    }),
    undecidedExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
  ],
};
