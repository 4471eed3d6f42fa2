import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/synthesis';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'aspects/cli/main.ts');
const TSX = join(ROOT, 'node_modules/.bin/tsx');

const cwd = temporaryFolder();
const queues = Array.from({ length: 2000 }, (_, index) => [`Queue${index}`, { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } }]);
writeFileSync(join(cwd, 'many.json'), JSON.stringify({ Resources: Object.fromEntries(queues) }));

test('prints everything before it ends, with its exit code, into a pipe', () => {
  const { status, stdout, stderr } = spawnSync(TSX, [MAIN, 'audit', 'many.json', '--format', 'json', '--fail-on', 'medium', '--only', 'queue-encrypted'], { cwd, encoding: 'utf8', maxBuffer: 67_108_864 });

  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect((JSON.parse(stdout) as { findings: object[] }).findings).toHaveLength(2000);
});

test('ends quietly where its reader stops', () => {
  const script = `${TSX} ${MAIN} audit many.json --format json --only queue-encrypted | head -c 10`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' });

  expect(stderr).toBe('');
  expect(stdout).toHaveLength(10);
});

test('loads nothing of the CDK', () => {
  const script = `
    const loaded = () => Object.keys(require.cache);
    const before = new Set(loaded());
    const io = { stdout: { write() {} }, stderr: process.stderr, cwd: ${JSON.stringify(cwd)}, env: {} };
    const { run } = require(${JSON.stringify(MAIN)});
    run(['--help'], io);
    const forHelp = loaded().filter(file => file.startsWith(${JSON.stringify(join(ROOT, 'aspects'))}));
    for (const words of [['rules'], ['explain', 'queue-encrypted'], ['audit', 'many.json'], ['graph', 'many.json'], ['graph', 'many.json', '--format', 'dot']]) run(words, io);
    const packages = loaded().filter(file => !before.has(file) && /node_modules/.test(file) && !/node_modules.(tsx|esbuild)/.test(file));
    console.log(JSON.stringify({ forHelp: forHelp.length, packages }));
  `;
  const output = execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { cwd: ROOT, encoding: 'utf8' });
  const printed = JSON.parse(output) as { forHelp: number; packages: string[] };

  // JSON needs no package at all: the YAML parser is loaded for YAML.
  expect(printed.packages).toEqual([]);
  expect(printed.forHelp).toBeLessThan(8);
});
