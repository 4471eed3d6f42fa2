import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { SecureFunction, SecureFunctionProps } from '../../lib';
import { temporaryFolder, testApp } from '../support/synthesis';

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
});

/** A project that bundles two packages, one of them in a scope, as an installation leaves them. */
function project(lock?: object): string {
  const folder = realpathSync(temporaryFolder());
  const install = (name: string, manifest: object, program = 'module.exports = 1;') => {
    mkdirSync(join(folder, 'node_modules', name, 'esm'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, ...manifest }));
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), program);
  };
  install('left', { version: '1.2.3', license: 'MIT' }, 'module.exports = require("./esm/part");');
  writeFileSync(join(folder, 'node_modules/left/esm/package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'node_modules/left/esm/part.js'), `module.exports = ${JSON.stringify('x'.repeat(3000))};`);
  install('@shop/right', { version: '2.0.0', license: '(MIT OR Apache-2.0)' });
  install('bare', { version: '0.1.0', license: { type: 'BSD' } });
  writeFileSync(join(folder, 'orders.ts'), `
    import left from 'left'; import right from '@shop/right'; import bare from 'bare';
    export const handler = async () => [left, right, bare];`);
  if (lock !== undefined) writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  return folder;
}

const LOCK = {
  packages: {
    'node_modules/left': { version: '1.2.3', integrity: `sha512-${Buffer.from('left').toString('base64')}` },
    'node_modules/bare': { version: '9.9.9', integrity: 'sha512-AAAA' },
  },
};

function synthesised(folder: string, props: Partial<SecureFunctionProps> = {}) {
  const app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
  new SecureFunction(new cdk.Stack(app, 'Stack'), 'Orders', { entry: join(folder, 'orders.ts'), ...props });
  const { directory } = app.synth();
  const read = (suffix: string) => readFileSync(join(directory, readdirSync(directory).find(name => name.endsWith(suffix))!), 'utf8');
  return { directory, bill: () => JSON.parse(read('.cdx.json')), metafile: () => JSON.parse(read('.metafile.json')), text: () => read('.cdx.json') };
}

describe('the bill of materials', () => {
  test('names the packages of the bundle with version, licence and the checksum that was locked', () => {
    const { bill } = synthesised(project(LOCK));
    expect(bill().components).toEqual([
      {
        'type': 'library',
        'bom-ref': 'pkg:npm/%40shop/right@2.0.0',
        'group': '@shop',
        'name': 'right',
        'version': '2.0.0',
        'purl': 'pkg:npm/%40shop/right@2.0.0',
        'licenses': [{ expression: '(MIT OR Apache-2.0)' }],
      },
      { 'type': 'library', 'bom-ref': 'pkg:npm/bare@0.1.0', 'name': 'bare', 'version': '0.1.0', 'purl': 'pkg:npm/bare@0.1.0' },
      {
        'type': 'library',
        'bom-ref': 'pkg:npm/left@1.2.3',
        'name': 'left',
        'version': '1.2.3',
        'purl': 'pkg:npm/left@1.2.3',
        'hashes': [{ alg: 'SHA-512', content: Buffer.from('left').toString('hex') }],
        'licenses': [{ license: { name: 'MIT' } }],
      },
    ]);
  });

  test('has what CycloneDX 1.6 requires, and each part once', () => {
    const { bill } = synthesised(project(LOCK));
    const { bomFormat, specVersion, serialNumber, version, metadata, components, dependencies } = bill();
    expect([bomFormat, specVersion, version]).toEqual(['CycloneDX', '1.6', 1]);
    expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(metadata.component).toEqual({ 'type': 'application', 'bom-ref': 'Stack/Orders', 'name': 'Stack/Orders', 'version': expect.stringMatching(/^[0-9a-f]{64}$/) });
    const references = components.map((one: { 'bom-ref': string }) => one['bom-ref']);
    expect(new Set(references).size).toBe(components.length);
    expect(dependencies).toEqual([{ ref: 'Stack/Orders', dependsOn: references }]);
    for (const { type, name } of components) expect([type, typeof name]).toEqual(['library', 'string']);
  });

  test('is the same for the same bundle, lies beside the asset and is not uploaded', () => {
    const folder = project(LOCK);
    const { directory, text } = synthesised(folder);
    expect(synthesised(folder).text()).toBe(text());
    const asset = readdirSync(directory).find(name => name.endsWith('.cdx.json'))!.replace('.cdx.json', '');
    expect(readdirSync(join(directory, asset)).sort()).toEqual(['index.js', 'index.js.map']);
    expect(readFileSync(join(directory, 'Stack.assets.json'), 'utf8')).not.toContain('cdx');
  });

  test('knows no checksum where another lock file than npm\'s is there', () => {
    const folder = project();
    writeFileSync(join(folder, 'yarn.lock'), '');
    expect(JSON.stringify(synthesised(folder).bill())).not.toContain('hashes');
  });

  test('is written of a function in a Stage too', () => {
    const app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
    const entry = join(project(LOCK), 'orders.ts');
    new SecureFunction(new cdk.Stack(new cdk.Stage(app, 'Production'), 'Stack'), 'Orders', { entry });
    const { directory } = app.synth();
    expect(readdirSync(directory).filter(name => name.endsWith('.cdx.json'))).toHaveLength(1);
  });
});

test('the metafile of esbuild is kept for the audit', () => {
  expect(Object.keys(synthesised(project(LOCK)).metafile().inputs)).toContain('node_modules/left/index.js');
});

describe('a bundle', () => {
  test('without a lock file is refused, because nobody says which versions are deployed', () => {
    expect(() => synthesised(project())).toThrow(/^Stack\/Orders: entry: .*orders\.ts bundles @shop\/right, bare, left, and no lock file \(package-lock\.json, .*\) says which versions/);
  });

  test('of own files alone needs no lock file', () => {
    const folder = realpathSync(temporaryFolder());
    writeFileSync(join(folder, 'orders.ts'), 'export const handler = async () => 1;');
    expect(synthesised(folder).bill().components).toEqual([]);
  });

  test('that is too large is refused, and its largest inputs named', () => {
    expect(() => synthesised(project(LOCK), { maxBundleSize: cdk.Size.kibibytes(1) })).toThrow(
      /^Stack\/Orders: maxBundleSize: the bundle has [4-9] KiB, at most 1 are taken; the largest inputs are node_modules\/left\/esm\/part\.js \(3 KiB\), .*: import less of them, or raise maxBundleSize$/,
    );
  });
});
