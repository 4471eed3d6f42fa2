import { stageOf } from '../../graphs/triggers';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, numberOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The instances of all functions of an account in one region, and those that nobody may reserve. Source: the Lambda guide, quotas. */
const QUOTA = 1000;
const UNRESERVED = 100;

/** What an application reserves, the account has. */
export const concurrencyBudget: Rule = {
  id: 'concurrency-budget',
  theme: 'resilience',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An application reserves no more concurrency than an account has',
  threat: 'What is reserved for some functions is taken from all others of the account: they are refused under little load, which anybody can make; '
    + 'beyond the quota the deployment fails.',
  remedy: `Reserve less, so that together it stays below ${QUOTA - UNRESERVED}. Where the account has a higher quota, acknowledge this with the number.`,
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: [],
  target: 'app',
  check: app => budgets(app),
  // No fix: which function needs how much, only its owner knows.
  examples: [
    compliant('little is reserved', ({ someFunction }) => {
      someFunction('Orders', { reservedConcurrentExecutions: 100 });
      someFunction('Bills', { reservedConcurrentExecutions: 50 });
    }),
    compliant('two Stages, which are deployed each by itself', ({ app, cdk, lambda }) => {
      for (const id of ['Test', 'Prod']) {
        const stack = new cdk.Stack(new cdk.Stage(app, id), 'Stack');
        new lambda.Function(stack, 'Function', {
          runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' '), reservedConcurrentExecutions: 600,
        });
      }
    }),
    noncompliantExample('more than an account has', ({ someFunction }) => {
      someFunction('Orders', { reservedConcurrentExecutions: 600 });
      someFunction('Bills', { reservedConcurrentExecutions: 500 });
    }),
    noncompliantExample('numbers in strings, across stacks, and provisioned concurrency', ({ app, cdk, lambda, someFunction }) => {
      (someFunction('Orders').node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('ReservedConcurrentExecutions', '600');
      const version = someFunction('Bills').currentVersion;
      new lambda.Alias(version.stack, 'Live', { aliasName: 'live', version, provisionedConcurrentExecutions: 200 });
      const other = new cdk.Stack(app, 'Other');
      const properties = { Code: { ZipFile: ' ' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'arn:aws:iam::111122223333:role/orders' };
      new cdk.CfnResource(other, 'Function', { type: 'AWS::Lambda::Function', properties: { ...properties, ReservedConcurrentExecutions: 150 } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, someFunction }) => {
      const reserved = new cdk.CfnParameter(stack, 'Reserved', { type: 'Number' }).valueAsNumber;
      someFunction('Orders', { reservedConcurrentExecutions: 850 });
      someFunction('Bills', { reservedConcurrentExecutions: reserved });
    }),
  ],
};

/** What one function takes of the account; nothing known where only the deployment says how much. */
interface Share { readonly fn: Resource; readonly least: number; readonly isOpen: boolean }

/** Each Stage is deployed by itself, perhaps to an account of its own. */
function budgets(app: AppModel): Found[] {
  const stages = new Map<string, Share[]>();
  for (const share of shares(app)) {
    const stage = stageOf(share.fn.template);
    stages.set(stage, [...stages.get(stage) ?? [], share]);
  }
  return [...stages.values()].flatMap(judged);
}

function judged(found: readonly Share[]): readonly Found[] {
  const sum = found.reduce((total, { least }) => total + least, 0);
  const largest = found.reduce((a, b) => (b.least > a.least ? b : a));
  const related = found.filter(one => one !== largest).map(({ fn }) => fn);
  const details = { property: 'ReservedConcurrentExecutions', related };
  if (sum > QUOTA - UNRESERVED) {
    return [noncompliant(largest.fn, `the application reserves ${sum} of the ${QUOTA} instances that an account has by default, of which ${UNRESERVED} cannot be reserved`, details)];
  }
  // A small rest is nobody's concern; half of the budget gone and the rest unknown is.
  if (!found.some(share => share.isOpen) || sum <= QUOTA / 2) return [];
  return [undecided(largest.fn, `the application reserves ${sum} instances, and more that only the deployment knows`, details)];
}

function shares(app: AppModel): readonly Share[] {
  const provisioned = app.once(provisionedByFunction);
  return app.ofType('AWS::Lambda::Function').flatMap(fn => {
    // Provisioned concurrency is taken out of what the function reserves, where it reserves some.
    const reserved = fn.get('ReservedConcurrentExecutions') ?? provisioned.get(fn.id);
    if (reserved === undefined) return [];
    const branches = alternativesOf(reserved).map(one => (isOpen(one) ? undefined : numberOf(one) ?? 0));
    return [{ fn, least: Math.min(...branches.map(one => one ?? 0)), isOpen: branches.length > 1 || branches.includes(undefined) }];
  });
}

function provisionedByFunction(app: AppModel): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const version of app.ofType('AWS::Lambda::Alias', 'AWS::Lambda::Version')) {
    const number = numberOf(version.get('ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions'));
    const fn = app.functionOf(version.get('FunctionName'));
    if (fn !== undefined && number !== undefined) found.set(fn.id, (found.get(fn.id) ?? 0) + number);
  }
  return found;
}
