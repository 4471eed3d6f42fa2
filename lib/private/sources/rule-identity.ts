import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { isText } from './identity-of';
import { Rendered } from './referred';
import { isObject } from '../../../aspects/model/json';
import { EventFact } from '../../../runtime/contract';
import { Boundary, Identity } from '../boundary';

/**
 * Lets the events of a rule in. They are known by the rule's pattern, of which only what is written out is taken.
 *
 * @param rule nothing where it is not in the tree
 */
export function allowByRule(boundary: Boundary, rule: CfnRule | undefined): void {
  if (rule === undefined) return boundary.allow('eventbridge', true);
  if (rule.scheduleExpression !== undefined) boundary.allow('schedule', () => givesInput(rule, boundary) ? true : ruleArn(rule));
  // CDK settles the pattern late, so that of a rule that only keeps the time is there, and turns out to be none.
  if (rule.eventPattern === undefined) return;
  const fact = () => eventFact(rule.stack.resolve(rule.eventPattern));
  boundary.allow('eventbridge', fact);
  boundary.allow('direct', () => fact() !== undefined && givesInput(rule, boundary) ? true : undefined);
}

/** Whether the function gets an input of the rule's own, or a part of the event, which says nothing of who sent it. */
function givesInput(rule: CfnRule, boundary: Boundary): boolean {
  const rendered = new Rendered(rule);
  const targets = rendered.get('Targets');
  return Array.isArray(targets) && targets.some(target => isObject(target)
    && ['Input', 'InputPath', 'InputTransformer'].some(name => target[name] !== undefined)
    && rendered.functions(target.Arn, new Set([boundary])).length > 0);
}

/** What a pattern demands of an event's source, detail type and account. */
function eventFact(pattern: Readonly<Record<string, unknown>> | undefined): EventFact | undefined {
  if (pattern === undefined) return undefined;
  const [source, detailType, account] = [pattern.source, pattern['detail-type'], pattern.account].map(words);
  return { ...(source && { source }), ...(detailType && { detailType }), ...(account && { account }) };
}

/** Values that are written out, or the account itself; an operator as a prefix, or what only the deployment knows, leaves all open. */
function words(values: unknown): readonly string[] | undefined {
  const isKnown = (value: unknown) => isText(value) || JSON.stringify(value) === '{"Ref":"AWS::AccountId"}';
  return Array.isArray(values) && values.length > 0 && values.every(isKnown) ? values as string[] : undefined;
}

/** The rule refers to the function, so only a name that somebody chose tells its ARN. */
function ruleArn(rule: CfnRule): Identity {
  return isText(rule.name) ? Stack.of(rule).formatArn({ service: 'events', resource: 'rule', resourceName: rule.name, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }) : true;
}
