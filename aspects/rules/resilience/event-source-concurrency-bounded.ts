import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf, isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'ScalingConfig.MaximumConcurrency';

/** A full queue does not take all of the account's concurrency. */
export const eventSourceConcurrencyBounded: Rule = {
  id: 'event-source-concurrency-bounded',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A queue starts no more of its function at once than somebody has chosen',
  threat: 'Whoever fills the queue makes Lambda start up to a thousand and more instances of the function: nothing is left for the other functions of '
    + 'the account, and what the function calls is flooded.',
  remedy: 'Set maxConcurrency on the event source, as new SqsEventSource(queue, { maxConcurrency: 10 }).',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    'https://cwe.mitre.org/data/definitions/770.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::EventSourceMapping',
  check: (mapping, app) => {
    const fn = app.functionOf(mapping.get('FunctionName'));
    // Streams are bounded by their shards, and nobody knows what a function from elsewhere reserves.
    if (fn === undefined || app.resourceOf(mapping.get('EventSourceArn'))?.type !== 'AWS::SQS::Queue') return undefined;
    const bounded = anyOf([PROPERTY, 'ProvisionedPollerConfig.MaximumPollers'].map(name => isGiven(mapping.get(name))).concat(isGiven(fn.get('ReservedConcurrentExecutions'))));
    if (bounded === 'yes') return undefined;
    if (bounded === 'undecided') return undecided(mapping, 'only the deployment knows how many instances the queue may start', { property: PROPERTY, related: [fn] });
    return noncompliant(mapping, 'nothing but the quota of the account bounds how many instances the queue starts', { property: PROPERTY, related: [fn] });
  },
  // No fix: how much is enough, only the owner of the queue and of what the function calls knows.
  examples: [
    compliant('bounded', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue'), { maxConcurrency: 10 }));
    }),
    compliant('a function that reserves some concurrency', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction('Function', { reservedConcurrentExecutions: 10 }).addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    compliant('a stream, which its shards bound', ({ stack, kinesis, lambda, eventSources, someFunction }) => {
      const startingPosition = lambda.StartingPosition.LATEST;
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), { startingPosition }));
    }),
    noncompliantExample('nothing said', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('a raw mapping of a queue in another stack', ({ app, stack, cdk, sqs, someFunction }) => {
      const EventSourceArn = new sqs.Queue(new cdk.Stack(app, 'Queues'), 'Queue').queueArn;
      const properties = { EventSourceArn, FunctionName: someFunction().functionName };
      new cdk.CfnResource(stack, 'Mapping', { type: 'AWS::Lambda::EventSourceMapping', properties });
    }),
    undecidedExample('reserved by a condition', ({ stack, cdk, lambda, sqs, eventSources, someFunction }) => {
      const isProd = new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'prod') });
      const reserved = cdk.Fn.conditionIf(isProd.logicalId, 10, cdk.Aws.NO_VALUE);
      const fn = someFunction();
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('ReservedConcurrentExecutions', reserved);
      fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
  ],
};
