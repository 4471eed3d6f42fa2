import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The versions of Node.js that Lambda runs now. */
export const NODE_VERSIONS = ['22', '24'] as const;
export type NodeVersion = typeof NODE_VERSIONS[number];

const ROOT = join(__dirname, '..', '..', '..');

/** Beside the installed packages, so that whatever is bundled into it finds the AWS SDK as in Lambda, where nobody else may write. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'rampart-lambda');

const CLIENT = 'aws-lambda-ric@4.0.2';

/** What the managed runtimes of Node.js 20 and 22 carry: it has handlers with callbacks, and waits until nothing is left to do. */
const OLD_CLIENT = 'aws-lambda-ric@3.3.0';

const MINUTE = 60_000;

/** Where the runtime client of Lambda and the Node.js that runs it are. */
export interface Tools {
  readonly client: string;
  readonly node: Readonly<Record<NodeVersion, string>>;
}

/** The real runtime client and the real Node.js versions, installed by npm the first time. */
export function tools(): Tools {
  const folder = installed('runtime', [CLIENT, ...NODE_VERSIONS.map(version => `node${version}@npm:${nodePackage()}@${version}`)]);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = Object.fromEntries(NODE_VERSIONS.map(version => [version, join(folder, 'node_modules', `node${version}`, 'bin', binary)]));
  return { client: join(folder, 'node_modules', 'aws-lambda-ric', 'index.mjs'), node: node as Tools['node'] };
}

/** The main file of the runtime client that Node.js 20 and 22 have in Lambda. */
export function oldClient(): string {
  const folder = installed('client', [OLD_CLIENT]);
  const file = join(folder, 'start.mjs');
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`;
    // As their bootstrap does.
    writeFileSync(unfinished, "import { run } from 'aws-lambda-ric';\nawait run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);\n");
    renameSync(unfinished, file);
  }
  return file;
}

/** A folder of the cache in which these packages are installed. Their install scripts do not run. */
export function installed(name: string, packages: readonly string[]): string {
  const folder = join(CACHE, `${name}-${createHash('sha256').update(packages.join()).digest('hex').slice(0, 12)}`);
  mkdirSync(CACHE, { recursive: true });
  whileLocked(`${folder}.lock`, () => existsSync(folder), () => {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ name: `rampart-${name}`, private: true }));
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--no-save', ...packages], unfinished);
    renameSync(unfinished, folder);
  });
  return folder;
}

/** Runs npm in a folder; its output is in the error where it fails. */
export function npm(commands: readonly string[], folder: string): string {
  return execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', commands, {
    cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', timeout: 5 * MINUTE,
  });
}

function nodePackage(): string {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform as string];
  if (system === undefined || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(`npm has no package of Node.js for ${process.platform} on ${process.arch}; the tests of the runtime need Linux, macOS or Windows on x64 or arm64`);
  }
  return `node-${system}-${process.arch}`;
}

/** Jest runs several files at once: one of them works, the others wait for it. */
function whileLocked(lock: string, isDone: () => boolean, work: () => void): void {
  while (!isDone()) {
    try {
      mkdirSync(lock);
    } catch {
      if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      writeFileSync(join(lock, 'pid'), String(process.pid));
      if (!isDone()) work();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

function isAbandoned(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch {
    // Its owner has gone, or has not written its number yet.
    return !existsSync(lock) || Date.now() - statSync(lock).mtimeMs > 2_000;
  }
}
