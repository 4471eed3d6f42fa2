import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const RUNTIME = join(__dirname, '..', '..', 'runtime', 'index.ts');

function bundle(contents: string) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    alias: { 'cdk-rampart/runtime': RUNTIME },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['@aws-sdk/*'],
  });
  const { contents: code } = outputFiles[0];
  const [{ imports }] = Object.values(metafile.outputs);
  return { bytes: code.length, zipped: gzipSync(code).length, text: outputFiles[0].text, inputs: Object.keys(metafile.inputs), imports };
}

const whole = bundle("import { secureHandler } from 'cdk-rampart/runtime'; export const handler = secureHandler({ source: 'api', action: 'a' }, () => 1);");

test('secureHandler with every source, the secrets and the log is at most 15 KB in the function\'s zip', () => {
  process.stderr.write(`secureHandler: ${whole.bytes} bytes minified, ${whole.zipped} bytes compressed\n`);
  expect(whole.zipped).toBeLessThanOrEqual(15 * 1024);
  expect(whole.bytes).toBeLessThanOrEqual(40 * 1024);
});

test('what is not imported is not in the bundle', () => {
  expect(whole.text).not.toContain('placeholders of its own');
  expect(whole.text).not.toContain('execFile');
  const { bytes } = bundle("export { safeJoin } from 'cdk-rampart/runtime';");
  expect(bytes).toBeLessThan(whole.bytes / 6);
});

test('the runtime takes in nothing but itself, and the SDK only when a secret is asked for', () => {
  expect(whole.inputs.filter(input => !input.includes('runtime/') && input !== '<stdin>')).toEqual([]);
  const outside = whole.imports.filter(({ path }) => path.startsWith('@aws-sdk/'));
  expect(outside.map(({ kind }) => kind)).toEqual(['dynamic-import', 'dynamic-import']);
});
