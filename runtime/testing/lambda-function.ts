import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CREDENTIALS, REGION } from './credentials';
import { RAPID_CLIENT } from './rapid-client';
import { Outcome, RuntimeApi } from './runtime-api';

/** What a client says that is loaded and starts nothing. */
const UNSTARTED = ' before it asked for an event: the client has to start by itself, as aws-lambda-ric 4 and later does; npm on Node.js 20 installs an older one';

/** What one execution environment of a function is made of. */
export interface LambdaFunctionOptions {
  /** The folder as it is deployed: what Lambda has in `/var/task`. */
  readonly folder: string;

  /** The handler as Lambda names it. @default - `index.handler` */
  readonly handler?: string;

  /** Variables beside those that Lambda sets. @default - none; those of this process are not handed on */
  readonly environment?: Readonly<Record<string, string>>;

  /** How many events may be under way at once: the concurrent mode of the runtime client, in one worker thread. @default - one */
  readonly concurrency?: number;

  /** The executable of Node.js. @default - that of this process */
  readonly node?: string;

  /** Arguments of Node.js. @default - none */
  readonly nodeArguments?: readonly string[];

  /** The main file of Lambda's runtime client. @default - that of the package `aws-lambda-ric`, which has to be installed */
  readonly client?: string;
}

/** A handler in a process of its own under the real runtime client of Lambda. Stop it when it is no longer needed. */
export class LambdaFunction {
  /** @throws Error if `aws-lambda-ric` is not installed and no `client` is given */
  static async start(options: LambdaFunctionOptions): Promise<LambdaFunction> {
    const { client = installedClient(), node = process.execPath, nodeArguments = [] } = options;
    const folder = resolve(options.folder);
    const own = mkdtempSync(join(tmpdir(), 'rampart-function-'));
    const shim = join(own, 'rapid-client.cjs');
    writeFileSync(shim, RAPID_CLIENT);
    const api = await RuntimeApi.start();
    const child = spawn(node, [...nodeArguments, '--require', shim, client], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environmentOf(api.address, folder, options),
    });
    return new LambdaFunction(api, child, own);
  }

  private written = '';
  private readonly closed: Promise<unknown>;

  private constructor(private readonly api: RuntimeApi, private readonly child: ChildProcess, private readonly own: string) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => { this.written += text; });
    this.closed = new Promise(done => child.once('close', done));
    child.once('exit', (code, signal) => {
      const hint = code === 0 && !api.wasAsked ? UNSTARTED : '';
      api.abandon(new Error(`the function has ended (${signal ?? `exit code ${code}`})${hint}:\n${this.written}`));
    });
    child.once('error', error => api.abandon(error));
  }

  /** What the function has written so far: its log. All of it is here once the function is stopped. */
  get output(): string {
    return this.written;
  }

  /** What the runtime client said when it could not load the handler. */
  get initError() {
    return this.api.initError;
  }

  /**
   * Hands over an event and waits for what becomes of it.
   *
   * @param seconds after so many, Lambda's timeout. By default 30.
   */
  async invoke(event: unknown = {}, seconds?: number): Promise<Outcome> {
    return this.api.invoke(event, seconds);
  }

  /** The answer of an invocation that has to succeed. @throws Error with what the function has written, if it fails */
  async answer(event: unknown = {}): Promise<unknown> {
    const { answer, error } = await this.invoke(event);
    if (error !== undefined) throw new Error(`${error.errorType}: ${error.errorMessage}\n${this.written}`);
    return answer;
  }

  /** Ends the function, and waits for what it has written. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
    await this.api.stop();
    rmSync(this.own, { recursive: true, force: true });
  }
}

/** That of the project whose tests these are; found by Node.js itself, since test runners look for modules in their own way. */
function installedClient(): string {
  try {
    return process.getBuiltinModule('node:module').createRequire(join(process.cwd(), 'index.js')).resolve('aws-lambda-ric');
  } catch {
    throw new Error('there is no aws-lambda-ric, the runtime client of Lambda; npm install --save-dev --ignore-scripts aws-lambda-ric, or name its main file as client');
  }
}

/** Nothing of our own environment: what a function sees is what Lambda would give it. */
function environmentOf(api: string, folder: string, { handler = 'index.handler', concurrency, environment: own }: LambdaFunctionOptions) {
  return {
    PATH: process.env.PATH,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_LAMBDA_RUNTIME_API: api,
    AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
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
