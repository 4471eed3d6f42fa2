import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CACHE, installed, NodeVersion } from '../../support/lambda/tools';

const ROOT = join(__dirname, '..', '..', '..');

/** What the others are, in the versions that were compared. They are no dependencies of ours. */
const OTHERS = [
  '@aws-lambda-powertools/logger@2.36.0', '@aws-lambda-powertools/parameters@2.35.0', '@aws-lambda-powertools/parser@2.35.0', 'zod@4.6.7',
  ...['core', 'http-error-handler', 'http-json-body-parser', 'input-output-logger', 'secrets-manager', 'validator'].map(name => `@middy/${name}@6.4.5`),
];

/** The handlers that are compared; each does the same. */
export const CONTENDERS = {
  'bare': 'a handler that checks nothing',
  'rampart-one': 'secureHandler of one source, no schema',
  'rampart-alone': 'secureHandler of every source, no schema',
  'rampart-valibot': 'secureHandler, valibot',
  'rampart': 'secureHandler, zod/mini',
  'powertools': 'Powertools: logger, parameters, parser',
  'middy': 'middy: logger, parser, validator, errors',
} as const;
export type Contender = keyof typeof CONTENDERS;

export interface Bundle {
  readonly contender: Contender;
  readonly file: string;
  /** Bytes, minified, without the AWS SDK, which Lambda brings. */
  readonly size: number;
}

/** Where the others are installed. */
export function others(): string {
  return join(installed('bench', OTHERS), 'node_modules');
}

/** Every contender as one file. */
export async function bundles(node: NodeVersion): Promise<Bundle[]> {
  const modules = others();
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'bench-run-'));
  return Promise.all((Object.keys(CONTENDERS) as Contender[]).map(async contender => {
    const file = join(folder, `${contender}.js`);
    await build({
      entryPoints: [join(__dirname, 'handlers', `${contender}.mjs`)],
      outfile: file,
      bundle: true,
      minify: true,
      platform: 'node',
      target: `node${node}`,
      logLevel: 'error',
      mainFields: ['module', 'main'],
      external: ['@aws-sdk/*'],
      alias: { 'cdk-rampart/runtime/api': join(ROOT, 'runtime', 'entries', 'api.ts'), 'cdk-rampart/runtime': join(ROOT, 'runtime', 'index.ts') },
      nodePaths: contender.startsWith('rampart') ? [join(ROOT, 'node_modules')] : [modules],
    });
    return { contender, file, size: statSync(file).size };
  }));
}
