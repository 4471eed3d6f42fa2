import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { partOf } from './part-of';
import { TopicSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';

/**
 * Subscribes a function to a topic; what cannot be delivered is kept.
 *
 * Not by CDK's LambdaSubscription, which lets a function in a nested stack subscribe to no topic of its parent.
 */
export function addTopic(fn: lambda.IFunction, topic: sns.ITopic, props: TopicSourceProps, failures: Failures): void {
  const id = `From${topic.node.addr.slice(-8)}`;
  fn.addPermission(id, { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: topic.topicArn });
  const { region } = topic.env;
  new sns.Subscription(partOf(fn, 'Subscriptions'), id, {
    topic,
    protocol: sns.SubscriptionProtocol.LAMBDA,
    endpoint: fn.functionArn,
    region: Token.isUnresolved(region) || region === fn.env.region ? undefined : region,
    deadLetterQueue: failures.queue,
    ...props,
  });
}
