import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { partOf } from './part-of';
import { RuleSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';

const NO_SOURCE = 'eventPattern: name at least one source, as source: [\'shop.orders\'], since everybody in the account may put events on a bus; got none';

/** What is wrong with a rule as a source. */
export function ruleProblems({ eventPattern }: RuleSourceProps): string[] {
  return (eventPattern.source ?? []).length === 0 ? [NO_SOURCE] : [];
}

/** Lets a rule start a function, which owns it. */
export function addRule(fn: lambda.IFunction, id: string, props: RuleSourceProps, failures: Failures): events.IRule {
  const rule = new events.Rule(partOf(fn, 'Rules'), id, { eventPattern: props.eventPattern, eventBus: props.eventBus, description: props.description });
  rule.addTarget(new LambdaFunction(fn, {
    deadLetterQueue: failures.queue, retryAttempts: props.retryAttempts ?? 10, maxEventAge: props.maxEventAge ?? Duration.hours(4),
  }));
  return rule;
}
