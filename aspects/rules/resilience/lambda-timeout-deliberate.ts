import { Resource } from '../../model/resource';
import { alternativesOf, ask, numberOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** In seconds: as long as Lambda lets a function run. Source: the Lambda guide, quotas; managed instances run longer. */
const CEILING = 900;

/** Somebody has thought about how long a function may run. */
export const lambdaTimeoutDeliberate: Rule = {
  id: 'lambda-timeout-deliberate',
  theme: 'resilience',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A function has a timeout that somebody has chosen',
  threat: 'A function that may run for fifteen minutes lets whoever can slow it down (a regular expression, a connection held open) use up the concurrency '
    + 'of the account and run up its bill; one left to three seconds fails where the work takes a little longer.',
  remedy: 'Set timeout to a little more than the slowest call takes, as Duration.seconds(10). Where the work really takes up to fifteen minutes, acknowledge this with the reason.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
    'https://cwe.mitre.org/data/definitions/400.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:LambdaDefaultTimeout', 'serverless-rules:ES1006'],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource) => {
    const timeout = fn.get('Timeout');
    const isChosen = ask(timeout, value => value !== undefined && (numberOf(value as Value) ?? 0) < CEILING);
    if (isChosen === 'yes') return undefined;
    if (isChosen === 'undecided') return undecided(fn, 'Timeout is only known at deployment', { property: 'Timeout' });
    const wrong = alternativesOf(timeout).includes(undefined) ? 'the timeout is left to Lambda: three seconds' : 'the function may run for as long as Lambda lets any: fifteen minutes';
    return noncompliant(fn, wrong, { property: 'Timeout' });
  },
  // No fix: only who knows the handler knows how long it takes.
  examples: [
    compliant('a timeout of one\'s own', ({ cdk, someFunction }) => {
      someFunction('Function', { timeout: cdk.Duration.seconds(10) });
    }),
    compliant('a number in a string', ({ lambda, someFunction }) => {
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('Timeout', '10');
    }),
    noncompliantExample('nothing said', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('as long as it can be', ({ cdk, someFunction }) => {
      someFunction('Function', { timeout: cdk.Duration.minutes(15) });
    }),
    noncompliantExample('a raw resource', ({ stack, cdk }) => {
      const properties = { Code: { ZipFile: ' ' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'arn:aws:iam::111122223333:role/orders', Timeout: 900 };
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const timeout = new cdk.CfnParameter(stack, 'Timeout', { type: 'Number' });
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).timeout = timeout.valueAsNumber;
    }),
  ],
};
