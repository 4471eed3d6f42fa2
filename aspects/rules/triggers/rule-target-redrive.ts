import { FixLevel } from '../../fix-level';
import { isObject, Json } from '../../model/json';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, entryOf, isOpen, patternOf, Value, valuesOf } from '../../model/value';
import { deadLetterQueue } from '../../queues/dead-letter-queue';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Link, patchValueOf, PatchValue, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What a rule cannot deliver is kept. */
export const ruleTargetRedrive: Rule = {
  id: 'rule-target-redrive',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The targets of an EventBridge rule keep what could not be delivered in a dead-letter queue',
  threat: 'EventBridge tries for a day and forgets the event: a permission that was taken away, or a target that is kept busy, makes alerts and orders '
    + 'disappear without a trace.',
  remedy: 'Set deadLetterQueue on each target: new targets.LambdaFunction(fn, { deadLetterQueue: queue }).',
  links: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:EventBusDLQ', 'serverless-rules:ES4000'],
  target: 'AWS::Events::Rule',
  check: rule => (rule.get('State') === 'DISABLED' ? undefined : judged(rule)),
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Only what EventBridge would forget goes to the new queue; deliveries and their retries stay as they are, and an unused queue costs nothing.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a dead-letter queue on the target', ({ stack, cdk, events, sqs, targets, someFunction }) => {
      const target = new targets.LambdaFunction(someFunction(), { deadLetterQueue: new sqs.Queue(stack, 'Failed') });
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [target] });
    }),
    compliant('no target', ({ stack, cdk, events }) => {
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)) });
    }),
    noncompliantExample('nothing said', ({ stack, cdk, events, targets, someFunction }) => {
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(someFunction())] });
    }),
    noncompliantExample('one target of two', ({ stack, events, sqs, targets, someFunction }) => {
      const kept = new targets.LambdaFunction(someFunction(), { deadLetterQueue: new sqs.Queue(stack, 'Failed') });
      const rule = new events.Rule(stack, 'Placed', { eventPattern: { source: ['orders'] }, targets: [kept] });
      rule.addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('a raw rule', ({ stack, cdk, someFunction }) => {
      const Targets = [{ Id: 'Target', Arn: someFunction().functionArn }];
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::Events::Rule', properties: { ScheduleExpression: 'rate(1 day)', Targets } });
    }),
    undecidedExample('left to a condition', ({ stack, cdk, events, someFunction }) => {
      const isProd = new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'prod') });
      const arn = someFunction().functionArn;
      const kept = { Id: 'Target', Arn: arn, DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:failed' } };
      const rule = new events.CfnRule(stack, 'Rule', { scheduleExpression: 'rate(1 day)' });
      rule.addPropertyOverride('Targets', [cdk.Fn.conditionIf(isProd.logicalId, kept, { Id: 'Target', Arn: arn })]);
    }),
  ],
};

function judged(rule: Resource): Found | undefined {
  const targets = alternativesOf(rule.get('Targets')).flatMap(list => (isOpen(list) ? [list] : valuesOf(list)));
  const certain = alternativesOf(rule.get('Targets')).length === 1;
  const answers = targets.map((target): Answer => (certain ? keepsDeadLetters(target) : keepsDeadLetters(target) === 'yes' ? 'yes' : 'undecided'));
  const lost = targets.filter((_, index) => answers[index] === 'no').map(target => patternOf(entryOf(target, 'Id')) ?? '*');
  if (lost.length > 0) return noncompliant(rule, `nothing keeps the events that cannot be delivered to ${lost.join(', ')}`, { property: 'Targets' });
  return answers.includes('undecided') ? undecided(rule, 'only the deployment knows whether its targets have dead-letter queues', { property: 'Targets' }) : undefined;
}

function keepsDeadLetters(target: Value): Answer {
  const answers = new Set(alternativesOf(target).filter(one => one !== undefined).map(one => (isOpen(one) ? 'undecided' : isGiven(entryOf(entryOf(one, 'DeadLetterConfig'), 'Arn')))));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/** One queue keeps what any of the rule's targets did not take. */
function repair(rule: Resource): Repair | Declined {
  const properties = rule.definition.Properties;
  const written: Json = isObject(properties) ? properties.Targets : undefined;
  const targets = Array.isArray(written) ? written.map(target => patchValueOf(rule, target)) : [undefined];
  const isPlain = (target: PatchValue | undefined) => typeof target === 'object' && target !== null && !(target instanceof Link) && 'Arn' in target;
  if (!targets.every(isPlain)) return { declined: 'its targets are written so that only the deployment knows them, or stand outside of the application' };
  const { arn, patches } = deadLetterQueue(rule, { service: 'events.amazonaws.com', source: new Link(rule, 'Arn') });
  const changed = targets.map(target => {
    const given = target as { readonly [key: string]: PatchValue };
    return given.DeadLetterConfig === undefined ? { ...given, DeadLetterConfig: { Arn: arn } } : given;
  });
  return { level: FixLevel.SAFE, patches: [...patches, new SetProperty(rule, 'Targets', changed)] };
}
