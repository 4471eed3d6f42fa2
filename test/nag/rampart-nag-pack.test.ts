import { App, Aspects, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, NagPack } from 'cdk-nag';
import { RampartNagPack, RampartNagPackProps } from '../../aspects/nag';
import { cdkNag } from '../../aspects/nag/cdk-nag';
import { judgedBy } from '../../aspects/nag/judged';
import { Rule } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { SecurityAudit, Severity } from '../../index';
import { validated } from '../support/audited';
import { modelOfTemplate, testApp } from '../support/synthesis';

const OPEN = 'RampartNag-queue-encrypted';

function shop(props?: RampartNagPackProps): { app: App; stack: Stack; queue: CfnQueue } {
  const app = testApp();
  const stack = new Stack(app, 'Shop');
  const queue = new CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: false });
  Validations.of(app).addPlugins(new RampartNagPack(app, props));
  return { app, stack, queue };
}

/** What the pack reports of an app, with its conclusion. */
function reported(app: App) {
  const report = validated(app).pluginReports.find(({ pluginName }) => pluginName === 'RampartNag')!;
  const ids = report.violations.map(({ ruleName }) => ruleName);
  return { ...report, ids, open: report.violations.filter(({ ruleName }) => ruleName.endsWith(OPEN)) };
}

test('finds what the rules find, at the resource, with what to do', () => {
  const { app } = shop();
  const [violation] = reported(app).open;

  expect(violation).toMatchObject({ ruleName: expect.stringContaining(OPEN), severity: 'warning', violatingConstructs: [{ constructPath: 'Shop/Jobs', cloudFormationResource: { logicalId: 'Jobs' } }] });
});

test('is a pack of cdk-nag, and stands beside others and the audit', () => {
  const { app } = shop();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  Aspects.of(app).add(new SecurityAudit());
  const pack = new RampartNagPack();

  expect(pack).toBeInstanceOf(NagPack);
  expect(pack.readPackName).toBe('RampartNag');
  expect(validated(app).pluginReports.map(({ pluginName }) => pluginName).sort()).toEqual(['AwsSolutions', 'Rampart', 'RampartNag']);
});

test('offers every rule for resources, and none over the application', () => {
  const { ruleIds } = new RampartNagPack();

  expect(ruleIds).toEqual(RULES.filter(rule => rule.target !== 'app').map(rule => `RampartNag-${rule.id}`));
  expect(ruleIds.length).toBeGreaterThan(100);
});

describe('the conclusion', () => {
  test('is the one of the audit: only what is bad enough, certain, stable and the user\'s fails', () => {
    expect(reported(shop().app).conclusion).toBe('success');
    expect(reported(shop({ failOn: Severity.LOW }).app)).toMatchObject({ conclusion: 'failure', open: [{ severity: 'error' }] });
    expect(reported(shop({ failOn: null }).app).conclusion).toBe('success');
  });

  test('is success for what is undecided, which says so', () => {
    const { app, stack, queue } = shop({ failOn: Severity.LOW });
    queue.sqsManagedSseEnabled = stack.resolve({ Ref: 'AWS::NoSuchThing' }) as never;
    queue.addPropertyOverride('SqsManagedSseEnabled', { 'Fn::ImportValue': 'elsewhere' });

    expect(reported(app).open).toEqual([expect.objectContaining({ severity: 'info', description: expect.stringMatching(/^Undecided: /) })]);
  });
});

