import { FixLevel } from '../../fix-level';
import { mayAdmitUnsigned } from '../../iam/unsigned-callers';
import { AppModel } from '../../model/app-model';
import { documentAt } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, booleanOf, isOpen, valuesOf } from '../../model/value';
import { QUEUE_KEY_COVERS, QUEUE_STATED_COVERS } from '../../queues/encryption-covers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Queues encrypt what they hold. */
export const queueEncrypted: Rule = {
  id: 'queue-encrypted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A queue encrypts its messages at rest',
  threat: 'Whoever reaches the storage below the queue reads the messages: orders, tokens, personal data.',
  remedy: 'Remove sqsManagedSseEnabled: false (SQS encrypts by default), or set encryption: QueueEncryption.KMS with a key of your own.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // Those that fault a queue which says nothing are answered by queue-encryption-stated, too; SQS has encrypted such queues by itself since 2022.
  covers: [...QUEUE_STATED_COVERS, ...QUEUE_KEY_COVERS, 'cdk-nag:SQSQueueSSE', 'securityhub:SQS.1'],
  target: 'AWS::SQS::Queue',
  // SQS turns its own encryption on where neither property is set, so an omitted property is the safe state.
  check: queue => {
    const keyed = hasKey(queue);
    if (keyed === 'yes') return undefined;
    const found = mustBe(queue, 'SqsManagedSseEnabled', value => booleanOf(value) !== false, 'the queue is told not to encrypt its messages');
    return found && keyed === 'undecided' ? undecided(queue, 'only the deployment knows whether a key encrypts the messages', { property: 'KmsMasterKeyId' }) : found;
  },
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'SQS encrypts by itself: whoever signs requests, as every SDK does, needs no permission and sees no difference, and it costs nothing. But an encrypted '
      + 'queue refuses unsigned requests: where a policy lets in anybody, senders that sign nothing would be turned away.',
    repair: ({ subject }, app) => ({
      level: mayServeUnsigned(subject as Resource, app) ? FixLevel.STRICT : FixLevel.SAFE,
      patches: [new SetProperty(subject as Resource, 'SqsManagedSseEnabled', true)],
    }),
  },
  examples: [
    compliant('encrypted by default', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    compliant('encrypted with a key, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId: 'alias/jobs', SqsManagedSseEnabled: false } });
    }),
    noncompliantExample('encryption turned off', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.UNENCRYPTED });
    }),
    noncompliantExample('turned off by an override, as a string', ({ stack, sqs }) => {
      const queue = new sqs.CfnQueue(stack, 'Jobs');
      queue.addPropertyOverride('SqsManagedSseEnabled', 'false');
    }),
    noncompliantExample('turned off, and a key that is empty', ({ stack, sqs }) => {
      new sqs.CfnQueue(stack, 'Jobs', { kmsMasterKeyId: '', sqsManagedSseEnabled: false });
    }),
    noncompliantExample('turned off, and only signed requests are let in', ({ stack, sqs, iam }) => {
      const queue = new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.UNENCRYPTED });
      queue.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }));
    }),
    noncompliantExample('turned off, and anybody may send, which a strict fix alone ends', ({ stack, sqs, iam }) => {
      const queue = new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.UNENCRYPTED });
      queue.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
    }),
    undecidedExample('turned off, and a key in one branch of a condition', ({ stack, cdk, sqs }) => {
      const keyed = new cdk.CfnParameter(stack, 'Keyed', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(keyed.valueAsString, 'yes') });
      const queue = new sqs.CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: false });
      queue.addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf('IsKeyed', 'alias/jobs', cdk.Aws.NO_VALUE));
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, sqs }) => {
      const encrypted = new cdk.CfnParameter(stack, 'Encrypted', { allowedValues: ['true', 'false'] });
      new sqs.CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: encrypted.value as unknown as boolean });
    }),
  ],
};

/** An open key is one too, whichever it will be. */
function hasKey(queue: Resource): Answer {
  const answers = new Set(alternativesOf(queue.get('KmsMasterKeyId')).map((key): Answer => (key === undefined || key === '' ? 'no' : 'yes')));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/** Whether a policy of the application may let requests into the queue that nobody signed: an encrypted queue refuses them. */
function mayServeUnsigned(queue: Resource, app: AppModel): boolean {
  const policies = app.ofType('AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy').filter(policy => mayBeOf(policy, queue, app));
  return policies.flatMap(policy => documentAt(policy, 'PolicyDocument')).some(({ statements, open }) => open || statements.some(mayAdmitUnsigned));
}

function mayBeOf(policy: Resource, queue: Resource, app: AppModel): boolean {
  const named = [...valuesOf(policy.get('Queues')), ...valuesOf(policy.get('Queue'))].flatMap(alternativesOf).flatMap(valuesOf);
  return named.some(name => (app.resourceOf(name) ?? (isOpen(name) ? queue : undefined)) === queue);
}
