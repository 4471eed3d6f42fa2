import { mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecureFunctionProps } from '../../../lib';
import { Boundary } from '../../../lib/private/boundary';
import { temporaryFolder, testApp } from '../../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const ORDER = { type: 'object', properties: { id: { type: 'string', maxLength: 3 } }, required: ['id'], additionalProperties: false };

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
});

function secured(props: SecureFunctionProps = { code: CODE }, scope?: cdk.Stack) {
  const stack = scope ?? new cdk.Stack(testApp(), 'Stack');
  const fn = new SecureFunction(stack, 'Orders', props);
  return { stack, fn, boundary: Boundary.of(fn)! };
}

/** The variables of the only function of a stack. */
function variablesOf(stack: cdk.Stack): Record<string, any> | undefined {
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return fn.Properties.Environment?.Variables;
}

describe('facts', () => {
  test('are found by the function, its alias and the function behind, and by nobody else', () => {
    const { stack, fn, boundary } = secured();
    expect([fn, fn.alias, fn.lambda].map(holder => Boundary.of(holder))).toEqual([boundary, boundary, boundary]);
    expect(Boundary.of(new lambda.Function(stack, 'Other', { code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X }))).toBeUndefined();
  });

  test('take no variable where nothing is known', () => {
    expect(variablesOf(secured().stack)).toBeUndefined();
  });

  test('are the same text whatever the order in which they came, each once', () => {
    const text = (...queues: string[]) => {
      const { stack, boundary } = secured();
      for (const queue of queues) boundary.allow('sqs', `arn:aws:sqs:eu-west-1:123456789012:${queue}`);
      boundary.secret('db', { arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-1' });
      return variablesOf(stack)!.RAMPART_FACTS;
    };
    expect(text('b', 'a', 'b')).toBe(text('a', 'b'));
    expect(JSON.parse(text('b', 'a'))).toEqual({
      allow: { sqs: ['arn:aws:sqs:eu-west-1:123456789012:a', 'arn:aws:sqs:eu-west-1:123456789012:b'] },
      secrets: { db: { arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-1' } },
    });
  });

  test('accept any sender of a source where one of them cannot be told', () => {
    const { stack, boundary } = secured();
    boundary.allow('s3', 'inbox');
    boundary.allow('s3', true);
    boundary.allow('eventbridge', { source: ['shop'] });
    boundary.allow('eventbridge', true);
    boundary.allow('direct', true);
    expect(JSON.parse(variablesOf(stack)!.RAMPART_FACTS)).toEqual({ allow: { direct: true, eventbridge: [{}], s3: true } });
  });

  test('hold references, and what is settled late', () => {
    const { stack, boundary } = secured();
    const queue = new cdk.aws_sqs.CfnQueue(stack, 'Queue');
    let late = 'early';
    boundary.allow('sqs', queue.attrArn);
    boundary.allow('s3', () => late);
    late = 'inbox';
    expect(variablesOf(stack)!.RAMPART_FACTS).toEqual({ 'Fn::Join': ['', ['{"allow":{"s3":["inbox"],"sqs":["', { 'Fn::GetAtt': ['Queue', 'Arn'] }, '"]}}']] });
  });

  describe('that others write', () => {
    const OPEN = '{"allow":{"direct":true}}';
    const resourceOf = ({ lambda: fn }: SecureFunction) => fn.node.defaultChild as lambda.CfnFunction;

    test.each<[string, (fn: SecureFunction) => void]>([
      ['an override', fn => resourceOf(fn).addPropertyOverride('Environment.Variables.RAMPART_FACTS', OPEN)],
      ['an override instead of all variables', fn => resourceOf(fn).addOverride('Properties.Environment', undefined)],
      ['an override that drops them', fn => resourceOf(fn).addPropertyDeletionOverride('Environment.Variables.RAMPART_FACTS')],
      ['the function behind', fn => (fn.lambda as lambda.Function).addEnvironment('RAMPART_FACTS', OPEN)],
      ['its resource', fn => { resourceOf(fn).environment = { variables: { RAMPART_FACTS: OPEN } }; }],
      ['a choice of the deployment', fn => {
        const { logicalId } = new cdk.CfnCondition(cdk.Stack.of(fn), 'Open', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
        resourceOf(fn).addPropertyOverride('Environment.Variables', cdk.Fn.conditionIf(logicalId, { RAMPART_FACTS: OPEN }, cdk.Aws.NO_VALUE));
      }],
    ])('are refused: %s', (_, write) => {
      const { stack, fn, boundary } = secured();
      boundary.allow('sqs', 'arn:aws:sqs:eu-west-1:123456789012:orders');
      write(fn);
      expect(() => Template.fromStack(stack)).toThrow('[Stack/Orders/Function] environment: RAMPART_FACTS is not what the constructs say to the boundary of the function');
    });

    test('are refused where the constructs say nothing', () => {
      const { stack, fn } = secured();
      (fn.lambda as lambda.Function).addEnvironment('RAMPART_FACTS', OPEN);
      expect(() => Template.fromStack(stack)).toThrow('leave it as it is, and add the sources and secrets themselves');
    });

    test('may stand where they are the same, beside other variables of an override', () => {
      const { stack, fn, boundary } = secured();
      boundary.allow('sqs', new cdk.aws_sqs.CfnQueue(stack, 'Queue').attrArn);
      resourceOf(fn).addPropertyOverride('Environment.Variables.MODE', 'fast');
      expect(() => Template.fromStack(stack)).not.toThrow();
    });
  });

  test('publish a new version where they change', () => {
    const versionOf = (bucket: string) => {
      const { stack, boundary } = secured();
      boundary.allow('s3', bucket);
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
    };
    expect(versionOf('inbox')).not.toEqual(versionOf('outbox'));
    expect(versionOf('inbox')).toEqual(versionOf('inbox'));
  });
});

describe('variables of more than 4 KB', () => {
  const queues = (count: number, boundary: Boundary) => {
    for (let index = 0; index < count; index++) boundary.allow('sqs', `arn:aws:sqs:eu-west-1:123456789012:${'q'.repeat(60)}${index}`);
  };

  test('fail with the largest named', () => {
    const { stack, boundary } = secured({ code: CODE, environment: { NOTE: 'n'.repeat(200), MODE: 'fast' } });
    queues(40, boundary);
    expect(() => Template.fromStack(stack)).toThrow(/\[Stack\/Orders\/Function\] environment: all variables together take at most 4096 bytes, got at least \d+,/);
    expect(() => Template.fromStack(stack)).toThrow(/the largest being RAMPART_FACTS \(\d+ bytes\), NOTE \(204 bytes\), MODE \(8 bytes\): shorten them/);
  });

  test('fail though only the deployment knows a part of each', () => {
    const { stack, boundary } = secured();
    for (let index = 0; index < 110; index++) boundary.allow('sqs', new cdk.aws_sqs.CfnQueue(stack, `Queue${index}`).attrArn);
    expect(() => Template.fromStack(stack)).toThrow('got at least');
  });

  test('are not claimed where a value may be short', () => {
    const environment = Object.fromEntries([...Array(90).keys()].map(index => [`V${index}`, `${cdk.Aws.REGION}/${cdk.Fn.importValue('Name')}`]));
    expect(() => Template.fromStack(secured({ code: CODE, environment }).stack)).not.toThrow();
  });
});

interface Manifest {
  readonly files: Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>;
}

describe('schemas', () => {
  const BUNDLES = { context: { 'aws:cdk:bundling-stacks': ['**'] } };
  const entry = () => {
    const file = join(realpathSync(temporaryFolder()), 'orders.ts');
    writeFileSync(file, 'export const handler = async () => 1;');
    return file;
  };
  const bundled = (prepare: (boundary: Boundary, fn: SecureFunction) => void = () => undefined, context = {}) => {
    const app = testApp({ context: { ...BUNDLES.context, ...context } });
    const { stack, fn, boundary } = secured({ entry: entry() }, new cdk.Stack(app, 'Stack'));
    prepare(boundary, fn);
    return { app, stack, fn, boundary };
  };
  /** The folders that are uploaded, and the folder that the function runs. */
  const uploaded = (app: cdk.App, stack: cdk.Stack) => {
    const assembly = app.synth();
    const { files } = JSON.parse(readFileSync(join(assembly.directory, `${stack.artifactId}.assets.json`), 'utf8')) as Manifest;
    const folders = Object.values(files).filter(({ source }) => source.packaging === 'zip').map(({ source }) => source.path);
    const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    return { folders, runs: join(assembly.directory, `asset.${(fn.Properties.Code.S3Key as string).replace('.zip', '')}`), metadata: fn.Metadata };
  };

  test('that came after the function lie beside its handler, compiled, in the only asset', () => {
    const { app, stack } = bundled(boundary => {
      boundary.routeSchema('POST /orders', { body: ORDER });
      boundary.sourceSchema('sqs', ORDER);
    });
    const { folders, runs } = uploaded(app, stack);
    expect(folders.map(folder => join(app.outdir, folder))).toEqual([runs]);
    expect(readdirSync(runs).sort()).toEqual(['index.js', 'index.js.map', 'rampart-schemas.cjs']);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { routes, sources } = require(join(runs, 'rampart-schemas.cjs'));
    expect([{ id: 'abc' }, { id: 'abcd' }, { id: 'a', role: 'admin' }].map(order => routes['POST /orders'].body(order))).toEqual([true, false, false]);
    expect(sources.sqs({})).toBe(false);
  });

  test('add no file where there are none, and the resource names its asset for the audit', () => {
    const { app, stack } = bundled(undefined, { 'aws:cdk:enable-asset-metadata': true });
    const { runs, metadata } = uploaded(app, stack);
    expect(readdirSync(runs)).not.toContain('rampart-schemas.cjs');
    expect(join(app.outdir, metadata['aws:asset:path'])).toBe(runs);
  });

  test('publish a new version where they change', () => {
    const versionOf = (maxLength: number) => {
      const { stack } = bundled(boundary => boundary.sourceSchema('sqs', { type: 'string', maxLength }));
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
    };
    expect(versionOf(3)).not.toEqual(versionOf(4));
    expect(versionOf(3)).toEqual(versionOf(3));
  });

  test.each([false, true])('may come from an Aspect, with aspect stabilisation: %s', stabilised => {
    const { app, stack } = bundled((boundary, fn) => {
      cdk.Aspects.of(stackOf(fn)).add({ visit: node => { if (node === fn) boundary.sourceSchema('sqs', ORDER); } });
    }, { '@aws-cdk/core:aspectStabilization': stabilised });
    expect(readdirSync(uploaded(app, stack).runs)).toContain('rampart-schemas.cjs');
  });

  test('reach functions in nested stacks and Stages', () => {
    const app = testApp(BUNDLES);
    const stage = new cdk.Stage(app, 'Production');
    const stack = new cdk.Stack(stage, 'Stack');
    const nested = new cdk.NestedStack(stack, 'Nested');
    const file = entry();
    for (const scope of [stack, nested]) secured({ entry: file }, scope).boundary.sourceSchema('sqs', ORDER);
    app.synth();
    const keys = [stack, nested].map(one => Object.values(Template.fromStack(one).findResources('AWS::Lambda::Function'))[0].Properties.Code.S3Key);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}\.zip$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test('are ignored where the code is given ready to run', () => {
    const { stack, boundary } = secured();
    boundary.routeSchema('POST /orders', { body: ORDER });
    expect(boundary.takesSchemas).toBe(false);
    expect(variablesOf(stack)).toBeUndefined();
  });

  test('are not compiled where the synthesis needs no bundle', () => {
    const { boundary, stack } = secured({ entry: entry() });
    boundary.sourceSchema('sqs', { type: 'nonsense' });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('may be given twice, but not differ', () => {
    const { boundary } = secured({ entry: entry() });
    boundary.routeSchema('POST /orders', { body: ORDER });
    boundary.routeSchema('POST /orders', { body: { ...ORDER } });
    expect(() => boundary.routeSchema('POST /orders', { body: { type: 'string' } })).toThrow(
      'Stack/Orders/Function: POST /orders has two schemas that differ: a function that serves it for two APIs takes one, so put another function behind one of them',
    );
  });

  test('that come after the code was finished are refused', () => {
    const { boundary, stack } = bundled();
    Template.fromStack(stack);
    expect(() => boundary.sourceSchema('sqs', ORDER)).toThrow(/^Stack\/Orders\/Function: the schema of sqs came after the code was finished/);
  });

  test('that cannot be compiled are refused with the construct that has them', () => {
    const { stack } = bundled(boundary => boundary.sourceSchema('sqs', { type: 'nonsense' }));
    expect(() => Template.fromStack(stack)).toThrow(/^Stack\/Orders\/Function: sqs: /);
  });
});

test('a function that an Aspect makes where Aspects do not come again is refused', () => {
  const file = join(mkdtempSync(join(temporaryFolder(), 'late-')), 'orders.ts');
  writeFileSync(file, 'export const handler = async () => 1;');
  const stack = new cdk.Stack(testApp({ context: { '@aws-cdk/core:aspectStabilization': false } }), 'Stack');
  const [early, late] = ['Early', 'Late'].map(id => new cdk.CfnResource(stack, id, { type: 'AWS::SNS::Topic' }));
  cdk.Aspects.of(stack).add({ visit: node => { if (node === late) new SecureFunction(early, 'Orders', { entry: file }); } });
  expect(() => Template.fromStack(stack)).toThrow(/Orders\/Function\] its code is unfinished, because an Aspect made it in a part of the tree that Aspects had left already/);
});

function stackOf(fn: SecureFunction): cdk.Stack {
  return cdk.Stack.of(fn);
}
