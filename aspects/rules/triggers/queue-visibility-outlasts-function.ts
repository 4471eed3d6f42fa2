import { FixLevel } from '../../fix-level';
import { Edge, Starts } from '../../graphs/graph';
import { starts } from '../../graphs/triggers';
import { Resource } from '../../model/resource';
import { alternativesOf, numberOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** In seconds. Sources: the SQS guide, visibility timeout; the Lambda guide, quotas. */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;
const LONGEST_TIMEOUT = 900;
const LONGEST_WINDOW = 300;

/** Messages stay hidden while a function still works on them. */
export const queueVisibilityOutlastsFunction: Rule = {
  id: 'queue-visibility-outlasts-function',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A queue hides a message for six times as long as the function that reads it may run',
  threat: 'A message that is still being worked on becomes visible again and is worked on twice: payments are made twice, throttled messages end among '
    + 'the dead letters, and whoever can slow the function down multiplies its invocations.',
  remedy: 'Set visibilityTimeout of the queue to at least six times the function\'s timeout, plus the maximum batching window of the event source.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
    'https://cwe.mitre.org/data/definitions/799.html',
  ],
  covers: ['cdk-nag:LambdaEventSourceSQSVisibilityTimeout'],
  target: 'AWS::SQS::Queue',
  check: (queue, app) => {
    const readers = app.once(starts).from(queue.id).filter(isMapping);
    if (readers.length === 0) return undefined;
    const visible = range(queue.get('VisibilityTimeout'), DEFAULT_VISIBILITY, Infinity);
    const needs = readers.map(need);
    const least = Math.max(...needs.map(one => one.least));
    const most = Math.max(...needs.map(one => one.most));
    const related = [...new Set(readers.flatMap(({ to, declaredBy }) => [...(to.resource ? [to.resource] : []), declaredBy]))];
    if (visible.least >= most) return undefined;
    if (visible.most >= least) {
      return undecided(queue, 'whether messages stay hidden for six times the function\'s timeout is only known at deployment', { property: 'VisibilityTimeout', related });
    }
    const message = `messages are visible again after ${visible.most} seconds, the function that reads them needs ${least}: six times its timeout plus the batching window`;
    return noncompliant(queue, message, { property: 'VisibilityTimeout', related, facts: least === most ? most : undefined });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'It only delays when a message whose processing failed is tried again; nothing is lost and nobody is refused.',
    repair: ({ subject, facts }: Found) => (typeof facts !== 'number'
      ? { declined: 'a timeout of a function that reads the queue is only known at deployment, so nobody can say what would do' }
      : { level: FixLevel.OPERATIONAL, patches: [new SetProperty(subject as Resource, 'VisibilityTimeout', facts)] }),
  },
  examples: [
    compliant('six times the timeout', ({ stack, cdk, sqs, eventSources, someFunction }) => {
      const queue = new sqs.Queue(stack, 'Jobs', { visibilityTimeout: cdk.Duration.minutes(6) });
      someFunction('Worker', { timeout: cdk.Duration.minutes(1) }).addEventSource(new eventSources.SqsEventSource(queue));
    }),
    compliant('both left to the defaults: 3 and 30 seconds', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Jobs')));
    }),
    compliant('a queue that no function reads', ({ stack, cdk, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { visibilityTimeout: cdk.Duration.seconds(1) });
    }),
    noncompliantExample('as long as the function, no longer', ({ stack, cdk, sqs, eventSources, someFunction }) => {
      const queue = new sqs.Queue(stack, 'Jobs', { visibilityTimeout: cdk.Duration.minutes(1) });
      someFunction('Worker', { timeout: cdk.Duration.minutes(1) }).addEventSource(new eventSources.SqsEventSource(queue));
    }),
    noncompliantExample('the batching window forgotten', ({ stack, cdk, sqs, eventSources, someFunction }) => {
      const queue = new sqs.Queue(stack, 'Jobs', { visibilityTimeout: cdk.Duration.minutes(6) });
      const source = new eventSources.SqsEventSource(queue, { batchSize: 100, maxBatchingWindow: cdk.Duration.minutes(5) });
      someFunction('Worker', { timeout: cdk.Duration.minutes(1) }).addEventSource(source);
    }),
    noncompliantExample('the queue in another stack, its timeout omitted', ({ app, cdk, sqs, eventSources, someFunction }) => {
      const other = new cdk.Stack(app, 'Queues');
      const worker = someFunction('Worker', { timeout: cdk.Duration.seconds(30) });
      worker.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(other, 'Jobs', { queueName: 'jobs.fifo', fifo: true })));
    }),
    noncompliantExample('raw resources, through an alias, numbers as strings', ({ stack, cdk, lambda, sqs, someFunction }) => {
      const queue = new sqs.CfnQueue(stack, 'Jobs');
      queue.addPropertyOverride('VisibilityTimeout', '60');
      const worker = someFunction('Worker', { timeout: cdk.Duration.seconds(20) });
      const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: worker.currentVersion });
      new cdk.CfnResource(stack, 'Mapping', { type: 'AWS::Lambda::EventSourceMapping', properties: { EventSourceArn: queue.attrArn, FunctionName: live.functionArn } });
    }),
    undecidedExample('the timeout is a parameter', ({ stack, cdk, sqs, eventSources, someFunction }) => {
      const timeout = new cdk.CfnParameter(stack, 'Timeout', { type: 'Number' });
      const worker = someFunction('Worker');
      (worker.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).timeout = timeout.valueAsNumber;
      worker.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Jobs')));
    }),
  ],
};

/** Only what stands in an event source mapping: a pipe asks for messages in its own time. */
function isMapping(edge: Edge): edge is Starts {
  return edge.kind === 'starts' && edge.declaredBy.type === 'AWS::Lambda::EventSourceMapping' && edge.property === 'EventSourceArn';
}

interface Range { readonly least: number; readonly most: number }

/** What a value may be: one number, those of its branches, or anything up to a limit. */
function range(value: Value, preset: number, limit: number): Range {
  const numbers = alternativesOf(value).map(one => (one === undefined ? preset : numberOf(one)));
  const known = numbers.filter(number => number !== undefined);
  return known.length < numbers.length ? { least: 0, most: limit } : { least: Math.min(...known), most: Math.max(...known) };
}

function need({ to, declaredBy }: Starts): Range {
  const timeout = range(to.resource?.get('Timeout'), DEFAULT_TIMEOUT, LONGEST_TIMEOUT);
  const window = range(declaredBy.get('MaximumBatchingWindowInSeconds'), 0, LONGEST_WINDOW);
  return { least: 6 * timeout.least + window.least, most: 6 * timeout.most + window.most };
}
