import { addAlarm, WHY_ALARMS } from '../../alarms/alarm-fix';
import { isAlarmed } from '../../alarms/alarms';
import { isWatched, OF_QUEUES } from '../../alarms/watched';
import { FixLevel } from '../../fix-level';
import { Starts } from '../../graphs/graph';
import { starts } from '../../graphs/triggers';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Link } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const WAITING = ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'];

/** Counts what services send. What SQS itself moves from another queue is not counted. Source: the SQS guide, dead-letter queues. */
const SENT = 'NumberOfMessagesSent';

/** The properties by which a queue becomes one for dead letters. */
const DEAD_LETTERS = /RedrivePolicy|DeadLetterConfig|OnFailure/;

/** Somebody is told when messages end among the dead letters. */
export const queueDeadLetterAlarm: Rule = {
  id: 'queue-dead-letter-alarm',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An alarm watches the messages of a dead-letter queue',
  threat: 'What could not be worked on lies there until it expires, and nobody is told: lost orders, and the traces of whoever sent malformed messages.',
  remedy: 'Add deadLetters.metricApproximateNumberOfMessagesVisible().createAlarm(…) with an action. An alarm on NumberOfMessagesSent does not see what '
    + 'SQS moves from another queue.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::SQS::Queue',
  check: (queue, app) => {
    if (!isAlarmed(app)) return undefined; // a finding of the whole application: app-has-security-alarms
    const graph = app.once(starts);
    const sources = graph.starters(queue).filter(({ property }) => DEAD_LETTERS.test(property));
    // Where something reads the queue, nothing lies there, and what reads it is watched itself.
    if (sources.length === 0 || graph.from(queue.id).some(edge => edge.kind === 'starts' && !isRedrive(edge))) return undefined;
    const moved = sources.some(isRedrive);
    const watched = isWatched(queue, OF_QUEUES, moved ? WAITING : [...WAITING, SENT], app);
    if (watched === 'yes') return undefined;
    const related = [...new Set(sources.map(({ declaredBy }) => declaredBy))];
    if (watched === 'undecided') return undecided(queue, 'only the deployment knows whether an alarm watches the dead letters', { related });
    const isMistaken = moved && isWatched(queue, OF_QUEUES, [SENT], app) === 'yes';
    const why = isMistaken ? `: ${SENT} does not count what SQS moves there` : '';
    return noncompliant(queue, `the application has alarms, but none watches the messages of this dead-letter queue${why}`, { related });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: WHY_ALARMS,
    needs: 'alarmTopic',
    repair: ({ subject }, app) => addAlarm(subject as Resource, {
      name: 'WaitingAlarm',
      description: 'What could not be worked on lies in the queue: see why, and move it back or delete it',
      namespace: OF_QUEUES.namespace,
      metric: WAITING[0],
      statistic: 'Maximum',
      dimensions: { [OF_QUEUES.dimension]: new Link(subject as Resource, 'QueueName') },
      threshold: 1,
    }, app),
  },
  examples: [
    compliant('an alarm on the messages in it', ({ stack, sqs }) => {
      const queue = new sqs.Queue(stack, 'Failed');
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue, maxReceiveCount: 3 } });
      queue.metricApproximateNumberOfMessagesVisible().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('an alarm in another stack, by name', ({ app, cdk, stack, sqs, cloudwatch }) => {
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue: new sqs.Queue(stack, 'Failed', { queueName: 'failed' }), maxReceiveCount: 3 } });
      const age = new cloudwatch.Metric({ namespace: 'AWS/SQS', metricName: 'ApproximateAgeOfOldestMessage', dimensionsMap: { QueueName: 'failed' } });
      age.createAlarm(new cdk.Stack(app, 'Monitoring'), 'Alarm', { threshold: 60, evaluationPeriods: 1 });
    }),
    compliant('dead letters that a function works on', ({ stack, sqs, eventSources, someFunction }) => {
      const queue = new sqs.Queue(stack, 'Failed');
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue, maxReceiveCount: 3 } });
      const fn = someFunction();
      fn.addEventSource(new eventSources.SqsEventSource(queue));
      fn.metricErrors().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('an alarm on what Lambda sends there', ({ stack, someFunction }) => {
      const { deadLetterQueue } = someFunction('Function', { deadLetterQueueEnabled: true });
      deadLetterQueue!.metricNumberOfMessagesSent().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on the other queue alone', ({ stack, sqs }) => {
      const queue = new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue: new sqs.Queue(stack, 'Failed'), maxReceiveCount: 3 } });
      queue.metricApproximateAgeOfOldestMessage().createAlarm(stack, 'Alarm', { threshold: 60, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on messages sent, which does not see what SQS moves', ({ stack, sqs }) => {
      const queue = new sqs.Queue(stack, 'Failed');
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue, maxReceiveCount: 3 } });
      queue.metricNumberOfMessagesSent().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('a policy written by hand', ({ stack, cdk, sqs, someFunction }) => {
      const RedrivePolicy = { deadLetterTargetArn: new sqs.Queue(stack, 'Failed').queueArn, maxReceiveCount: 3 };
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::SQS::Queue', properties: { RedrivePolicy } });
      someFunction().metricErrors().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
    undecidedExample('an alarm on a queue that a parameter names', ({ stack, cdk, sqs, cloudwatch }) => {
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue: new sqs.Queue(stack, 'Failed'), maxReceiveCount: 3 } });
      const QueueName = new cdk.CfnParameter(stack, 'Watched').valueAsString;
      const waiting = new cloudwatch.Metric({ namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensionsMap: { QueueName } });
      waiting.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
  ],
};

function isRedrive({ declaredBy }: Starts): boolean {
  return declaredBy.type === 'AWS::SQS::Queue';
}
