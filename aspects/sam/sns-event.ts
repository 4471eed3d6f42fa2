import { EventTarget, permit, SamEvent } from './event-target';
import { getAtt, isFalse, isNothing, isTrue, mapOf, ref, textOf } from './intrinsic';
import { Json } from '../model/json';

/** SNS: a subscription of the function and its permission, or of a queue in between that the function reads. */
export function snsEvent(target: EventTarget, { properties, prefix }: SamEvent): void {
  const { SqsSubscription: queue, Topic } = properties;
  if (isNothing(queue) || isFalse(queue)) {
    permit(target, `${prefix}Permission`, 'sns.amazonaws.com', { SourceArn: Topic });
    subscribe(target, { properties, prefix }, 'lambda', target.arn);
    return;
  }
  const { arn, url } = isTrue(queue) ? ownQueue(target, prefix) : { arn: mapOf(queue).QueueArn, url: mapOf(queue).QueueUrl };
  const settings = mapOf(queue);
  target.generation.add(target.owner, textOf(settings.QueuePolicyLogicalId) || `${prefix}QueuePolicy`, 'AWS::SQS::QueuePolicy', {
    Queues: [url],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn, Condition: { ArnEquals: { 'aws:SourceArn': Topic } },
      }],
    },
  });
  subscribe(target, { properties, prefix }, 'sqs', arn);
  target.generation.add(target.owner, `${prefix}EventSourceMapping`, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: target.name, EventSourceArn: arn, BatchSize: settings.BatchSize ?? 10, Enabled: settings.Enabled ?? true,
  });
}

function ownQueue({ generation, owner }: EventTarget, prefix: string): { readonly arn: Json; readonly url: Json } {
  const queue = generation.add(owner, `${prefix}Queue`, 'AWS::SQS::Queue', {});
  return { arn: getAtt(queue, 'Arn'), url: ref(queue) };
}

function subscribe({ generation, owner }: EventTarget, { properties, prefix }: Pick<SamEvent, 'properties' | 'prefix'>, protocol: string, endpoint: Json): void {
  generation.add(owner, prefix, 'AWS::SNS::Subscription', {
    TopicArn: properties.Topic,
    Protocol: protocol,
    Endpoint: endpoint,
    Region: properties.Region,
    FilterPolicy: properties.FilterPolicy,
    FilterPolicyScope: properties.FilterPolicyScope,
    RedrivePolicy: properties.RedrivePolicy,
  });
}

