import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** What a layer's zip holds: it lies in /opt, and the function's handler leads here. */
export const LAYER_FILE = join('runtime', 'opt', 'rampart', 'boundary.mjs');

/**
 * Builds the boundary as a layer brings it into a folder laid out as the package or the repository. Tests build it beside the sources,
 * where `lib` finds it as it does in the package; several do so at once, so the file appears whole.
 */
export function buildLayer(root: string): void {
  const file = join(root, LAYER_FILE);
  const { outputFiles: [{ contents }] } = buildSync({
    entryPoints: [join(__dirname, '..', 'runtime', 'layer', 'boundary.mts')],
    outfile: file,
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*'],
    legalComments: 'none',
    minify: true,
  });
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, file);
}
