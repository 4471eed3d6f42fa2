import { Duration, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DELIVERY_AGE, DELIVERY_RETRIES } from './delivery';
import { partOf } from './part-of';
import { RuleSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';
import { durationProblems, numberProblems } from '../ranges';

/** Source: the EventBridge API reference, PutRule. */
const LONGEST_DESCRIPTION = 512;

const SAYS = {
  noSource: 'eventPattern: name at least one source, as source: [\'shop.orders\'], since everybody in the account may put events on a bus; got none',
  description: (length: number) => `description: at most ${LONGEST_DESCRIPTION} characters, got ${length}`,
  id: (id: string) => `id: a rule is called by it within the function, so it is a text without slashes that no other rule has, got ${id}`,
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

/** What is wrong with what a rule is called. */
export function ruleIdProblems(fn: lambda.IFunction, id: string): string[] {
  const isUsable = id !== '' && !Token.isUnresolved(id) && !id.includes('/');
  if (!isUsable) return [SAYS.id(Token.isUnresolved(id) ? 'a token' : JSON.stringify(id))];
  return fn.node.tryFindChild('Rules')?.node.tryFindChild(id) === undefined ? [] : [SAYS.id(`${id} a second time`)];
}

/** Lets a rule start a function, which owns it. */
export function addRule(fn: lambda.IFunction, id: string, props: RuleSourceProps, failures: Failures): events.IRule {
  const rule = new events.Rule(partOf(fn, 'Rules'), id, { eventPattern: props.eventPattern, eventBus: props.eventBus, description: props.description });
  rule.addTarget(new LambdaFunction(fn, {
    deadLetterQueue: failures.queue, retryAttempts: props.retryAttempts ?? 10, maxEventAge: props.maxEventAge ?? Duration.hours(4),
  }));
  return rule;
}
