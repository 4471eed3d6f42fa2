import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Somebody has thought about how much memory a function gets. */
export const lambdaMemoryDeliberate: Rule = {
  id: 'lambda-memory-deliberate',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function has a memory size that somebody has chosen',
  threat: 'With the 128 MB that Lambda gives by default comes a twelfth of a processor: starts and calls take longer than they must, so fewer callers '
    + 'with larger inputs are enough to bring the function to its timeout.',
  remedy: 'Set memorySize, as 512, and measure: more memory is also more processor, and often costs less in the end.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: ['cdk-nag:LambdaDefaultMemorySize', 'serverless-rules:ES1005'],
  target: 'AWS::Lambda::Function',
  check: fn => {
    const given = isGiven(fn.get('MemorySize'));
    if (given === 'yes') return undefined;
    if (given === 'undecided') return undecided(fn, 'MemorySize is only known at deployment', { property: 'MemorySize' });
    return noncompliant(fn, 'the memory size is left to Lambda: 128 MB', { property: 'MemorySize' });
  },
  // No fix: only who knows the handler knows what it needs, and memory is paid for.
  examples: [
    compliant('a size of one\'s own', ({ someFunction }) => {
      someFunction('Function', { memorySize: 512 });
    }),
    compliant('128 MB, but chosen', ({ someFunction }) => {
      someFunction('Function', { memorySize: 128 });
    }),
    compliant('chosen at deployment', ({ stack, cdk, lambda, someFunction }) => {
      const size = new cdk.CfnParameter(stack, 'Size', { type: 'Number' });
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).memorySize = size.valueAsNumber;
    }),
    noncompliantExample('nothing said', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a raw resource', ({ stack, cdk }) => {
      const properties = { Code: { ZipFile: ' ' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'arn:aws:iam::111122223333:role/orders' };
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties });
    }),
    undecidedExample('left out by a condition', ({ stack, cdk, lambda, someFunction }) => {
      const isLarge = new cdk.CfnCondition(stack, 'Large', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'prod') });
      const size = cdk.Token.asNumber(cdk.Fn.conditionIf(isLarge.logicalId, 1024, cdk.Aws.NO_VALUE));
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).memorySize = size;
    }),
  ],
};
