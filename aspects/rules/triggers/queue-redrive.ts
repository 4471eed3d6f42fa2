import { FixLevel } from '../../fix-level';
import { isObject } from '../../model/json';
import { Resource } from '../../model/resource';
import { ask, booleanOf, patternOf } from '../../model/value';
import { deadLetterQueue } from '../../queues/dead-letter-queue';
import { takesDeadLetters } from '../../queues/dead-letters';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { patchValueOf, PatchValue, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Lambda advises at least five, so that throttling alone sends nothing to the dead letters. */
const RECEIVES = 5;

/** How people name queues for dead letters of somebody else. */
const NAMED_FOR_DEAD_LETTERS = /dlq|dead.?letter/i;

/** What cannot be worked on leaves the queue. */
export const queueRedrive: Rule = {
  id: 'queue-redrive',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A queue moves what cannot be worked on to a dead-letter queue',
  threat: 'One message that makes its reader fail is received again and again until it expires: whoever can send it keeps the reader busy, holds up what '
    + 'waits behind it, and leaves no trace once the message is gone.',
  remedy: 'Set deadLetterQueue: { queue, maxReceiveCount: 5 } on the queue, and watch that queue by an alarm.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    'https://cwe.mitre.org/data/definitions/400.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:SQSQueueDLQ', 'cdk-nag:SQSRedrivePolicy', 'serverless-rules:ES6000'],
  target: 'AWS::SQS::Queue',
  check: (queue, app) => {
    const redriven = isGiven(queue.get('RedrivePolicy'));
    if (redriven === 'yes' || takesDeadLetters(queue, app)) return undefined;
    if (redriven === 'undecided') return undecided(queue, 'RedrivePolicy is only known at deployment', { property: 'RedrivePolicy' });
    const name = patternOf(queue.get('QueueName')) ?? '';
    if (NAMED_FOR_DEAD_LETTERS.test(name) || NAMED_FOR_DEAD_LETTERS.test(queue.writtenId)) {
      return undecided(queue, 'its name says that the queue takes dead letters, but nothing of the application sends it any', { property: 'RedrivePolicy' });
    }
    return noncompliant(queue, 'what nobody can work on stays in the queue until it expires', { property: 'RedrivePolicy' });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: `After ${RECEIVES} receives a message is tried no more, but kept for fourteen days; senders and readers need no new permission.`,
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a dead-letter queue, which needs none itself', ({ stack, sqs }) => {
      const queue = new sqs.Queue(stack, 'Failed');
      new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
    }),
    compliant('the dead letters of a function', ({ someFunction }) => {
      someFunction('Function', { deadLetterQueueEnabled: true });
    }),
    compliant('a queue that says whose dead letters it takes', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Failed', { redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL } });
    }),
    compliant('a policy written as JSON', ({ stack, cdk, sqs }) => {
      const failed = new sqs.Queue(stack, 'Failed', { queueName: 'failed' });
      const orders = new cdk.CfnResource(stack, 'Orders', { type: 'AWS::SQS::Queue', properties: {} });
      orders.addPropertyOverride('RedrivePolicy', '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:failed","maxReceiveCount":3}');
      failed.node.addDependency(orders);
    }),
    noncompliantExample('nothing said', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Orders');
    }),
    noncompliantExample('a raw resource with a key of its own', ({ stack, cdk, kms }) => {
      const KmsMasterKeyId = new kms.Key(stack, 'Key').keyArn;
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId } });
    }),
    noncompliantExample('a queue in order, where one message holds up its group', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Orders', { fifo: true });
    }),
    noncompliantExample('the policy taken away by an override', ({ stack, sqs }) => {
      const orders = new sqs.Queue(stack, 'Orders', { deadLetterQueue: { queue: new sqs.Queue(stack, 'Failed'), maxReceiveCount: 5 } });
      (orders.node.defaultChild as InstanceType<typeof sqs.CfnQueue>).addPropertyDeletionOverride('RedrivePolicy');
    }),
    undecidedExample('named for dead letters, which somebody else may send', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'OrdersDlq');
    }),
    undecidedExample('left to a condition', ({ stack, cdk, sqs }) => {
      const careful = new cdk.CfnCondition(stack, 'Careful', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'prod') });
      const policy = { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:failed', maxReceiveCount: 3 };
      new sqs.CfnQueue(stack, 'Orders', { redrivePolicy: cdk.Fn.conditionIf(careful.logicalId, policy, cdk.Aws.NO_VALUE) });
    }),
  ],
};

function repair(queue: Resource): Repair | Declined {
  const ordered = ask(queue.get('FifoQueue'), fifo => booleanOf(fifo) === true);
  if (ordered !== 'no') return { declined: 'what follows a message of a FIFO queue may need it: taking it out breaks the order' };
  const properties = queue.definition.Properties;
  // An empty key is none, and CloudFormation refuses it.
  const key = isObject(properties) && isGiven(queue.get('KmsMasterKeyId')) !== 'no' ? properties.KmsMasterKeyId : undefined;
  const copied = key === undefined ? undefined : patchValueOf(queue, key);
  if (key !== undefined && copied === undefined) return { declined: 'its key is not part of the application' };
  const { arn, patches } = deadLetterQueue(queue, undefined, copied);
  const policy: PatchValue = { deadLetterTargetArn: arn, maxReceiveCount: RECEIVES };
  return { level: FixLevel.OPERATIONAL, patches: [...patches, new SetProperty(queue, 'RedrivePolicy', policy)] };
}
