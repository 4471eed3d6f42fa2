import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CfnOutput, CfnParameter, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { InputError } from '../../aspects/input/input-error';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { temporaryFolder, testApp } from '../support/synthesis';

/** The context that the command line of the CDK adds: resources then say their own paths and assets. */
const CLI_CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/** Synthesises a Stage with a nested stack, and a stack beside it. */
function synthesised(context: Record<string, unknown>): string {
  const app = testApp({ context });
  const stage = new Stage(app, 'Prod');
  const shop = new Stack(stage, 'Shop', { stackName: 'shop' });
  const data = new NestedStack(shop, 'Data', { parameters: { Name: 'orders' } });
  new CfnParameter(data, 'Name');
  new Queue(data, 'Jobs');
  const jobs = new Queue(shop, 'Jobs');
  Validations.of(jobs).acknowledge({ id: 'Rampart::queue-encrypted', reason: 'holds public data' }, { id: 'Other::rule', reason: 'not ours' });
  jobs.node.addMetadata('rampart:acknowledgement', { id: 'queue-encrypted', reason: 'until the key is there', until: '2027-01-31' });
  jobs.node.addMetadata('rampart:acknowledgement', { reason: 'says not of what' });
  new CfnOutput(new Stack(app, 'Empty'), 'Nothing', { value: 'none' });
  return app.synth().directory;
}

const withoutCli = synthesised({});

describe.each([['an assembly of the command line', synthesised(CLI_CONTEXT)], ['an assembly of app.synth()', withoutCli]])('%s', (_, folder) => {
  const cwd = dirname(__dirname);
  const { sources, acknowledgements, sourceOf } = readApplication(folder, cwd);
  const app = new AppModel(sources);

  test('gives all stacks, those of Stages and nested ones included', () => {
    expect(sources.map(({ path, stackName, stackPath, nestedIn }) => ({ path: relative(folder, path).replace(/[0-9A-F]{8}/, '…'), stackName, stackPath, nestedIn: nestedIn?.logicalId.replace(/[0-9A-F]{8}$/, '…') }))).toEqual([
      { path: 'assembly-Prod/ProdShop….template.json', stackName: 'shop', stackPath: 'Prod/Shop', nestedIn: undefined },
      { path: 'assembly-Prod/ProdShopData….nested.template.json', stackName: undefined, stackPath: 'Prod/Shop/Data', nestedIn: 'DataNestedStackDataNestedStackResource…' },
      { path: 'Empty.template.json', stackName: 'Empty', stackPath: 'Empty', nestedIn: undefined },
    ]);
    expect(app.templates[1].parameter('Name')).toBe('orders');
  });

  test('says which construct made a resource, where two stacks have the same logical id', () => {
    expect(app.ofType('AWS::SQS::Queue').map(queue => queue.constructPath)).toEqual(['Prod/Shop/Jobs/Resource', 'Prod/Shop/Data/Jobs/Resource']);
  });

  test('gives what users accept; of two that say the same, the one that may hold a date', () => {
    const on = { constructPath: 'Prod/Shop/Jobs' };
    expect(acknowledgements).toEqual([
      { id: 'queue-encrypted', reason: 'until the key is there', until: '2027-01-31', on },
      { id: undefined, reason: 'says not of what', on },
    ]);
  });

  test('leads to the line of the user', () => {
    const lines = readFileSync(__filename, 'utf8').split('\n');
    const [, file, line] = /^(.*):(\d+):\d+$/.exec(sourceOf('Prod/Shop/Data/Jobs/Resource') ?? '') ?? [];
    expect(file).toBe(relative(cwd, __filename));
    expect(lines[Number(line) - 1]).toContain("new Queue(data, 'Jobs')");
  });
});

