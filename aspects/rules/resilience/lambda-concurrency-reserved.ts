import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Each function has a share of its own. */
export const lambdaConcurrencyReserved: Rule = {
  id: 'lambda-concurrency-reserved',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function has a share of the account\'s concurrency that it cannot pass, and that nobody takes from it',
  threat: 'All functions of an account share a thousand instances. One that is flooded with events takes them all, and whatever stands beside it, '
    + 'authorizers and alarms included, is refused.',
  remedy: 'Set reservedConcurrentExecutions where policy asks for it, and count before: what is reserved is taken from all others, and concurrency-budget '
    + 'reports a sum that the account does not have. Otherwise acknowledge.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/lambda-concurrency-check.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  // Functions that anybody may start are judged by lambda-concurrency-bounded, with a higher severity.
  covers: ['cdk-nag:LambdaConcurrency', 'cfn_nag:W92', 'checkov:CKV_AWS_115', 'guard:LAMBDA_CONCURRENCY_CHECK'],
  target: 'AWS::Lambda::Function',
  check: fn => mustBeGiven(fn, 'ReservedConcurrentExecutions', 'the function has no share of its own, and no bound'),
  // No fix: what is reserved for one function is taken from all others, and may refuse the deployment.
  examples: [
    compliant('some concurrency reserved', ({ someFunction }) => {
      someFunction('Function', { reservedConcurrentExecutions: 20 });
    }),
    compliant('as much as a parameter says, in a raw resource', ({ stack, cdk }) => {
      const ReservedConcurrentExecutions = new cdk.CfnParameter(stack, 'Share', { type: 'Number' }).valueAsNumber;
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { ReservedConcurrentExecutions } });
    }),
    noncompliantExample('nothing said', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('taken away by an override', ({ someFunction }) => {
      const fn = someFunction('Function', { reservedConcurrentExecutions: 20 });
      (fn.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyDeletionOverride('ReservedConcurrentExecutions');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsBound', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Bound').valueAsString, 'yes') });
      const share = cdk.Fn.conditionIf('IsBound', 20, cdk.Aws.NO_VALUE);
      (someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyOverride('ReservedConcurrentExecutions', share);
    }),
  ],
};
