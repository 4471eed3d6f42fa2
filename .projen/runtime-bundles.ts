/**
 * Builds what is imported from `cdk-rampart/runtime` and the paths below it. Whatever of it a function imports, and from however many of its
 * files, there is one memory of what is to be masked: so the entries share their modules. For `import` they do so in files of their own; what
 * `require` loads is one file, in which an entry for one source differs from the whole by its `secureHandler` alone.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { BuildOptions, buildSync } from 'esbuild';

const RUNTIME = join(__dirname, '..', 'runtime');

/** The names of the sources that have an entry of their own. */
export const ENTRIES = readdirSync(join(RUNTIME, 'entries')).map(file => parse(file).name).sort();

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The SDK comes with Lambda; who has its own bundles that.
  external: ['@aws-sdk/*'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** Writes all of it into a folder, as `index` and `entries/<source>`, each for `require` and for `import`. */
export function buildRuntime(outdir: string): void {
  rmSync(join(outdir, 'shared'), { recursive: true, force: true });
  buildSync({
    ...OPTIONS,
    entryPoints: ['index', ...ENTRIES.map(name => `entries/${name}`)].map(name => ({ in: join(RUNTIME, `${name}.ts`), out: name })),
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[hash]',
    outExtension: { '.js': '.mjs' },
  });
  const lean = ENTRIES.map(name => `export { secureHandler as ${name} } from './entries/${name}';`).join('\n');
  buildSync({
    ...OPTIONS,
    stdin: { contents: `${lean}\nexport * as whole from './index';`, resolveDir: RUNTIME, loader: 'ts' },
    outfile: join(outdir, 'shared', 'runtime.js'),
    format: 'cjs',
    // Where modules are required, the SDK is too: jest and Lambda's search path then find it as they find all others.
    supported: { 'dynamic-import': false },
  });
  mkdirSync(join(outdir, 'entries'), { recursive: true });
  writeFileSync(join(outdir, 'index.js'), "'use strict';\nmodule.exports = require('./shared/runtime.js').whole;\n");
  for (const name of ENTRIES) {
    const code = `const { ${name}: secureHandler, whole } = require('../shared/runtime.js');\nmodule.exports = { ...whole, secureHandler };\n`;
    writeFileSync(join(outdir, 'entries', `${name}.js`), `'use strict';\n${code}`);
  }
}
