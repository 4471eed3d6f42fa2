import { newerThan, RUNTIMES_PAGE, supportOf } from '../../lambda/runtimes';
import { Resource } from '../../model/resource';
import { ask, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions do not wait for the end of support. */
export const lambdaRuntimeNewest: Rule = {
  id: 'lambda-runtime-newest',
  theme: 'dependencies',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function runs on the newest runtime of its language',
  threat: 'Versions are left when their support ends, all at once and in a hurry; until then the older one lacks what the newer has closed by design.',
  remedy: 'Set runtime to the newest of its language, as Runtime.NODEJS_24_X or Runtime.PYTHON_3_14, when your tests pass on it; otherwise acknowledge until then.',
  links: [
    RUNTIMES_PAGE,
    'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html',
    'https://cwe.mitre.org/data/definitions/1104.html',
  ],
  // What Lambda patches no more is reported by lambda-runtime-supported, with a higher severity.
  covers: ['cdk-nag:LambdaLatestVersion'],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource) => {
    const property = 'Runtime';
    const newest = ask(fn.get(property), given => {
      const runtime = String(given);
      return given === undefined || isLeftToOthers(runtime) || newerThan(runtime) === undefined;
    });
    if (newest === 'yes') return undefined;
    if (newest === 'undecided') return undecided(fn, `${property} is only known at deployment`, { property });
    const runtime = patternOf(fn.get(property))!;
    return noncompliant(fn, `${runtime} is not the newest runtime of its language: that is ${newerThan(runtime)}`, { property });
  },
  // No fix: code that runs on one version of a language may not run on the next one.
  examples: [
    compliant('the newest', ({ lambda, someFunction }) => {
      someFunction('Function', { runtime: lambda.Runtime.NODEJS_24_X });
    }),
    compliant('a container image, which brings its own', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { PackageType: 'Image' } });
    }),
    noncompliantExample('supported, but not the newest', ({ lambda, someFunction }) => {
      someFunction('Function', { runtime: lambda.Runtime.PYTHON_3_12 });
    }),
    noncompliantExample('an older version, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { Runtime: 'java21' } });
    }),
    noncompliantExample('set back by an override', ({ lambda, someFunction }) => {
      const fn = someFunction('Function', { runtime: lambda.Runtime.NODEJS_24_X });
      (fn.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).addPropertyOverride('Runtime', 'nodejs22.x');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const Runtime = new cdk.CfnParameter(stack, 'Runtime').valueAsString;
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { Runtime } });
    }),
  ],
};

/** What Lambda patches no more, or soon will not, has a finding of its own. */
function isLeftToOthers(runtime: string): boolean {
  return supportOf(runtime, new Date()).state !== 'supported';
}
