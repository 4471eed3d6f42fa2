import { spawn, spawnSync } from 'node:child_process';

/** The oldest Python that Lambda gives security patches. Source: the Lambda guide, runtimes. */
const LEAST = [3, 10] as const;

/** The command of Python, or why there is none. */
export function python(): { readonly command: string } | { readonly missing: string } {
  const { stdout, status } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (status !== 0 || major === undefined) return { missing: 'python3 is not installed; your system\'s package brings it' };
  if (Number(major) !== LEAST[0] || Number(minor) < LEAST[1]) return { missing: `Python ${LEAST.join('.')} or later is needed, and this is ${major}.${minor}` };
  return { command: 'python3' };
}

/** How a call of a handler ended. */
export interface PythonOutcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Calls `index.handler` of a folder once, in a process of its own.
 *
 * @param modules a folder with what Lambda brings, as `boto3`
 */
export async function callPython(
  command: string, folder: string, modules: string, event: unknown, environment: Readonly<Record<string, string>>,
): Promise<PythonOutcome> {
  const child = spawn(command, ['-c', 'import json, sys, index; print(json.dumps(index.handler(json.load(sys.stdin), None)))'], {
    cwd: folder,
    // No cache is left beside the handler, where it would go into the asset.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONPATH: modules, PYTHONDONTWRITEBYTECODE: '1', NO_PROXY: 'localhost,127.0.0.1', ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stdin.end(JSON.stringify(event));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, output }));
  });
}
