import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, CfnCondition, CfnResource, Fn, IAspect, Lazy, NestedStack, PropertyInjectors, Stack, Stage, Tags } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { Construct, IConstruct } from 'constructs';
import { FixLevel, Rampart, SecurityRemediation, Severity } from '../../index';
import { AuditedSynthesis, synthesise } from '../support/audited';
import { sourcesOf, testApp } from '../support/synthesis';

const plainQueue = (scope: IConstruct, id = 'Jobs') => new sqs.Queue(scope as Stack, id, { encryption: sqs.QueueEncryption.UNENCRYPTED });
const rawQueue = (stack: Stack) => new CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { SqsManagedSseEnabled: false } });
const only = ['queue-encrypted'];
const paths = ({ findings }: AuditedSynthesis, rule = 'queue-encrypted') => findings.filter(finding => finding.rule === rule).map(finding => finding.constructPath).sort();

/** An app with a queue in a stack, in a nested stack, in a Stage, and in a nested stack of a Stage of a Stage. */
function everywhere(): App {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  plainQueue(stack);
  plainQueue(new NestedStack(stack, 'Nested'));
  const stage = new Stage(app, 'Prod');
  plainQueue(new Stack(stage, 'Stack'));
  plainQueue(new NestedStack(new Stack(new Stage(stage, 'Inner'), 'Stack'), 'Nested'));
  return app;
}

const EVERYWHERE = ['Prod/Inner/Stack/Nested/Jobs/Resource', 'Prod/Stack/Jobs/Resource', 'Stack/Jobs/Resource', 'Stack/Nested/Jobs/Resource'];

describe('the audit of an app', () => {
  const app = everywhere();
  Rampart.protect(app, { only, failOn: Severity.MEDIUM });
  const result = synthesise(app);

  test('reaches stacks, nested stacks and Stages', () => expect(paths(result)).toEqual(EVERYWHERE));

  test('names the line of the user, the template relative to the report, and the fix', () => {
    expect(result.findings[0]).toMatchObject({
      source: expect.stringMatching(/^test\/synthesis\/protect\.test\.ts:\d+:\d+$/), template: 'Stack.template.json', fix: 'SAFE', provenance: 'user',
    });
  });

  test('is handed to CDK whole where it fails the build', () => {
    const report = result.validation.pluginReports.find(({ pluginName }) => pluginName === 'Rampart')!;
    const [violation, summary] = report.violations;
    expect(report.conclusion).toBe('failure');
    expect(violation).toMatchObject({ ruleName: 'queue-encrypted', severity: 'error' });
    expect(violation.violatingConstructs.map(one => one.constructPath).sort()).toEqual(EVERYWHERE);
    expect(violation.violatingConstructs[0].stackTraces!.join()).toContain('protect.test.ts');
    expect(summary).toMatchObject({ ruleName: 'summary', severity: 'info', description: '4 SAFE can be repaired by Rampart.protect(app, { fix: FixLevel.… })' });
  });

  test('leaves the templates byte for byte as they were', () => {
    const untouched = everywhere();
    untouched.synth();
    const templates = readdirSync(app.outdir, { recursive: true }).map(String).filter(file => file.endsWith('template.json'));
    expect(templates).toHaveLength(5);
    for (const file of templates) {
      expect(readFileSync(join(app.outdir, file), 'utf8')).toBe(readFileSync(join(untouched.outdir, file), 'utf8'));
    }
  });
});

describe('what fails the build', () => {
  function shown(count: number) {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    for (let index = 0; index < count; index += 1) plainQueue(stack, `Jobs${index}`);
    Rampart.protect(app, { only, failOn: Severity.MEDIUM });
    const { findings, validation } = synthesise(app);
    const { conclusion, violations } = validation.pluginReports[0];
    return { findings, conclusion, violations: violations.filter(({ ruleName }) => ruleName !== 'summary') };
  }

  test('is handed to CDK whole, as long as somebody reads it', () => {
    const { violations } = shown(6);

    expect(violations.flatMap(one => one.violatingConstructs)).toHaveLength(6);
    expect(violations.filter(({ description }) => description.includes('more like this'))).toEqual([]);
  });

  test('is handed to CDK in part where it is too much to read, and fails the build all the same', () => {
    const { findings, conclusion, violations } = shown(30);

    expect(findings).toHaveLength(30);
    expect(conclusion).toBe('failure');
    expect(violations.map(({ severity, violatingConstructs, description }) => [severity, violatingConstructs.length, / \(and (\d+) more/.exec(description)?.[1]]))
      .toEqual([['error', 20, '10']]);
  });
});

describe('what does not fail the build', () => {
  test('is handed to CDK a few per rule, with the count of the others', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    for (let index = 0; index < 12; index += 1) plainQueue(stack, `Jobs${index}`);
    Rampart.protect(app, { only });

    const { findings, validation } = synthesise(app);

    const [violation] = validation.pluginReports[0].violations;
    expect(findings).toHaveLength(12);
    expect(validation.pluginReports[0].conclusion).toBe('success');
    expect(violation.violatingConstructs).toHaveLength(3);
    expect(violation.description).toContain('(and 9 more like this in rampart-report.json)');
  });

  test('includes everything where only a report was asked for, whatever was acknowledged', () => {
    const app = everywhere();
    Rampart.acknowledge(app.node.findChild('Prod'), { rule: 'queue-encrypted', reason: 'public prices' });
    Rampart.protect(app, { only, failOn: Severity.LOW, reportOnly: true });
    expect(synthesise(app).validation.pluginReports[0].conclusion).toBe('success');
  });
});

