import { Duration, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DELIVERY_AGE, DELIVERY_RETRIES } from './delivery';
import { partOf } from './part-of';
import { RuleSourceProps } from '../../secure-function-sources';
import { environmentProblems, placedByArn } from '../environment-problems';
import { Failures } from '../failures';
import { idProblems } from '../id-problems';
import { durationProblems, numberProblems } from '../ranges';

/** Source: the EventBridge API reference, PutRule. */
const LONGEST_DESCRIPTION = 512;

const SAYS = {
  noSource: 'eventPattern: name at least one source, as source: [\'shop.orders\'], since everybody in the account may put events on a bus; got none',
  description: (length: number) => `description: at most ${LONGEST_DESCRIPTION} characters, got ${length}`,
};

/** What is wrong with a rule as a source. */
export function ruleProblems({ eventPattern, description = '', retryAttempts, maxEventAge }: RuleSourceProps): string[] {
  return [
    ...(eventPattern.source ?? []).length === 0 ? [SAYS.noSource] : [],
    ...!Token.isUnresolved(description) && description.length > LONGEST_DESCRIPTION ? [SAYS.description(description.length)] : [],
    ...numberProblems({ retryAttempts }, DELIVERY_RETRIES),
    ...durationProblems({ maxEventAge }, DELIVERY_AGE),
  ];
}

/** Whether the bus of a rule is elsewhere: CDK names it by its name alone, and here that is another bus, or none. */
export function busProblems(fn: lambda.IFunction, { eventBus }: RuleSourceProps): string[] {
  return environmentProblems(fn, 'eventBus', eventBus && placedByArn(eventBus, eventBus.eventBusArn));
}

/** What is wrong with what a rule is called. */
export function ruleIdProblems(fn: lambda.IFunction, id: string): string[] {
  return idProblems('a rule of the function', id, fn.node.tryFindChild('Rules'));
}

/** Lets a rule start a function, which owns it. */
export function addRule(fn: lambda.IFunction, id: string, props: RuleSourceProps, failures: Failures): events.IRule {
  const rule = new events.Rule(partOf(fn, 'Rules'), id, { eventPattern: props.eventPattern, eventBus: props.eventBus, description: props.description });
  rule.addTarget(new LambdaFunction(fn, {
    deadLetterQueue: failures.queue, retryAttempts: props.retryAttempts ?? 10, maxEventAge: props.maxEventAge ?? Duration.hours(4),
  }));
  return rule;
}