describe('a folder that cannot be read is refused with its reason', () => {
  const cwd = temporaryFolder();
  const folderWith = (files: Record<string, unknown>): string => {
    const folder = join(cwd, 'cdk.out');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return 'cdk.out';
  };
  const stack = (properties: object): object => ({ artifacts: { Shop: { type: 'aws:cloudformation:stack', properties } } });

  test.each<[string, Record<string, unknown>, string]>([
    ['no manifest', { 'a.json': {} }, 'cdk.out: this folder holds no manifest.json, so it is no cdk.out; run `npx cdk synth`'],
    ['a truncated manifest', { 'manifest.json': '{"artifacts": {' }, 'cdk.out/manifest.json: line 1, column 16: the JSON breaks off'],
    ['a manifest of something else', { 'manifest.json': { name: 'browser extension' } }, 'cdk.out/manifest.json: there are no artifacts'],
    ['no stacks', { 'manifest.json': { artifacts: { tree: { type: 'cdk:tree' }, odd: null } } }, 'cdk.out: the manifest lists no stack'],
    ['a Stage that is its own folder', { 'manifest.json': { artifacts: { Self: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } }, 'cdk.out: the manifest lists no stack'],
  ])('%s', (_, files, reason) => {
    const folder = folderWith(files);
    expect(() => readApplication(folder, cwd)).toThrow(InputError);
    expect(() => readApplication(folder, cwd)).toThrow(reason);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a stack without a template', { 'manifest.json': stack({}) }, 'cdk.out/manifest.json: the artifact Shop has no templateFile'],
    ['a template that is gone', { 'manifest.json': stack({ templateFile: 'Shop.template.json' }) }, 'cdk.out/Shop.template.json: there is no such file'],
  ])('%s', (_, files, reason) => {
    expect(readApplication(folderWith(files), cwd)).toMatchObject({ sources: [], faults: [expect.any(InputError)] });
    expect(readApplication(folderWith(files), cwd).faults[0].message).toContain(reason);
  });

  const broken = '{"Resources": {';
  const artifact = (type: string, properties: object, more: object = {}): object => ({ type, properties, ...more });
  test.each<[string, Record<string, unknown>, string]>([
    ['a stack', { 'Mail.json': broken }, 'Mail.json: line 1, column 16: the JSON breaks off: the file is truncated'],
    ['metadata', { 'Mail.json': {}, 'Mail.metadata.json': broken }, 'Mail.metadata.json: line 1, column 16: the JSON breaks off: the file is truncated'],
    ['an asset manifest', { 'Mail.json': {}, 'assets.json': broken }, 'assets.json: line 1, column 16: the JSON breaks off: the file is truncated'],
    ['a Stage', { 'Mail.json': {}, 'Prod': { type: 'cdk:cloud-assembly' } }, 'assembly-Prod: this folder holds no manifest.json'],
  ])('%s of several files is named, and the others are read', (_, { Prod, ...files }, fault) => {
    const { sources, acknowledgements, faults } = readApplication(folderWith({
      'manifest.json': {
        artifacts: {
          Mail: artifact('aws:cloudformation:stack', { templateFile: 'Mail.json' }, {
            metadata: { '/Mail/Jobs': [{ type: 'rampart:acknowledgement', data: { id: 'queue-encrypted', reason: 'r' } }] },
            ...('Mail.metadata.json' in files ? { additionalMetadataFile: 'Mail.metadata.json' } : {}),
          }),
          Assets: artifact('cdk:asset-manifest', { file: 'assets.json' }),
          ...(Prod === undefined ? {} : { Prod: artifact('cdk:cloud-assembly', { directoryName: 'assembly-Prod' }) }),
          Shop: artifact('aws:cloudformation:stack', { templateFile: 'Shop.json' }),
        },
      },
      'Shop.json': {},
      ...files,
    }), cwd);
    const isMailRead = files['Mail.json'] !== broken;

    expect(sources.map(source => source.stackPath)).toEqual(isMailRead ? ['Mail', 'Shop'] : ['Shop']);
    expect(acknowledgements).toHaveLength(isMailRead ? 1 : 0);
    expect(faults.map(({ message }) => message)).toEqual([expect.stringContaining(join('cdk.out', fault))]);
  });

  test('a nested template that is gone, and leaves the stack around it', () => {
    cpSync(withoutCli, join(cwd, 'copy'), { recursive: true });
    const before = readApplication('copy', cwd).sources;
    rmSync(join(cwd, before[1].path));

    const { sources, faults } = readApplication('copy', cwd);

    expect(sources).toHaveLength(before.length - 1);
    expect(faults.map(({ message }) => message)).toEqual([`${before[1].path}: there is no such file`]);
  });

  test('nothing at all', () => {
    expect(() => readApplication('nowhere', cwd)).toThrow('nowhere: there is no such file');
  });
});

test('what an assembly leaves out is not missed', () => {
  const folder = temporaryFolder();
  const nestedStack = (url: string): object => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } });
  const files = {
    'manifest.json': {
      artifacts: {
        'Shop': { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.json' }, metadata: { '/Shop': [{ type: 'aws:cdk:stack-tags' }], '/Shop/Odd': 'odd' } },
        'Gone.assets': { type: 'cdk:asset-manifest', properties: { file: 'Gone.assets.json' } },
        'Odd.assets': { type: 'cdk:asset-manifest', properties: {} },
        'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
      },
    },
    'Shop.assets.json': { files: { a: { source: { path: 'Nested.json' }, destinations: { x: { objectKey: 'abc.json' }, y: {} } }, b: { source: {} }, c: null } },
    'Shop.json': { Resources: { A: nestedStack('https://s3/abc.json'), B: nestedStack('https://s3/elsewhere.json'), C: null, D: nestedStack('https://s3/abc.json') } },
    'Nested.json': {},
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));

  const { sources, acknowledgements } = readApplication(folder);

  expect(sources.map(({ path, stackPath, nestedIn }) => [relative(folder, path), stackPath, nestedIn?.logicalId]))
    .toEqual([['Shop.json', 'Shop', undefined], ['Nested.json', undefined, 'A']]);
  expect(sources.map(source => source.constructPathOf?.('X'))).toEqual([undefined, undefined]);
  expect(acknowledgements).toEqual([]);
});
