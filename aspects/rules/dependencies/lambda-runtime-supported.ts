import { RUNTIMES_PAGE, supportOf } from '../../lambda/runtimes';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions run on what is still patched. */
export const lambdaRuntimeSupported: Rule = {
  id: 'lambda-runtime-supported',
  theme: 'dependencies',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A function runs on a runtime that Lambda still patches',
  threat: 'Nobody mends the interpreter, its libraries and the system below the handler any more: an attacker uses a weakness that was published, and no '
    + 'deployment of yours closes it.',
  remedy: 'Set runtime to one that the Lambda documentation lists as supported, as Runtime.NODEJS_24_X or Runtime.PYTHON_3_14, and run your tests on it.',
  links: [
    RUNTIMES_PAGE,
    'https://cwe.mitre.org/data/definitions/1104.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:LambdaLatestVersion', 'cfn-lint:E2531', 'cfn-lint:W2531', 'checkov:CKV_AWS_363', 'securityhub:Lambda.2'],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource) => {
    // Today decides, so the same template is noncompliant from some day on.
    const today = new Date();
    const found = alternativesOf(fn.get('Runtime')).map(runtime => (isOpen(runtime) ? 'open' : unsupported(fn, String(runtime), today)));
    if (new Set(found.map(one => (typeof one === 'object' ? one.message : one))).size === 1 && found[0] !== 'open') return found[0] as Found | undefined;
    return undecided(fn, 'Runtime is only known at deployment', { property: 'Runtime' });
  },
  // No fix: code that runs on one version of a language may not run on the next one.
  examples: [
    compliant('a runtime of today', ({ lambda, someFunction }) => {
      someFunction('Function', { runtime: lambda.Runtime.NODEJS_24_X });
    }),
    compliant('supported, though not the newest', ({ lambda, someFunction }) => {
      someFunction('Function', { runtime: lambda.Runtime.PYTHON_3_13 });
    }),
    compliant('a container image, which brings its own', ({ stack, lambda, iam }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const imageUri = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1';
      new lambda.CfnFunction(stack, 'Function', { packageType: 'Image', code: { imageUri }, role: role.roleArn });
    }),
    noncompliantExample('a runtime whose support has ended', ({ lambda, someFunction }) => {
      someFunction('Function', { runtime: lambda.Runtime.NODEJS_18_X });
    }),
    noncompliantExample('a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Function', {
        type: 'AWS::Lambda::Function',
        properties: { Runtime: 'python3.8', Handler: 'index.handler', Code: { ZipFile: 'pass' }, Role: 'arn:aws:iam::111122223333:role/orders' },
      });
    }),
    noncompliantExample('the default of a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const runtime = new cdk.CfnParameter(stack, 'Runtime', { default: 'nodejs16.x' });
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).runtime = runtime.valueAsString;
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const runtime = new cdk.CfnParameter(stack, 'Runtime');
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).runtime = runtime.valueAsString;
    }),
  ],
};

function unsupported(fn: Resource, runtime: string, today: Date): Found | undefined {
  const { state, date } = supportOf(runtime, today);
  if (state === 'supported') return undefined;
  if (state === 'ended') return noncompliant(fn, `Lambda has not patched ${runtime} since ${date}`, { property: 'Runtime' });
  return noncompliant(fn, `Lambda patches ${runtime} until ${date}`, { property: 'Runtime', severity: Severity.LOW });
}
