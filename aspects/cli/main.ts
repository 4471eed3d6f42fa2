#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HELP } from './help';
import { CliIo, ExitCode } from './io';
import { unknownName, UsageError } from './usage-error';

type Command = (words: readonly string[], io: CliIo) => ExitCode;

// The rules and the readers are loaded by the commands that need them, so that help comes at once.
/* eslint-disable @typescript-eslint/no-require-imports */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  audit: () => (require('./audit-command') as typeof import('./audit-command')).auditCommand,
  fix: () => (require('./fix-command') as typeof import('./fix-command')).fixCommand,
  rules: () => (require('./rules-command') as typeof import('./rules-command')).rulesCommand,
  graph: () => (require('./graph-command') as typeof import('./graph-command')).graphCommand,
  explain: () => (require('./explain-command') as typeof import('./explain-command')).explainCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Runs the command line.
 *
 * @param argv the words after the program's name
 * @param io where to read from and write to
 * @returns the exit code
 */
export function run(argv: readonly string[], io: CliIo): ExitCode {
  const [name, ...words] = argv;
  try {
    if (name === '--version' || name === '-v') return print(`${version()}\n`, io);
    if (name === undefined) throw new UsageError('name a command: audit, fix, graph, rules or explain');
    if (name === '--help' || name === '-h' || name === 'help') return print(HELP[words[0] ?? ''] ?? HELP[''], io);
    if (!Object.prototype.hasOwnProperty.call(COMMANDS, name)) throw unknownName('command', name, Object.keys(COMMANDS), 'there are audit, fix, graph, rules and explain');
    if (words.includes('--help') || words.includes('-h')) return print(HELP[name], io);
    return COMMANDS[name]()(words, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const help = name !== undefined && name in COMMANDS ? `cdk-rampart ${name} --help` : 'cdk-rampart --help';
    io.stderr.write(`cdk-rampart: ${error.message}\nRun \`${help}\` for help.\n`);
    return ExitCode.USAGE;
  }
}

function print(text: string, io: CliIo): ExitCode {
  io.stdout.write(text);
  return ExitCode.CLEAN;
}

/** The version in the package that this file belongs to, whether it runs from source or compiled. */
function version(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
      if (manifest.name === 'cdk-rampart' && manifest.version !== undefined) return manifest.version;
    } catch {
      // There is no package.json here: the package starts further up.
    }
  }
  return 'unknown';
}

/** Runs the command line on the process itself. */
function main(): void {
  // Whoever reads our output may stop in the middle, as `head` does. That is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const { stdout, stderr, env } = process;
  // The exit code is set, not exited with, so that everything written reaches a pipe.
  process.exitCode = run(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd() });
}

if (require.main === module) main();
