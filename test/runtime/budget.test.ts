import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildRuntime, ENTRIES } from '../../.projen/runtime-bundles';
import { SOURCES } from '../../runtime/sources/sources';

/** What a function's bundle takes of the runtime as it is published. */
const built = mkdtempSync(join(tmpdir(), 'rampart-budget-'));
beforeAll(() => buildRuntime(built));
afterAll(() => { rmSync(built, { recursive: true }); });

function bundle(contents: string, options: { readonly alias?: string; readonly format?: 'cjs' | 'esm' } = {}) {
  const { alias = 'index', format = 'esm' } = options;
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    alias: { ...Object.fromEntries(ENTRIES.map(name => [`cdk-rampart/runtime/${name}`, join(built, 'entries', `${name}.mjs`)])), 'cdk-rampart/runtime': join(built, `${alias}.mjs`) },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format,
    platform: 'node',
    target: 'node22',
    external: ['@aws-sdk/*'],
  });
  const [{ imports }] = Object.values(metafile.outputs);
  const outside = imports.filter(({ path }) => path.startsWith('@aws-sdk/')).map(({ kind }) => kind);
  return { bytes: outputFiles[0].contents.length, text: outputFiles[0].text, inputs: Object.keys(metafile.inputs), outside };
}

const KB = 1024;
const handler = (source: string, path = '', more = '') =>
  `import { secureHandler, withSecrets } from 'cdk-rampart/runtime${path}'; export const handler = secureHandler({ source: '${source}', action: 'a', ${more} }, () => 1);`;

test('every source has an entry', () => {
  expect(ENTRIES).toEqual(Object.keys(SOURCES).sort());
});

test.each(ENTRIES)('secureHandler for %s is at most 15 KB, and nothing in it could read a secret', name => {
  const { bytes, outside, text } = bundle(handler(name, `/${name}`));
  process.stderr.write(`${name}: ${(bytes / KB).toFixed(1)} KB minified\n`);
  expect(bytes).toBeLessThanOrEqual(15 * KB);
  expect(outside).toEqual([]);
  expect(text).not.toContain('AWSCURRENT');
});

test('an alias for the whole does the same without a change of the code', () => {
  expect(bundle(handler('api'), { alias: 'entries/api' }).bytes).toBeLessThanOrEqual(15 * KB);
});

test('secrets are taken along where they are asked for, at most 8 KB, and the SDK only when one is', () => {
  const { bytes, outside } = bundle(handler('api', '/api', 'secrets: withSecrets()'));
  expect(bytes).toBeLessThanOrEqual(23 * KB);
  expect(outside).toEqual(['dynamic-import', 'dynamic-import']);
});

test('secureHandler for every source and with the secrets is at most 30 KB', () => {
  const { bytes, inputs, outside } = bundle(handler('api'));
  process.stderr.write(`every source: ${(bytes / KB).toFixed(1)} KB minified\n`);
  expect(bytes).toBeLessThanOrEqual(30 * KB);
  expect(outside).toEqual(['dynamic-import', 'dynamic-import']);
  // Nothing but itself.
  expect(inputs.filter(input => input !== '<stdin>' && !join(process.cwd(), input).startsWith(built))).toEqual([]);
});

test('what is not imported is not in the bundle', () => {
  const { text } = bundle(handler('api'));
  expect(text).not.toContain('placeholders of its own');
  expect(text).not.toContain('execFile');
  expect(bundle("export { safeJoin } from 'cdk-rampart/runtime';").bytes).toBeLessThan(1.5 * KB);
});

test.each(['cjs', 'esm'] as const)('what one file of a function remembers, a handler from another entry masks (%s)', format => {
  const { text } = bundle(`
    import { remember, secureHandler as whole } from 'cdk-rampart/runtime';
    import { secureHandler } from 'cdk-rampart/runtime/direct';
    remember('of-the-other-file');
    const context = { functionName: 'f', functionVersion: '1', awsRequestId: 'r', getRemainingTimeInMillis: () => 1 };
    const handlers = [secureHandler, whole].map(secured => secured({ source: 'direct', action: 'a' }, (_input, { log }) => { log.info('it is of-the-other-file'); }));
    (async () => { for (const handler of handlers) await handler({}, context); })();
  `, { format });
  const file = join(built, `remembers.${format === 'esm' ? 'mjs' : 'cjs'}`);
  writeFileSync(file, text);
  const said = execFileSync(process.execPath, [file], { encoding: 'utf8', env: {} });
  expect(said.match(/it is \*\*\*/g)).toHaveLength(2);
  expect(said).not.toContain('of-the-other-file');
});

test('what is required is one module, in which the entries differ by their sources', () => {
  const said = execFileSync(process.execPath, ['-e', `
    const whole = require(${JSON.stringify(join(built, 'index.js'))});
    const api = require(${JSON.stringify(join(built, 'entries', 'api.js'))});
    if (Object.keys(whole).join() !== Object.keys(api).join()) throw new Error('other exports');
    if (whole.remember !== api.remember || whole.secureHandler === api.secureHandler) throw new Error('other modules');
    try { api.secureHandler({ source: 'sqs', action: 'a' }, () => 1); } catch (error) { process.stdout.write(error.name + ': ' + error.message); }
  `], { encoding: 'utf8' });
  expect(said).toBe('ConfigurationError: source has to be one of api, got sqs');
});
