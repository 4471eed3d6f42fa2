import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, BuildOptions } from 'esbuild';
import { CACHE, NodeVersion, tools } from './tools';
import { LambdaFunction as Deployed } from '../../../runtime/testing';

const ROOT = join(__dirname, '..', '..', '..');

/** What one execution environment of a function is made of. */
export interface FunctionOptions {
  /** The file that exports `handler`, the code itself in TypeScript, or a folder as it is deployed, of which `handler` then names the file too. */
  readonly entry: string | { readonly code: string } | { readonly folder: string };
  readonly node: NodeVersion;
  readonly environment?: Readonly<Record<string, string>>;
  /** The runtime client. @default - that of Node.js 24 */
  readonly client?: string;
  /** The name of the export. */
  readonly handler?: string;
  /** @default - a CommonJS bundle */
  readonly format?: 'cjs' | 'esm';
  /** How many events may be under way at once in one process: the concurrent mode of the runtime client, in one worker thread. */
  readonly concurrency?: number;
  readonly nodeArguments?: readonly string[];
  readonly build?: BuildOptions;
}

/** A bundled handler in one process under the real runtime client of Lambda. */
export type LambdaFunction = Deployed;

export const LambdaFunction = {
  start: async (options: FunctionOptions): Promise<LambdaFunction> => {
    const { client: newest, node } = tools();
    const { entry, handler = 'handler', client = newest, environment, concurrency, nodeArguments } = options;
    const isDeployed = typeof entry === 'object' && 'folder' in entry;
    const folder = isDeployed ? entry.folder : await bundled(entry, options);
    const started = await Deployed.start({
      folder,
      handler: isDeployed ? handler : `index.${handler}`,
      environment: { AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${options.node}.x`, ...environment },
      node: node[options.node],
      client,
      concurrency,
      nodeArguments,
    });
    if (isDeployed) return started;
    const stop = started.stop.bind(started);
    return Object.assign(started, {
      stop: async () => {
        await stop();
        rmSync(folder, { recursive: true, force: true });
      },
    });
  },
};

/** The folder that a bundle was made in, as `index`. */
async function bundled(entry: string | { readonly code: string }, { node, format = 'cjs', build: own }: FunctionOptions): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'function-'));
  const source = typeof entry === 'string' ? entry : join(folder, 'source.ts');
  if (typeof entry !== 'string') writeFileSync(source, entry.code);
  await build({
    entryPoints: [source],
    outfile: join(folder, `index.${format === 'esm' ? 'mjs' : 'js'}`),
    bundle: true,
    format,
    platform: 'node',
    target: `node${node}`,
    logLevel: 'error',
    // As in Lambda, which brings the SDK; the rest is what `pg` asks for and never uses here.
    external: ['@aws-sdk/*', 'pg-native', 'pg-cloudflare'],
    alias: { 'cdk-rampart/runtime': join(ROOT, 'runtime', 'index.ts') },
    nodePaths: [join(ROOT, 'node_modules')],
    ...own,
  });
  return folder;
}
