import { couldBeAllowed, mayDo } from '../lambda/execution-role';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { refusal } from '../policy/tls-only-fix';
import { AddResource, Link, Patch, PatchValue } from '../rule/patch';
import { Declined, isDeclined } from '../rule/rule';

/** As long as SQS can keep a message: there must be time to find out what went wrong. */
const FOURTEEN_DAYS = 1209600;

const SEND = 'sqs:SendMessage';

/** A queue for what one resource could not deliver or work on. */
export interface DeadLetterQueue {
  /** The ARN of the queue, for the property that names it. */
  readonly arn: Link;
  /** The queue, its policy, and what lets somebody send to it. */
  readonly patches: readonly Patch[];
}

/** A service that sends dead letters by itself, and for whom it may. */
export interface Sender {
  /** Its principal: `sns.amazonaws.com`. */
  readonly service: string;
  /** The ARN that it says it acts for. */
  readonly source: PatchValue;
}

/**
 * A queue beside the resource that it serves: encrypted, closed to calls without TLS, and open to one sender at most.
 *
 * @param sender nothing where SQS itself moves messages there
 * @param key the key to encrypt with; nothing for the one that SQS manages
 */
export function deadLetterQueue(served: Resource, sender?: Sender, key?: PatchValue): DeadLetterQueue {
  return queueBeside(served, 'DeadLetters', sender, key);
}

function queueBeside(beside: Resource, name: string, sender?: Sender, key?: PatchValue): DeadLetterQueue {
  const encryption: Record<string, PatchValue> = key === undefined ? { SqsManagedSseEnabled: true } : { KmsMasterKeyId: key };
  const queue = new AddResource(beside, name, 'AWS::SQS::Queue', { MessageRetentionPeriod: FOURTEEN_DAYS, ...encryption });
  const arn = new Link(queue, 'Arn');
  const sending: readonly PatchValue[] = sender === undefined ? [] : [{
    Effect: 'Allow', Principal: { Service: sender.service }, Action: SEND, Resource: arn, Condition: { ArnEquals: { 'aws:SourceArn': sender.source } },
  }];
  const policy = new AddResource(beside, `${name}Policy`, 'AWS::SQS::QueuePolicy', {
    Queues: [new Link(queue)],
    PolicyDocument: { Version: '2012-10-17', Statement: [refusal('sqs:*', [arn]), ...sending] },
  });
  return { arn, patches: [queue, policy] };
}

/**
 * A queue that a role sends to, and the policy that allows it, before the resource that needs both is changed.
 *
 * All of it stands beside the role: in a construct tree, what stands beside the served resource would wait with it for the
 * policy, which waits for the queue.
 *
 * @param role the role of who sends, where it is part of the application
 */
export function deadLetterQueueOfRole(served: Resource, role: Resource | undefined, app: AppModel): DeadLetterQueue | Declined {
  if (role === undefined) return { declined: 'its role is not part of the application, and may not send to a queue' };
  if (role.template !== served.template) return { declined: `its role ${role.logicalId} stands in another stack and may not send to a queue` };
  // No policy can name the queue before it is there: what reaches every queue decides.
  const grant = { action: SEND, resource: '*' };
  if (!couldBeAllowed(role, grant, app)) return { declined: `a denial or a permissions boundary of its role ${role.logicalId} may keep it from sending to a queue` };
  const place = `DeadLettersOf${served.logicalId}`;
  const queue = queueBeside(role, place);
  if (mayDo(role, grant, app) === 'yes') return queue;
  const name = new Link(queue.arn.target, 'QueueName');
  const allowed = new AddResource(role, `${place}Grant`, 'AWS::IAM::Policy', {
    // Inline policies of one role tell themselves apart by their names.
    PolicyName: { 'Fn::Join': ['', ['RampartSendTo-', name]] },
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: SEND, Resource: queue.arn }] },
    Roles: [new Link(role)],
  }, { before: [served] });
  return { arn: queue.arn, patches: [...queue.patches, allowed] };
}

/** Whether there can be no queue. */
export function isRefusedQueue(answer: DeadLetterQueue | Declined): answer is Declined {
  return isDeclined(answer as Declined);
}
