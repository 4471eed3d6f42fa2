import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
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

/** A project that bundles nothing but its own file. */
function own(): string {
  const folder = realpathSync(temporaryFolder());
  writeFileSync(join(folder, 'orders.ts'), 'export const handler = async () => 1;');
  return folder;
}

const LEFT = createHash('sha512').update('left').digest();
const LOCK = {
  packages: {
    'node_modules/left': { version: '1.2.3', integrity: `sha512-${LEFT.toString('base64')}` },
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
        'hashes': [{ alg: 'SHA-512', content: LEFT.toString('hex') }],
        'licenses': [{ license: { name: 'MIT' } }],
      },
    ]);
  });

  test('has what CycloneDX 1.6 requires, and each part once', () => {
    const { bill } = synthesised(project(LOCK));
    const { bomFormat, specVersion, serialNumber, version, metadata, components, dependencies } = bill();
    expect([bomFormat, specVersion, version]).toEqual(['CycloneDX', '1.6', 1]);
    expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(metadata.component).toEqual({
      'type': 'application',
      'bom-ref': `asset.${metadata.component.version}`,
      'name': `asset.${metadata.component.version}`,
      'version': expect.stringMatching(/^[0-9a-f]{64}$/),
      'externalReferences': [{ type: 'build-meta', url: `asset.${metadata.component.version}.metafile.json` }],
      'properties': [{ name: 'cdk-rampart:function', value: 'Stack/Orders' }],
    });
    const references = components.map((one: { 'bom-ref': string }) => one['bom-ref']);
    expect(new Set(references).size).toBe(components.length);
    expect(dependencies).toEqual([{ ref: metadata.component.name, dependsOn: references }]);
    for (const { type, name } of components) expect([type, typeof name]).toEqual(['library', 'string']);
  });

  test('names a package once that lies in several folders, and every version of it', () => {
    const folder = project(LOCK);
    const install = (where: string, version: string) => {
      mkdirSync(join(folder, 'node_modules', where), { recursive: true });
      writeFileSync(join(folder, 'node_modules', where, 'package.json'), JSON.stringify({ name: 'deep', version }));
      writeFileSync(join(folder, 'node_modules', where, 'index.js'), `module.exports = '${where}';`);
    };
    install('left/node_modules/deep', '1.0.0');
    install('@shop/right/node_modules/deep', '1.0.0');
    install('deep', '2.0.0');
    for (const name of ['left', '@shop/right', 'bare']) writeFileSync(join(folder, 'node_modules', name, 'index.js'), 'module.exports = require("deep");');
    const { components, dependencies } = synthesised(folder).bill();
    const references = components.map((one: { 'bom-ref': string }) => one['bom-ref']);
    expect(references.filter((one: string) => one.includes('deep'))).toEqual(['pkg:npm/deep@1.0.0', 'pkg:npm/deep@2.0.0']);
    expect(new Set(references).size).toBe(references.length);
    expect(dependencies[0].dependsOn).toEqual(references);
  });

  test('is the same for the same bundle, lies beside the asset and is not uploaded', () => {
    const folder = project(LOCK);
    const { directory, text } = synthesised(folder);
    expect(synthesised(folder).text()).toBe(text());
    const asset = readdirSync(directory).find(name => name.endsWith('.cdx.json'))!.replace('.cdx.json', '');
    expect(readdirSync(join(directory, asset)).sort()).toEqual(['index.js', 'index.js.map']);
    expect(readFileSync(join(directory, 'Stack.assets.json'), 'utf8')).not.toContain('cdx');
  });

  test('leaves out a checksum that is none', () => {
    const LEFTOVER = { packages: { 'node_modules/left': { version: '1.2.3', integrity: 'sha512-bGVmdA==' } } };
    expect(JSON.stringify(synthesised(project(LEFTOVER)).bill())).not.toContain('hashes');
  });

  test('knows no checksum where another lock file than npm\'s is there', () => {
    const folder = project();
    writeFileSync(join(folder, 'yarn.lock'), '');
    expect(JSON.stringify(synthesised(folder).bill())).not.toContain('hashes');
  });

  test('is one for what is built alike, and names every function that runs it', () => {
    const app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
    const entry = join(project(LOCK), 'orders.ts');
    const stacks = [new cdk.Stack(app, 'Second'), new cdk.Stack(app, 'First')];
    for (const stack of stacks) new SecureFunction(stack, 'Orders', { entry });
    new SecureFunction(stacks[0], 'Own', { entry: join(own(), 'orders.ts') });
    const { directory } = app.synth();
    const bills = readdirSync(directory).filter(name => name.endsWith('.cdx.json')).map(name => JSON.parse(readFileSync(join(directory, name), 'utf8')));

    expect(bills.map(({ metadata }) => metadata.component.properties.map(({ value }: { value: string }) => value)).sort()).toEqual([
      ['First/Orders', 'Second/Orders'], ['Second/Own'],
    ]);
  });

  test('is written of a function in a Stage too', () => {
    const app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
    const entry = join(project(LOCK), 'orders.ts');
    new SecureFunction(new cdk.Stack(new cdk.Stage(app, 'Production'), 'Stack'), 'Orders', { entry });
    const { directory } = app.synth();
    expect(readdirSync(directory).filter(name => name.endsWith('.cdx.json'))).toHaveLength(1);
  });
});

