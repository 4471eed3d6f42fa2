import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { partOf } from './part-of';
import { TopicSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';

/** How much a filter policy may say. Source: the SNS guide, filter policy constraints. */
const FILTER = { attributes: 5, combinations: 150 };

const SAYS = {
  fifo: (topic: string) => `topic: ${topic} is FIFO, and delivers to queues only: subscribe a FIFO queue, and use addQueueSource`,
  twoFilters: 'filterPolicyWithMessageBody: a subscription looks at the attributes or at the body; leave out filterPolicy or this',
  attributes: (prop: string, given: number) => `${prop}: at most ${FILTER.attributes} names, got ${given}`,
  combinations: (prop: string, given: number) => `${prop}: at most ${FILTER.combinations} combinations of values, got ${given}`,
};

/** What is wrong with a topic as a source. */
export function topicProblems(topic: sns.ITopic, { filterPolicy, filterPolicyWithMessageBody }: TopicSourceProps): string[] {
  const combinations = Object.values(filterPolicy ?? {}).reduce((product, { conditions }) => product * conditions.length, 1);
  return [
    ...topic.fifo ? [SAYS.fifo(topic.node.path)] : [],
    ...filterPolicy !== undefined && filterPolicyWithMessageBody !== undefined ? [SAYS.twoFilters] : [],
    ...Object.entries({ filterPolicy, filterPolicyWithMessageBody }).flatMap(([prop, policy = {}]) => {
      const names = Object.keys(policy).length;
      return names > FILTER.attributes ? [SAYS.attributes(prop, names)] : [];
    }),
    ...combinations > FILTER.combinations ? [SAYS.combinations('filterPolicy', combinations)] : [],
  ];
}

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
