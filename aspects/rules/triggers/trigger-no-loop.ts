import { Edge, Starts } from '../../graphs/graph';
import { Loop, loopsOf } from '../../graphs/loops';
import { triggers } from '../../graphs/triggers';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Events do not go round in circles. */
export const triggerNoLoop: Rule = {
  id: 'trigger-no-loop',
  theme: 'triggers',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'No event starts a chain that leads back to itself',
  threat: 'One event, perhaps an attacker\'s, goes round until the account\'s concurrency or budget is used up. Lambda stops some loops after about '
    + '16 rounds, but not those that pass through EventBridge, DynamoDB, Kinesis or Step Functions, nor where RecursiveLoop allows them.',
  remedy: 'Write to another bucket, queue, topic or table than the one that starts you; or keep the two apart by prefix or event pattern, and grant '
    + 'no more than that: bucket.grantPut(fn, \'out/*\') with a notification for { prefix: \'in/\' }.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html',
    'https://cwe.mitre.org/data/definitions/835.html',
    'https://cwe.mitre.org/data/definitions/674.html',
  ],
  covers: [],
  target: 'app',
  check: app => loopsOf(app.once(triggers)).map(loop => found(loop, app)),
  // No fix: which hop is not meant, only its author knows.
  examples: [
    compliant('results go to another bucket', ({ stack, s3, notifications, someFunction }) => {
      const resize = someFunction();
      const uploads = new s3.Bucket(stack, 'Uploads');
      uploads.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(resize));
      new s3.Bucket(stack, 'Thumbnails').grantPut(resize);
    }),
    compliant('one bucket, the prefixes of trigger and grant keep apart', ({ stack, s3, notifications, someFunction }) => {
      const resize = someFunction();
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(resize), { prefix: 'in/' });
      bucket.grantRead(resize, 'in/*');
      bucket.grantPut(resize, 'out/*');
    }),
    compliant('the trigger is deletion, the grant is writing', ({ stack, s3, notifications, someFunction }) => {
      const tombstone = someFunction();
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new notifications.LambdaDestination(tombstone));
      bucket.grantPut(tombstone);
    }),
    noncompliantExample('a function writes to the bucket that starts it', ({ stack, s3, notifications, someFunction }) => {
      const resize = someFunction();
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(resize));
      bucket.grantReadWrite(resize);
    }),
    noncompliantExample('a function sends to the queue that it reads', ({ stack, sqs, eventSources, someFunction }) => {
      const worker = someFunction();
      const jobs = new sqs.Queue(stack, 'Jobs');
      worker.addEventSource(new eventSources.SqsEventSource(jobs));
      jobs.grantSendMessages(worker);
    }),
    noncompliantExample('two functions hand a message to and fro, by topic and queue', ({ stack, sns, sqs, subscriptions, eventSources, someFunction }) => {
      const [first, second] = [someFunction('First'), someFunction('Second')];
      const topic = new sns.Topic(stack, 'Topic');
      topic.addSubscription(new subscriptions.LambdaSubscription(first));
      const queue = new sqs.Queue(stack, 'Queue');
      queue.grantSendMessages(first);
      second.addEventSource(new eventSources.SqsEventSource(queue));
      topic.grantPublish(second);
    }),
    noncompliantExample('no function in it: a rule, a state machine and a bucket', ({ stack, s3, events, targets, stepfunctions, cdk }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { eventBridgeEnabled: true });
      const store = new stepfunctions.CustomState(stack, 'Store', {
        stateJson: {
          Type: 'Task', End: true, Resource: `arn:${cdk.Aws.PARTITION}:states:::aws-sdk:s3:putObject`, Parameters: { Bucket: bucket.bucketName, Key: 'latest', Body: '{}' },
        },
      });
      const machine = new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromChainable(store) });
      new events.Rule(stack, 'Rule', {
        eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [bucket.bucketName] } } },
        targets: [new targets.SfnStateMachine(machine)],
      });
    }),
    undecidedExample('the trigger has a prefix, the grant is for the whole bucket', ({ stack, s3, notifications, someFunction }) => {
      const resize = someFunction();
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(resize), { prefix: 'in/' });
      bucket.grantReadWrite(resize);
    }),
    undecidedExample('the pattern is about the source, which the code sets', ({ stack, events, targets, someFunction }) => {
      const fn = someFunction();
      const bus = new events.EventBus(stack, 'Bus');
      new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['orders'] }, targets: [new targets.LambdaFunction(fn)] });
      bus.grantPutEventsTo(fn);
    }),
    undecidedExample('dead letters are sent back to be tried again', ({ stack, sqs, eventSources, someFunction }) => {
      const [worker, redrive] = [someFunction('Worker'), someFunction('Redrive')];
      const dead = new sqs.Queue(stack, 'Dead');
      const jobs = new sqs.Queue(stack, 'Jobs', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
      worker.addEventSource(new eventSources.SqsEventSource(jobs));
      redrive.addEventSource(new eventSources.SqsEventSource(dead));
      jobs.grantSendMessages(redrive);
    }),
  ],
};

function found(loop: Loop, app: AppModel): Found {
  const hops = fromFirst(loop.hops, app);
  const [subject, ...related] = hops.flatMap(({ from }) => from.resource ?? []);
  const way = hops.map(sentence).join(', ') + (loop.more > 0 ? `; ${loop.more} more hops are part of the same tangle` : '');
  const details = { detail: hops.map(({ from }) => from.name).join('>'), related: [...new Set(related)].filter(one => one !== subject) };
  return loop.doubts.length === 0
    ? noncompliant(subject, `events go round in a circle: ${way}`, details)
    : undecided(subject, `events may go round in a circle: ${way}; undecided because ${loop.doubts.join(', and ')}`, details);
}

/** The hops from the one on that stands first in the templates. */
function fromFirst(hops: readonly Edge[], app: AppModel): readonly Edge[] {
  const order = app.once(templateOrder);
  const place = ({ from: { resource } }: Edge): number => (resource && order.get(resource)) ?? Infinity;
  const first = hops.reduce((least, hop, index) => (place(hop) < place(hops[least]) ? index : least), 0);
  return [...hops.slice(first), ...hops.slice(0, first)];
}

function templateOrder(app: AppModel): ReadonlyMap<Resource, number> {
  return new Map(app.resources.map((resource, index) => [resource, index]));
}

function sentence(hop: Edge): string {
  if (hop.kind === 'writes') return `${hop.from.name} may write to ${hop.to.name} (${[...new Set(hop.writes.map(({ action }) => action))].slice(0, 3).join(', ')})`;
  const narrows = narrowing(hop);
  return `${hop.from.name} starts ${hop.to.name}${narrows === '' ? '' : ` (${narrows})`}`;
}

function narrowing({ narrows }: Starts): string {
  return [
    ...(narrows.events ?? []).map(patternOf),
    ...(narrows.prefix === undefined ? [] : [`prefix ${patternOf(narrows.prefix)}`]),
    ...(narrows.suffix === undefined ? [] : [`suffix ${patternOf(narrows.suffix)}`]),
    ...(narrows.pattern === undefined ? [] : ['event pattern']),
    ...(narrows.filter === undefined ? [] : ['filter']),
  ].join(', ');
}
