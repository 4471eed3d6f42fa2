import { ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, BuildOptions } from 'esbuild';
import { Outcome, RuntimeApi } from './runtime-api';
import { CACHE, NodeVersion, tools } from './tools';

const ROOT = join(__dirname, '..', '..', '..');
const REGION = 'eu-west-1';

/** The credentials that functions sign their calls with; the emulator knows them. */
export const CREDENTIALS = { accessKeyId: 'AKIATESTEDFUNCTION00', secretAccessKey: 'not/a/real/key/of/anybody+0123456789abcd' };

/** What one execution environment of a function is made of. */
export interface FunctionOptions {
  /** The file that exports `handler`, the code itself in TypeScript, or a folder as it is deployed, of which `handler` then names the file too. */
  readonly entry: string | { readonly code: string } | { readonly folder: string };
  readonly node: NodeVersion;
  readonly environment?: Readonly<Record<string, string>>;
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
export class LambdaFunction {
  public static async start(options: FunctionOptions): Promise<LambdaFunction> {
    const { client, shim, node } = tools();
    const { entry, handler = 'handler' } = options;
    const isDeployed = typeof entry === 'object' && 'folder' in entry;
    const folder = isDeployed ? entry.folder : await bundled(entry, options);
    const api = await RuntimeApi.start();
    const child = spawn(node[options.node], [...(options.nodeArguments ?? []), '--require', shim, client], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(api.address, folder, isDeployed ? handler : `index.${handler}`, options),
    });
    return new LambdaFunction(api, child, isDeployed ? undefined : folder);
  }

  private written = '';
  private readonly closed: Promise<unknown>;

  private constructor(private readonly api: RuntimeApi, private readonly child: ChildProcess, private readonly folder?: string) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => { this.written += text; });
    this.closed = new Promise(resolve => child.once('close', resolve));
    child.once('exit', (code, signal) => api.abandon(new Error(`the function has ended (${signal ?? `exit code ${code}`}):\n${this.written}`)));
    child.once('error', error => api.abandon(error));
  }

  /** What the function has written so far: its log. All of it is here once the function is stopped. */
  public get output(): string {
    return this.written;
  }

  public get initError() {
    return this.api.initError;
  }

  public async invoke(event: unknown = {}, seconds?: number): Promise<Outcome> {
    return this.api.invoke(event, seconds);
  }

  /** The answer of an invocation that has to succeed. */
  public async answer(event: unknown = {}): Promise<unknown> {
    const { answer, error } = await this.invoke(event);
    if (error !== undefined) throw new Error(`${error.errorType}: ${error.errorMessage}\n${this.written}`);
    return answer;
  }

  /** Ends the function, and waits for what it has written. */
  public async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
    await this.api.stop();
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

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

/** Nothing of our own environment: what a function sees is what Lambda would give it. */
function environment(api: string, folder: string, handler: string, { node, concurrency, environment: own }: FunctionOptions) {
  return {
    PATH: process.env.PATH,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_LAMBDA_RUNTIME_API: api,
    AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${node}.x`,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    AWS_LAMBDA_FUNCTION_NAME: 'tested',
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/tested',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: 'the-session-token-of-the-role',
    ...(concurrency === undefined ? {} : { AWS_LAMBDA_MAX_CONCURRENCY: String(concurrency), AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' }),
    ...own,
  };
}