describe('repairs', () => {
  test('reach stacks, nested stacks and Stages, and are reported with before and after', () => {
    const app = everywhere();
    Rampart.protect(app, { only, fix: FixLevel.SAFE });

    const { findings, repairs, validation } = synthesise(app);

    expect(findings).toEqual([]);
    expect(repairs.map(repair => repair.constructPath).sort()).toEqual(EVERYWHERE);
    expect(repairs[0]).toMatchObject({ rule: 'queue-encrypted', level: 'SAFE', changes: [{ property: 'SqsManagedSseEnabled', before: false, after: true }] });
    expect(validation.pluginReports[0].violations.map(one => one.description)).toEqual(['4 findings were repaired (4 SAFE)']);
  });

  test('reach a Stage that is made later, as soon as something common is made in it', () => {
    const app = testApp();
    Rampart.protect(app, { only, fix: FixLevel.SAFE });
    plainQueue(new Stack(new Stage(app, 'Late'), 'Stack'));

    expect(paths(synthesise(app))).toEqual([]);
  });

  test('that cannot reach a Stage say so', () => {
    const app = testApp();
    Rampart.protect(app, { only, fix: FixLevel.SAFE });
    rawQueue(new Stack(new Stage(app, 'Missed'), 'Stack'));

    const { findings } = synthesise(app);

    expect(findings.map(finding => finding.rule)).toEqual(['queue-encrypted', 'stage-repaired']);
    expect(findings[1]).toMatchObject({ constructPath: 'Missed', message: expect.stringContaining('1 of its findings') });
  });

  test('of an Aspect that cannot reach a Stage say so too', () => {
    const app = testApp();
    Rampart.protect(app, { only });
    Aspects.of(app).add(new SecurityRemediation(), { priority: SecurityRemediation.PRIORITY });
    rawQueue(new Stack(new Stage(app, 'Missed'), 'Stack'));
    expect(paths(synthesise(app), 'stage-repaired')).toEqual(['Missed']);
  });

  test('reach the Stages of a pipeline when they are asked for before addStage', () => {
    const pipeline = (early: boolean) => {
      const app = testApp();
      const stack = new Stack(app, 'Pipeline');
      const synth = new pipelines.ShellStep('Synth', { commands: ['npx cdk synth'], input: pipelines.CodePipelineSource.s3(s3.Bucket.fromBucketName(stack, 'Source', 'source'), 'app.zip') });
      const codePipeline = new pipelines.CodePipeline(stack, 'Pipeline', { synth });
      const stage = new Stage(app, 'Prod');
      plainQueue(new Stack(stage, 'Stack'));
      if (early) Rampart.protect(app, { only, fix: FixLevel.SAFE });
      codePipeline.addStage(stage);
      if (!early) Rampart.protect(app, { only, fix: FixLevel.SAFE });
      return synthesise(app);
    };

    expect(paths(pipeline(true))).toEqual([]);
    const late = pipeline(false);
    expect(paths(late)).toEqual(['Prod/Stack/Jobs/Resource']);
    expect(paths(late, 'stage-repaired')).toEqual(['Prod']);
  });

  test('are made after the Aspects of the user have visited everything', () => {
    class Opens implements IAspect {
      public visit(node: IConstruct): void {
        if (node instanceof sqs.CfnQueue) node.sqsManagedSseEnabled = false;
      }
    }
    for (const stabilise of [true, false]) {
      const app = testApp({ context: { '@aws-cdk/core:aspectStabilization': stabilise } });
      const stack = new Stack(app, 'Stack');
      new sqs.Queue(stack, 'First');
      new sqs.Queue(stack, 'Second');
      Rampart.protect(app, { only, fix: FixLevel.SAFE });
      Aspects.of(app).add(new Opens());
      expect(paths(synthesise(app))).toEqual([]);
    }
  });

  test('reach what another Aspect adds', () => {
    class Adds implements IAspect {
      public visit(node: IConstruct): void {
        if (node instanceof lambda.Alias && node.node.tryFindChild('Jobs') === undefined) plainQueue(node);
      }
    }
    const app = testApp({ context: { '@aws-cdk/core:aspectStabilization': true } });
    const stack = new Stack(app, 'Stack');
    const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') });
    new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: fn.currentVersion });
    Rampart.protect(app, { only, fix: FixLevel.SAFE });
    Aspects.of(app).add(new Adds());

    expect(paths(synthesise(app))).toEqual([]);
  });

  test('leave alone what is acknowledged and what lies outside the scope', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    Rampart.acknowledge(plainQueue(stack, 'Accepted'), { rule: 'queue-encrypted', reason: 'holds public prices' });
    plainQueue(stack, 'Repaired');
    plainQueue(new Stack(app, 'Outside'));
    Rampart.protect(stack, { only, fix: FixLevel.SAFE });

    const { acknowledged, repairs } = synthesise(app);

    expect(repairs.map(repair => repair.constructPath)).toEqual(['Stack/Repaired/Resource']);
    expect(acknowledged.map(finding => [finding.constructPath, finding.acknowledged])).toEqual([['Stack/Accepted/Resource', 'holds public prices']]);
  });

  test('leave the injectors of the user in place', () => {
    const app = testApp();
    const injector = { constructUniqueId: sqs.Queue.PROPERTY_INJECTION_ID, inject: (props: sqs.QueueProps) => ({ ...props, queueName: 'injected' }) };
    PropertyInjectors.of(app).add(injector);
    Rampart.protect(app, { only, fix: FixLevel.SAFE });
    const queue = new sqs.Queue(new Stack(app, 'Stack'), 'Jobs');

    expect((queue.node.defaultChild as sqs.CfnQueue).queueName).toBe('injected');
  });

  test('of an App of many stacks render it once, not once per stack', () => {
    const renderings = (fix?: FixLevel) => {
      const app = testApp();
      let count = 0;
      for (const id of ['One', 'Two', 'Three', 'Four']) {
        const properties = { SqsManagedSseEnabled: false, QueueName: Lazy.uncachedString({ produce: () => { count += 1; return 'jobs'; } }) };
        new CfnResource(new Stack(app, id), 'Jobs', { type: 'AWS::SQS::Queue', properties });
      }
      if (fix) Rampart.protect(app, { only, fix });
      app.synth();
      return count;
    };

    expect(renderings(FixLevel.SAFE) - renderings()).toBe(4);
  });

  test('keep a lazy value that settles late', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    let settled = 'early';
    new CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { SqsManagedSseEnabled: false, QueueName: Lazy.string({ produce: () => settled }) } });
    Aspects.of(stack).add({ visit: () => { settled = 'late'; } });
    Rampart.protect(app, { only, fix: FixLevel.SAFE });

    app.synth();

    expect(app.synth().getStackByName('Stack').template.Resources.Jobs.Properties).toEqual({ QueueName: 'late', SqsManagedSseEnabled: true });
  });
});

