import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SecureFunction, SecureFunctionProps } from '../../lib';
import { temporaryFolder, testApp } from '../support/synthesis';

const BUNDLES = { context: { 'aws:cdk:bundling-stacks': ['**'] } };
const HANDLER = `
  import { S3Client } from '@aws-sdk/client-s3';
  import { greeting } from './greeting';
  export const handler = async (event: { name: string }): Promise<string> => greeting(event.name) + typeof S3Client;
`;

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
});

/** A folder with a handler, which imports the AWS SDK and a file beside it. */
function project(handler = HANDLER): string {
  const folder = realpathSync(temporaryFolder());
  writeFileSync(join(folder, 'orders.ts'), handler);
  writeFileSync(join(folder, 'greeting.ts'), 'export const greeting = (name: string) => `hello ${name}`;');
  return folder;
}

/** Synthesises functions of one project, and reads what would be uploaded. */
function bundleOf(folder: string, props: Partial<SecureFunctionProps> = {}, entries = ['orders.ts']) {
  const app = testApp(BUNDLES);
  const stack = new cdk.Stack(app, 'Stack');
  entries.forEach((entry, index) => new SecureFunction(stack, `Orders${index || ''}`, { entry: join(folder, entry), ...props }));
  const assembly = app.synth();
  const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(one => one.Properties);
  const asset = (functions[0].Code.S3Key as string).replace('.zip', '');
  return { stack, functions, asset, keys: functions.map(one => one.Code.S3Key), folder: join(assembly.directory, `asset.${asset}`) };
}

describe('a bundle', () => {
  const bundle = () => bundleOf(shared);
  let shared: string;
  beforeAll(() => { shared = project(); });

  test('runs, with the files it imports inside and the AWS SDK outside', async () => {
    const { folder } = bundle();
    const text = readFileSync(join(folder, 'index.js'), 'utf8');
    expect(text).toContain('require("@aws-sdk/client-s3")');
    expect(text).not.toContain('require("./greeting")');
    const exported: { exports: { handler?: (event: object) => Promise<string> } } = { exports: {} };
    new Function('module', 'exports', 'require', text)(exported, exported.exports, () => ({ S3Client: class {} }));
    expect(await exported.exports.handler!({ name: 'Ada' })).toBe('hello Adafunction');
  });

  // As instrumentation does with what `require` gives: https://github.com/othiym23/shimmer
  test.each<[string, string]>([
    ['an ECMAScript module', 'export const handler = async () => 1;'],
    ['one that passes all of another on', "export * from './greeting'; export const handler = async () => 1;"],
    ['CommonJS', 'exports.handler = async () => 1;'],
    ['a class', 'class Orders { async handler() { return 1; } } module.exports = new Orders();'],
  ])('lets a layer put its own handler in the place of that of %s', async (_, program) => {
    const file = join(bundleOf(project(program)).folder, 'index.js');
    const exported = createRequire(__filename)(file) as { handler: () => Promise<number> };
    const { handler } = exported;
    Object.defineProperty(exported, 'handler', { configurable: true, writable: true, value: async () => await handler() + 1 });
    expect(await exported.handler()).toBe(2);
  });

  test('has a source map, and the function is told to use it', () => {
    const { folder, functions } = bundle();
    expect(JSON.parse(readFileSync(join(folder, 'index.js.map'), 'utf8')).sources).toEqual(['orders.ts', 'greeting.ts'].map(file => expect.stringContaining(file)));
    expect(functions[0].Environment).toEqual({ Variables: { NODE_OPTIONS: '--enable-source-maps' } });
  });

  test('is the same wherever and whenever it is made', () => {
    const { asset } = bundle();
    const cwd = process.cwd();
    try {
      process.chdir(__dirname);
      expect(bundle().asset).toBe(asset);
    } finally {
      process.chdir(cwd);
    }
    expect(bundleOf(project()).asset).toBe(asset);
  });

  test('is another one for another entry of the same folder', () => {
    writeFileSync(join(shared, 'bills.ts'), 'export const handler = async () => 1;');
    expect(new Set(bundleOf(shared, {}, ['orders.ts', 'bills.ts']).keys).size).toBe(2);
  });

  test('is another one when the entry has changed in the same process', () => {
    const folder = project();
    const before = bundleOf(folder).asset;
    writeFileSync(join(folder, 'orders.ts'), 'export const handler = async () => 2;');
    expect(bundleOf(folder).asset).not.toBe(before);
  });
});

test('calls the export that is named', () => {
  expect(bundleOf(project('export const create = async () => 1;'), { handler: 'create' }).functions[0].Handler).toBe('index.create');
});

