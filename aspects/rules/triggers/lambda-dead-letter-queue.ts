import { starts } from '../../graphs/triggers';
import { invokeConfigs, keepsFailures } from '../../lambda/failures';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const DEAD_LETTERS = 'DeadLetterConfig.TargetArn';

/** Events have somewhere to go when a function fails, whoever invokes it. */
export const lambdaDeadLetterQueue: Rule = {
  id: 'lambda-dead-letter-queue',
  theme: 'triggers',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function has a dead-letter queue or a failure destination, whoever will invoke it',
  threat: 'Any caller may choose not to wait: a script of the operators, another stack, the console. The events of such calls are forgotten after the third '
    + 'failure, and nobody sees what was lost.',
  remedy: 'Set onFailure: new SqsDestination(queue), or deadLetterQueueEnabled: true. Acknowledge functions whose callers all wait for an answer.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/lambda-dlq-check.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  // What the application itself starts without waiting, or configures for it, is judged by lambda-async-failure-destination alone.
  covers: [
    'cdk-nag:LambdaDLQ', 'checkov:CKV_AWS_116', 'guard:LAMBDA_DLQ_CHECK', 'kics:c2eae442-d3ba-4cb1-84ca-1db4f80eae3d',
    'kics:cb2f612b-ed42-4ff5-9fb9-255c73d39a18',
  ],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (invokeConfigs(fn, app).length > 0 || app.once(starts).starters(fn).some(({ asynchronous }) => asynchronous)) return undefined;
    const kept = keepsFailures(fn, app);
    if (kept === 'yes') return undefined;
    if (kept === 'undecided') return undecided(fn, 'only the deployment knows whether failed events are kept', { property: DEAD_LETTERS });
    return noncompliant(fn, 'the function has nowhere to put events that it fails to work on', { property: DEAD_LETTERS });
  },
  // No fix: where nobody invokes the function without waiting, a queue would stand there for nothing.
  examples: [
    compliant('a dead-letter queue', ({ someFunction }) => {
      someFunction('Function', { deadLetterQueueEnabled: true });
    }),
    compliant('a failure destination', ({ stack, sqs, destinations, someFunction }) => {
      someFunction('Function', { onFailure: new destinations.SqsDestination(new sqs.Queue(stack, 'Failed')) });
    }),
    compliant('a raw resource with a topic that a parameter names', ({ stack, cdk }) => {
      const TargetArn = new cdk.CfnParameter(stack, 'Topic').valueAsString;
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { DeadLetterConfig: { TargetArn } } });
    }),
    compliant('started by a topic, which another rule is about', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
    }),
    noncompliantExample('nothing said', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a configuration without a target, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { DeadLetterConfig: {} } });
    }),
    noncompliantExample('taken away by an override', ({ someFunction }) => {
      const fn = someFunction('Function', { deadLetterQueueEnabled: true });
      (fn.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyDeletionOverride('DeadLetterConfig');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsKept', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Kept').valueAsString, 'yes') });
      const TargetArn = cdk.Fn.conditionIf('IsKept', 'arn:aws:sqs:eu-west-1:111122223333:failed', cdk.Aws.NO_VALUE);
      (someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyOverride('DeadLetterConfig.TargetArn', TargetArn);
    }),
  ],
};
