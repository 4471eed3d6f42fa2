import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Lambda ends what goes round in a loop. */
export const lambdaRecursiveLoopTerminated: Rule = {
  id: 'lambda-recursive-loop-terminated',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'Lambda may end a loop that a function takes part in',
  threat: 'One message that goes round between a function and a queue, a topic or a bucket runs until somebody sees the bill: whoever can send it uses up '
    + 'the concurrency of the account.',
  remedy: 'Leave recursiveLoop out, or set RecursiveLoop.TERMINATE; a loop that is meant needs an end of its own, and an acknowledgement that names it.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
    'https://cwe.mitre.org/data/definitions/674.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource) => mustBe(fn, 'RecursiveLoop', value => value !== 'Allow', 'Lambda lets loops that the function takes part in go on'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'An event that has been through the function sixteen times is dropped from then on, or goes to its dead-letter queue.',
    repair: ({ subject }) => ({ level: FixLevel.STRICT, patches: [new SetProperty(subject as Resource, 'RecursiveLoop', 'Terminate')] }),
  },
  examples: [
    compliant('nothing said: Lambda ends loops by default', ({ someFunction }) => {
      someFunction();
    }),
    compliant('ended', ({ lambda, someFunction }) => {
      someFunction('Function', { recursiveLoop: lambda.RecursiveLoop.TERMINATE });
    }),
    noncompliantExample('allowed', ({ lambda, someFunction }) => {
      someFunction('Function', { recursiveLoop: lambda.RecursiveLoop.ALLOW });
    }),
    noncompliantExample('allowed by an override', ({ lambda, someFunction }) => {
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('RecursiveLoop', 'Allow');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const loop = new cdk.CfnParameter(stack, 'Loop').valueAsString;
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('RecursiveLoop', loop);
    }),
  ],
};