describe('what a fix must not do', () => {
  const conditional = (property: string, branch: object) => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
    const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') });
    (fn.node.defaultChild as CfnResource).addPropertyOverride(property, { 'Fn::If': ['C', branch, { Ref: 'AWS::NoValue' }] });
    Rampart.protect(app, { fix: FixLevel.OPERATIONAL, only: ['lambda-function-traced', 'lambda-function-log-group-owned'] });
    const { repairs } = synthesise(app);
    const [resource] = Object.values<{ Type: string; Properties: Record<string, object> }>(app.synth().getStackByName('Stack').template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    return { keys: Object.keys(resource.Properties[property]), repairs };
  };

  test.each([['TracingConfig', { Mode: 'PassThrough' }], ['LoggingConfig', { LogFormat: 'JSON' }]])('write beside a condition: %s', (property, branch) => {
    const { keys, repairs } = conditional(property, branch);
    expect(keys).toEqual(['Fn::If']);
    expect(repairs.flatMap(repair => repair.changes).filter(change => change.property?.startsWith(property))).toEqual([]);
  });

  test('promise, after it was refused', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') });
    for (let index = 0; index < 498; index += 1) new sqs.Queue(stack, `Queue${index}`);
    Rampart.protect(app, { fix: FixLevel.SAFE, only: ['lambda-function-traced'] });

    const { findings, repairs, validation } = synthesise(app);

    expect(findings).toMatchObject([{ rule: 'lambda-function-traced', declined: 'its stack would have more than 500 resources' }]);
    expect([findings[0].fix, repairs.length]).toEqual([undefined, 1]);
    expect(validation.pluginReports[0].violations.map(one => one.description)).toContain('1 could not be repaired (rampart-report.json says why)');
  });

  test('miss what a SAM resource asks for, nor touch the SAM resource', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    stack.templateOptions.transforms = ['AWS::Serverless-2016-10-31'];
    const queue = new sqs.Queue(stack, 'Jobs', { enforceSSL: true });
    const event = { Type: 'SQS', Properties: { Queue: queue.queueArn } };
    const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: ' ', Timeout: 60, Events: { Jobs: event } };
    new CfnResource(stack, 'Function', { type: 'AWS::Serverless::Function', properties });
    Rampart.protect(app, { fix: FixLevel.OPERATIONAL });

    const { findings } = synthesise(app);

    expect(findings.filter(finding => finding.fix !== undefined)).toEqual([]);
    const { Resources } = app.synth().getStackByName('Stack').template;
    expect([Resources.JobsDF1CC2D4.Properties.VisibilityTimeout, Resources.Function.Properties.TracingConfig]).toEqual([360, undefined]);
  });

  test('take a construct of the user for its own', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') });
    new Construct(fn, 'ResourceLogGroup');
    Rampart.protect(app, { fix: FixLevel.OPERATIONAL, only: ['lambda-function-log-group-owned'] });
    expect(synthesise(app).findings).toMatchObject([{ declined: 'there is a construct Stack/Function/ResourceLogGroup already' }]);
  });
});

