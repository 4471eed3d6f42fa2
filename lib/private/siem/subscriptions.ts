import { CfnResource, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { identityText } from '../identity-text';

/** So many a log group takes, and no quota can be raised for more. Source: the CloudWatch Logs guide, quotas. */
const MOST = 2;

const SAYS = {
  full: (path: string, others: readonly string[]) =>
    `addLogGroup: ${path} has its ${MOST} subscriptions, and CloudWatch Logs takes no third: ${others.join(', ')}; give one of them up, or have what is exported once passed on`,
};

/** What is wrong with one more subscription of a log group, as far as those of the stack are made by now. */
export function subscriptionProblems(group: logs.ILogGroup): string[] {
  const there = subscriptionsOf(group);
  return there.length < MOST ? [] : [said(group, there)];
}

/** What is wrong with the subscriptions of a log group in the end. */
export function finishedSubscriptionProblems(group: logs.ILogGroup): string[] {
  const there = subscriptionsOf(group);
  return there.length <= MOST ? [] : [said(group, there)];
}

function said(group: logs.ILogGroup, there: readonly logs.CfnSubscriptionFilter[]): string {
  return SAYS.full(group.node.path, there.map(({ node }) => node.path));
}

/** The subscriptions of a group in its stack, by whomever they are made. */
function subscriptionsOf(group: logs.ILogGroup): logs.CfnSubscriptionFilter[] {
  const stack = Stack.of(group);
  const name = identityText(group, group.logGroupName);
  return stack.node.findAll().filter(isSubscription).filter(one => one.stack === stack && identityText(one, one.logGroupName) === name);
}

function isSubscription(one: IConstruct): one is logs.CfnSubscriptionFilter {
  return CfnResource.isCfnResource(one) && one.cfnResourceType === 'AWS::Logs::SubscriptionFilter';
}
