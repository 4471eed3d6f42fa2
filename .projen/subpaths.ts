/**
 * Builds what jsii does not compile: the runtime as bundles of their own, for `import` and `require`, without anything of
 * aws-cdk-lib; the cdk-nag pack as plain files, because it shares the engine in `dist`. Types come from the compiler.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildLayer } from './layer';
import { buildRuntime } from './runtime-bundles';

const root = join(__dirname, '..');


// The compiler writes whatever the pack imports as well, and in `dist` that is jsii's.
const compiled = mkdtempSync(join(tmpdir(), 'rampart-subpaths-'));
try {
  for (const folder of ['runtime', 'aspects/nag']) {
    const options = ['-p', join(root, folder, 'tsconfig.json'), '--outDir', compiled];
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...options], { stdio: 'inherit' });
  }
  cpSync(join(compiled, 'aspects', 'nag'), join(root, 'dist', 'aspects', 'nag'), { recursive: true });
  cpSync(join(compiled, 'runtime'), join(root, 'dist', 'runtime'), { recursive: true, filter: file => !file.endsWith('.js') });
} finally {
  rmSync(compiled, { recursive: true });
}
buildRuntime(join(root, 'dist', 'runtime'));
for (const [format, extension] of [['cjs', 'js'], ['esm', 'mjs']] as const) {
  buildSync({
    entryPoints: [join(root, 'runtime/testing/index.ts')],
    outfile: join(root, `dist/runtime/testing/index.${extension}`),
    bundle: true,
    format,
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
  });
}
buildLayer(join(root, 'dist'));
for (const file of declarations(join(root, 'dist', 'runtime'))) {
  // Node's resolution asks for the extension in a module's imports, and for the file of a folder.
  const text = readFileSync(file, 'utf8').replace(/(from |import\()'(\.[^']*)'/g, (_whole, before: string, path: string) => {
    const isFolder = !existsSync(join(dirname(file), `${path}.d.ts`));
    return `${before}'${path}${isFolder ? '/index' : ''}.mjs'`;
  });
  writeFileSync(file.replace(/\.ts$/, '.mts'), text);
}

function declarations(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return declarations(path);
    return entry.name.endsWith('.d.ts') ? [path] : [];
  });
}
