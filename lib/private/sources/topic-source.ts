import { Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { partOf } from './part-of';
import { TopicSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';

/** How much a filter policy may say. Source: the SNS guide, filter policy constraints. */
const FILTER = { attributes: 5, combinations: 150 };

const SAYS = {
  fifo: (topic: string) => `topic: ${topic} is FIFO, and delivers to queues only: subscribe a FIFO queue, and use addQueueSource`,
  region: (topic: string, region: string, own: string) =>
    `topic: ${topic} is in ${region}, and SNS delivers to functions in ${own}, a Region that an account has to enable, from there only: give a topic of ${own}`,
  twoFilters: 'filterPolicyWithMessageBody: a subscription looks at the attributes or at the body; leave out filterPolicy or this',
  attributes: (prop: string, given: number) => `${prop}: at most ${FILTER.attributes} names, got ${given}`,
  combinations: (prop: string, given: number) => `${prop}: at most ${FILTER.combinations} combinations of values, got ${given}`,
};

/** What is wrong with a topic as a source. */
export function topicProblems(fn: lambda.IFunction, topic: sns.ITopic, { filterPolicy, filterPolicyWithMessageBody }: TopicSourceProps): string[] {
  return [
    ...topic.fifo ? [SAYS.fifo(topic.node.path)] : [],
    ...isElsewhere(fn, topic) && isOptIn(fn.env.region) ? [SAYS.region(topic.node.path, topic.env.region, fn.env.region)] : [],
    ...filterPolicy !== undefined && filterPolicyWithMessageBody !== undefined ? [SAYS.twoFilters] : [],
    ...filterProblems('filterPolicy', Object.values(filterPolicy ?? {}).map(({ conditions }) => conditions.length)),
    ...filterProblems('filterPolicyWithMessageBody', combinationsIn(filterPolicyWithMessageBody)),
  ];
}

/** @param combinations for each name, how many combinations its values count */
function filterProblems(prop: string, combinations: readonly number[]): string[] {
  const all = combinations.reduce((product, count) => product * count, 1);
  return [
    ...combinations.length > FILTER.attributes ? [SAYS.attributes(prop, combinations.length)] : [],
    ...all > FILTER.combinations ? [SAYS.combinations(prop, all)] : [],
  ];
}

/** Of the names that have values: values of one that is nested count once for each level. */
function combinationsIn(policy: { readonly [name: string]: sns.FilterOrPolicy } = {}, depth: number = 1): readonly number[] {
  return Object.values(policy).flatMap(one => {
    if (one.isPolicy()) return combinationsIn(one.policyDoc, depth + 1);
    return one.isFilter() ? [one.filterDoc.conditions.length * depth] : [];
  });
}

/**
 * Subscribes a function to a topic; what cannot be delivered is kept, in the Region of the topic alone: a subscription stands there, and SNS
 * takes no dead-letter queue of another Region for it.
 *
 * Not by CDK's LambdaSubscription, which lets a function in a nested stack subscribe to no topic of its parent.
 */
export function addTopic(fn: lambda.IFunction, topic: sns.ITopic, props: TopicSourceProps, failures: Failures): void {
  const id = `From${topic.node.addr.slice(-8)}`;
  const { region } = topic.env;
  const isFar = isElsewhere(fn, topic);
  // From a Region that an account has to enable, SNS calls by a name of that Region: sns.ap-east-1.amazonaws.com.
  const principal = new iam.ServicePrincipal(isFar && isOptIn(region) ? `sns.${region}.amazonaws.com` : 'sns.amazonaws.com');
  fn.addPermission(id, { principal, sourceArn: topic.topicArn });
  new sns.Subscription(partOf(fn, 'Subscriptions'), id, {
    topic,
    protocol: sns.SubscriptionProtocol.LAMBDA,
    endpoint: fn.functionArn,
    region: Token.isUnresolved(region) || region === fn.env.region ? undefined : region,
    deadLetterQueue: isFar ? undefined : failures.queue,
    ...props,
  });
}

/** Whether a topic is known to be in another Region. Source: the SNS guide, cross-Region delivery. */
function isElsewhere(fn: lambda.IFunction, topic: sns.ITopic): boolean {
  return Token.compareStrings(fn.env.region, topic.env.region) === TokenComparison.DIFFERENT;
}

function isOptIn(region: string): boolean {
  return RegionInfo.get(region).isOptInRegion;
}