describe('a handler that the entry does not export', () => {
  test.each<[string, Partial<SecureFunctionProps>, string, string]>([
    ['by its usual name', {}, 'export const main = async () => 1; export class Orders {}', 'does not export handler, which Lambda would call; it exports Orders, main: export it, or name another export as handler'],
    ['as a type only', {}, 'export type handler = () => void;', 'does not export handler, which Lambda would call; it exports nothing: export it, or name another export as handler'],
    ['but as the default', {}, 'export default async () => 1;', 'it exports default:'],
    ['by the name given', { handler: 'create' }, 'export const handler = async () => 1;', 'does not export create,'],
    ['by the file and name given', { handler: 'index.create' }, 'export const handler = async () => 1;', 'does not export create,'],
  ])('is refused %s', (_, props, program, message) => {
    expect(() => bundleOf(project(program), props)).toThrow(message);
    expect(() => bundleOf(project(program), props)).toThrow(/^Stack\/Orders: entry: .*orders\.ts does not export /);
  });

  test.each<[string, Partial<SecureFunctionProps>, string]>([
    ['passed on from another file', {}, "export { greeting as handler } from './greeting';"], ['passed on with all of another file', { handler: 'greeting' }, "export * from './greeting';"],
    ['in CommonJS', {}, 'exports.handler = async () => 1;'], ['assigned in TypeScript', {}, 'const handler = async () => 1; export = { handler };'],
    ['inside of an export', { handler: 'index.orders.create' }, 'export const orders = { create: async () => 1 };'],
    ['in a layer', { handler: '/opt/nodejs/wrapper.handler' }, 'export const main = async () => 1;'],
  ])('is not one that is %s', (_, props, program) => {
    expect(() => bundleOf(project(program), props)).not.toThrow();
  });
});

test.each([
  ['--max-old-space-size=400', '--max-old-space-size=400 --enable-source-maps'],
  ['--enable-source-maps --trace-warnings', '--enable-source-maps --trace-warnings'],
])('adds source maps to NODE_OPTIONS=%s', (given, expected) => {
  const { functions } = bundleOf(project('export const handler = async () => 1;'), { environment: { NODE_OPTIONS: given } });
  expect(functions[0].Environment.Variables.NODE_OPTIONS).toBe(expected);
});

test('is not made where the synthesis needs none', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const folder = project('this is no program at all (');
  new SecureFunction(stack, 'Orders', { entry: join(folder, 'orders.ts') });
  new SecureFunction(stack, 'Bills', { entry: join(folder, 'greeting.ts') });
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
});

test('passes on what esbuild warns of', () => {
  const { stack } = bundleOf(project('export const handler = async (x: number) => { if (x === -0) return typeof x === "strin"; };'));
  Annotations.fromStack(stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('orders.ts:1:\\d+: .*cdk-rampart:bundle'));
});

test('fails with what esbuild says, at the line it says it of', () => {
  const folder = project("import { nothing } from './nowhere';\nexport const handler = nothing;");
  expect(() => bundleOf(folder)).toThrow(/^Stack\/Orders: entry: .*orders\.ts cannot be bundled: .*orders\.ts:1:25: Could not resolve "\.\/nowhere"$/);
});

test('fails with the install command where esbuild is missing', () => {
  const folder = project();
  const cwd = process.cwd();
  try {
    process.chdir(folder);
    expect(() => bundleOf(folder)).toThrow(/^Stack\/Orders: entry: .*orders\.ts is bundled by esbuild, which is not installed here: npm install --save-dev esbuild$/);
  } finally {
    process.chdir(cwd);
  }
});

describe('the esbuild of the project', () => {
  const withEsbuild = (program: string): string => {
    const folder = project();
    mkdirSync(join(folder, 'node_modules', 'esbuild'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'esbuild', 'index.js'), program);
    return folder;
  };

  test('goes before that of the application', () => {
    const folder = withEsbuild('exports.buildSync = () => ({ outputFiles: [{ path: "index.js", contents: Buffer.from("// own") }], warnings: [] });');
    expect(readFileSync(join(bundleOf(folder).folder, 'index.js'), 'utf8')).toBe('// own');
  });

  test('fails as it fails', () => {
    expect(() => bundleOf(withEsbuild('throw new Error("broken installation");'))).toThrow('broken installation');
    expect(() => bundleOf(withEsbuild('exports.buildSync = () => { throw new Error("no binary for this machine"); };')))
      .toThrow(/cannot be bundled: Error: no binary for this machine$/);
    expect(() => bundleOf(withEsbuild('exports.buildSync = () => { throw Object.assign(new Error(), { errors: [{ text: "bad option", location: null }] }); };')))
      .toThrow(/cannot be bundled: bad option$/);
  });
});