describe('the official schema of CycloneDX', () => {
  const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema');
  const read = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
  // Formats are looked at as closely as the bill needs; the schema's own keywords strictly as draft-07 has them.
  const ajv = new Ajv({ strict: false, formats: { 'iri-reference': /^\S*$/, 'uri': /^[a-z][a-z+.-]*:/, 'date-time': /^\d{4}-/, 'idn-email': /@/ } });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const isBill = ajv.compile(read('bom-1.6'));

  test.each([['several packages', project(LOCK)], ['none', own()]])('accepts the bill of a bundle with %s', (_, folder) => {
    const valid = isBill(synthesised(folder).bill());
    expect([valid, isBill.errors]).toEqual([true, null]);
  });

  test.each<[string, (bill: any) => void]>([
    ['a component without a name', bill => { delete bill.components[0].name; }],
    ['an algorithm that there is not', bill => { bill.components[2].hashes[0].alg = 'SHA-3'; }],
    ['a checksum that is no hexadecimal', bill => { bill.components[2].hashes[0].content = 'left'; }],
    ['a serial number that is none', bill => { bill.serialNumber = 'one'; }],
    ['a field that it does not know', bill => { bill.components[0].licence = 'MIT'; }],
  ])('would refuse %s', (_, spoil) => {
    const bill = synthesised(project(LOCK)).bill();
    spoil(bill);
    expect(isBill(bill)).toBe(false);
  });
});

test('the metafile of esbuild is kept, and the manifest of the assembly names it and the bill at the path of the function', () => {
  const { directory, metafile } = synthesised(project(LOCK));
  expect(Object.keys(metafile().inputs)).toContain('node_modules/left/index.js');
  const metadata: { type: string; data?: any }[] = JSON.parse(readFileSync(join(directory, 'Stack.metadata.json'), 'utf8'))['/Stack/Orders'];
  const [{ data }] = metadata.filter(({ type }) => type === 'cdk-rampart:bundle');
  for (const name of [data.billOfMaterials, data.metafile]) expect(readdirSync(directory)).toContain(name);
});

describe('a bundle', () => {
  test('without a lock file is refused, because nobody says which versions are deployed', () => {
    expect(() => synthesised(project())).toThrow(/^Stack\/Orders: entry: .*orders\.ts bundles @shop\/right, bare, left, and no lock file \(package-lock\.json, .*\) says which versions/);
  });

  test('of own files alone needs no lock file', () => {
    expect(synthesised(own()).bill().components).toEqual([]);
  });

  test('that is too large is refused, and its largest inputs named', () => {
    expect(() => synthesised(project(LOCK), { maxBundleSize: cdk.Size.kibibytes(1) })).toThrow(
      /^Stack\/Orders: maxBundleSize: the bundle has [4-9] KiB, at most 1 are taken; the largest inputs are node_modules\/left\/esm\/part\.js \(3 KiB\), .*: import less of them, or raise maxBundleSize$/,
    );
  });
});
