import { FixLevel } from '../../fix-level';
import { starts } from '../../graphs/triggers';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { plainTextTaken, plainTextTakenElsewhere, Protected } from '../../policy/plain-text';
import { attachedPolicies } from '../../policy/resource-policies';
import { arnOf, levelOfFirstPolicy, refusal, refusingPlainText } from '../../policy/tls-only-fix';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Link } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const QUEUE: Protected = { noun: 'queue', calls: [{ action: 'sqs:SendMessage', rest: '' }, { action: 'sqs:ReceiveMessage', rest: '' }] };

/** Services that deliver to a queue only where its policy lets them. */
const NEEDING_A_POLICY = ['s3', 'sns', 'events'];

/** Queues are called over TLS only. */
export const queueTlsOnly: Rule = {
  id: 'queue-tls-only',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A queue refuses calls that are not encrypted on their way',
  threat: 'SQS answers plain HTTP too: a client that is told to use it sends its messages so that whoever is on the way reads and changes them.',
  remedy: 'Set enforceSSL: true; on a raw queue, deny sqs:* to everybody where aws:SecureTransport is false, in the queue\'s policy.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  covers: ['cdk-nag:SQSQueueSSLRequestsOnly'],
  target: ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
  check: (resource, app) => (resource.type === 'AWS::SQS::Queue' ? plainTextTaken(resource, QUEUE, app) : plainTextTakenElsewhere(resource, QUEUE, 'sqs', app)),
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Every call of a queue is signed, and what signs (the SDKs, the services of AWS) uses TLS unless it is told otherwise; what a policy of the '
      + 'application says stays beside the new statement. A first policy is strict where others know the queue\'s name, since one that stands outside '
      + 'of the application would be replaced.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('enforced', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { enforceSSL: true });
    }),
    compliant('a raw policy, the statement not in a list, for all resources', ({ stack, cdk, sqs }) => {
      const queue = new sqs.CfnQueue(stack, 'Jobs');
      const Statement = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'SQS:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': false } } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SQS::QueuePolicy', properties: { Queues: [queue.ref], PolicyDocument: { Statement } } });
    }),
    noncompliantExample('nothing said', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    noncompliantExample('a policy about something else', ({ stack, sqs, sns, subscriptions }) => {
      new sns.Topic(stack, 'Orders').addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(stack, 'Jobs')));
    }),
    noncompliantExample('allowed instead of denied', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['sqs:*'], resources: ['*'], conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }));
    }),
    noncompliantExample('one policy for two queues, one of which it refuses plain text for', ({ stack, sqs }) => {
      const [jobs, orders] = ['Jobs', 'Orders'].map(id => new sqs.CfnQueue(stack, id));
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: jobs.attrArn, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [jobs.ref, orders.ref], policyDocument: { Statement } });
    }),
    noncompliantExample('a policy of a queue outside of the application', ({ stack, sqs }) => {
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessage', Resource: '*' }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'], policyDocument: { Statement } });
    }),
    undecidedExample('a condition decides whether the statement is there', ({ stack, cdk, sqs }) => {
      const strict = new cdk.CfnParameter(stack, 'Strict');
      const isStrict = new cdk.CfnCondition(stack, 'IsStrict', { expression: cdk.Fn.conditionEquals(strict.valueAsString, 'yes') });
      const queue = new sqs.CfnQueue(stack, 'Jobs');
      const statement = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: queue.attrArn, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
      new sqs.CfnQueuePolicy(stack, 'Policy', {
        queues: [queue.ref], policyDocument: { Statement: [cdk.Fn.conditionIf(isStrict.logicalId, statement, cdk.Aws.NO_VALUE)] },
      });
    }),
  ],
};

function repair(subject: Resource, app: AppModel): Repair | Declined {
  if (subject.type !== 'AWS::SQS::Queue') return { declined: 'the queue is not part of the application, so nothing here says its ARN' };
  const delivering = app.once(starts).starters(subject).find(({ service }) => NEEDING_A_POLICY.includes(service));
  if (delivering !== undefined && attachedPolicies(subject, app).length === 0) {
    return { declined: `what ${delivering.from.name} delivers needs a policy that stands outside of the application: add the statement there` };
  }
  const first = { type: 'AWS::SQS::QueuePolicy', properties: { Queues: [new Link(subject)] }, level: levelOfFirstPolicy(subject, app) };
  return refusingPlainText(subject, refusal('sqs:*', [arnOf(subject)]), first, app);
}