describe('construct paths', () => {
  test('are found where the templates do not name them', () => {
    const app = testApp({ context: { 'aws:cdk:enable-path-metadata': false } });
    plainQueue(new Stack(app, 'Stack'));
    Rampart.protect(app, { only });
    expect(paths(synthesise(app))).toEqual(['Stack/Jobs/Resource']);
  });

  test('of another application, in an included template, are not believed', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    const file = join(app.outdir, 'included.json');
    const properties = { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false }, Metadata: { 'aws:cdk:path': 'Other/Jobs/Resource' } };
    writeFileSync(file, JSON.stringify({ Resources: { Jobs: properties } }));
    new CfnInclude(stack, 'Included', { templateFile: file });
    Rampart.protect(app, { only });
    expect(paths(synthesise(app))).toEqual(['Stack/Included/Jobs']);
  });
});

describe('two syntheses', () => {
  const templates = (app: App) => sourcesOf(app).map(source => [source.path, source.body]);

  test('of one app give the same', () => {
    const app = everywhere();
    Rampart.protect(app, { fix: FixLevel.OPERATIONAL });
    const first = structuredClone(templates(app));
    app.synth({ force: true });
    expect(templates(app)).toEqual(first);
  });

  test('of two apps in one process give the same and do not mix', () => {
    const [one, other] = [everywhere(), everywhere()];
    Rampart.protect(one, { fix: FixLevel.OPERATIONAL });
    Rampart.protect(other, { only });
    expect(paths(synthesise(other))).toEqual(EVERYWHERE);
    expect(paths(synthesise(one))).toEqual([]);
    const third = everywhere();
    Rampart.protect(third, { fix: FixLevel.OPERATIONAL });
    expect(templates(third)).toEqual(templates(one));
  });
});

describe('bad input', () => {
  test('fails without an App at the root', () => {
    expect(() => Rampart.protect(new Stack(undefined, 'Stack'))).not.toThrow(); // CDK makes an App for a lone stack
    expect(() => Rampart.protect(new Stage(undefined as never, 'Stage'))).toThrow(/needs an App at the root of the tree, got: Stage/);
  });

  test('fails on a rule that does not exist, with the nearest that does', () => {
    expect(() => Rampart.protect(testApp(), { only: ['queue-encryptd'] })).toThrow('only: there is no rule "queue-encryptd"; did you mean queue-encrypted?');
    expect(() => new SecurityRemediation({ except: ['xyz'] })).toThrow('except: there is no rule "xyz"');
  });

  test('fails on strict fixes that are not named', () => {
    expect(() => new SecurityRemediation({ level: FixLevel.STRICT })).toThrow(/name the rules whose strict fixes you want in only/);
    expect(() => new SecurityRemediation({ level: FixLevel.STRICT, only })).not.toThrow();
  });

  test('an element that cannot be rendered fails with the words of CDK', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.CfnQueue(stack, 'Jobs', { delaySeconds: 'soon' as never });
    Tags.of(app).add('a', 'b');
    Rampart.protect(app, { fix: FixLevel.SAFE });
    expect(() => app.synth()).toThrow(/delaySeconds: "soon" should be a number/);
  });
});