describe('a finding is acknowledged', () => {
  test.each([
    ['on the construct', (_: Stack, queue: CfnQueue) => queue],
    ['on the stack', (stack: Stack) => stack],
  ])('%s, by its id as cdk-nag takes it', (_, on) => {
    const { app, stack, queue } = shop();
    Validations.of(on(stack, queue)).acknowledge({ id: OPEN, reason: 'holds public data' });

    expect(reported(app).open).toEqual([]);
  });

  test('by the id with the pack, and then the report of CDK has the reason', () => {
    const { app, queue } = shop();
    Validations.of(queue).acknowledge({ id: `RampartNag::${OPEN}`, reason: 'holds public data' });
    const { open, suppressedViolations } = reported(app);

    expect(open).toEqual([]);
    expect(suppressedViolations).toEqual([expect.objectContaining({ ruleName: expect.stringContaining(OPEN), reason: 'holds public data' })]);
  });

  test('one by one, where a rule has several on one resource', () => {
    const variables = { FIRST_PASSWORD: 'correct-horse-battery-1', SECOND_PASSWORD: 'correct-horse-battery-2' };
    const build = () => {
      const { app, stack } = shop();
      const fn = new CfnFunction(stack, 'Fn', { role: 'arn:aws:iam::111122223333:role/r', code: { zipFile: '//' }, environment: { variables } });
      return { app, fn };
    };
    const { app, fn } = build();
    const several = reported(build().app).ids.filter(id => id.includes('[FIRST_PASSWORD]') || id.includes('[SECOND_PASSWORD]'));
    const [first] = several.filter(id => id.includes('FIRST'));
    Validations.of(fn).acknowledge({ id: first.replace(/^RampartNag::/, ''), reason: 'an example' });

    expect(several).toHaveLength(2);
    expect(reported(app).ids.filter(id => several.includes(id))).toEqual(several.filter(id => id !== first));
  });
});

test('judges the final templates, those of Stages too', () => {
  const { app } = shop();
  const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
  const bare = new CfnQueue(stack, 'Raw');
  bare.addPropertyOverride('SqsManagedSseEnabled', false);

  expect(reported(app).open.flatMap(({ violatingConstructs }) => violatingConstructs.map(({ constructPath }) => constructPath)).sort()).toEqual(['Prod/Shop/Raw', 'Shop/Jobs']);
});

test('judges a part of a tree without a synthesis, for tests', () => {
  const { app, stack } = shop();
  new CfnQueue(new Stack(new Stage(app, 'Prod'), 'Shop'), 'Raw', { sqsManagedSseEnabled: false });
  const paths = (scope: App | Stack) => new RampartNagPack().validateScope(scope).violations
    .filter(({ ruleName }) => ruleName === OPEN).flatMap(({ violatingResources }) => violatingResources.map(({ constructPath }) => constructPath));

  expect(paths(app).sort()).toEqual(['Prod/Shop/Raw', 'Shop/Jobs']);
  expect(paths(stack)).toEqual(['Shop/Jobs']);
});

test('says more where it is asked to', () => {
  const { app } = shop({ verbose: true });
  const { threat } = RULES.find(({ id }) => id === 'queue-encrypted')!;

  expect(reported(app).open[0].description).toContain(threat);
});

test('a rule that fails is told, and fails no build', () => {
  const failing = { ...RULES.find(({ id }) => id === 'queue-encrypted')!, check: () => { throw new Error('oh'); } } as Rule;
  const app = modelOfTemplate({ Resources: { Jobs: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'Shop/Jobs' } } } });

  expect(judgedBy(app, Severity.LOW, [failing]).get('Shop/Jobs')).toEqual([{ fails: false, finding: expect.objectContaining({ rule: 'internal', message: expect.stringContaining('oh') }) }]);
});

test('a pack that fails is a report that fails: nothing was judged', () => {
  const { app } = shop();
  const report = new RampartNagPack().validate({ appConstruct: app, stackTemplates: [{ stackConstructPath: 'Shop', templatePath: 'missing.json' }], templatePaths: [] } as never);

  expect(report).toMatchObject({ success: false, violations: [{ ruleName: 'internal', severity: 'fatal', description: expect.stringContaining('missing.json') }] });
});

describe('fails without cdk-nag 3', () => {
  const missing = Object.assign(new Error("Cannot find module 'cdk-nag'\nRequire stack: …"), { code: 'MODULE_NOT_FOUND' });
  const missingInside = Object.assign(new Error("Cannot find module 'aws-cdk-lib'"), { code: 'MODULE_NOT_FOUND' });

  test.each([
    ['not installed', () => { throw missing; }, 'cdk-rampart/nag is a pack for cdk-nag 3, which is not installed: npm install --save-dev cdk-nag@^3'],
    ['version 2, whose packs are Aspects', () => ({ NagPack: class { public visit(): void {} } }), 'another version is installed'],
    ['something else', () => ({}), 'another version is installed'],
    ['broken by itself', () => { throw missingInside; }, 'Cannot find module \'aws-cdk-lib\''],
  ])('%s', (_, load, message) => {
    expect(() => cdkNag(load)).toThrow(message);
  });
});
