import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * What the boundary costs a function: time at its start, time for each event. Each is the least of several measurements, in processes of
 * their own, and is judged against something measured beside it: the budgets, 0.1 ms and 5 ms, are about 25 and 12 times that on an idle core.
 */
const WARM = `
import { secureHandler } from 'cdk-rampart/runtime';
import * as v from 'valibot';
import { sampleEvent } from '../../runtime/testing';
const schema = v.object({ id: v.string(), items: v.array(v.object({ sku: v.string(), count: v.number() })) });
const order = { id: 'o-1', items: Array.from({ length: 10 }, (_, i) => ({ sku: 'sku-' + i, count: i })) };
const handler = secureHandler({ source: 'api', action: 'order.create', schema }, () => ({ ok: true }));
const event = sampleEvent('api', order);
const context = { functionName: 'f', functionVersion: '1', awsRequestId: 'r', getRemainingTimeInMillis: () => 1 };
const bare = async () => { v.parse(schema, JSON.parse(event.body)); return { statusCode: 200, body: '{}' }; };
const { write } = process.stdout;
process.stdout.write = () => true;
async function least(work) {
  let best = Infinity;
  for (let round = 0; round < 40; round++) {
    const started = performance.now();
    for (let i = 0; i < 250; i++) await work(event, context);
    best = Math.min(best, (performance.now() - started) / 250);
  }
  return best;
}
const figures = { bare: await least(bare), secured: await least(handler) };
process.stdout.write = write;
process.stdout.write(JSON.stringify(figures));
`;

const COLD = `
const started = performance.now();
const worked = process.cpuUsage();
await import('./FILE');
const { user, system } = process.cpuUsage(worked);
process.stdout.write(JSON.stringify({ loaded: Math.min(performance.now() - started, (user + system) / 1000) }));
`;

const HANDLER = "import { secureHandler } from 'cdk-rampart/runtime'; export const handler = secureHandler({ source: 'sqs', action: 'a' }, () => 1);";

const folder = mkdtempSync(join(tmpdir(), 'rampart-cost-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

function build(contents: string, file: string): string {
  const outfile = join(folder, file);
  buildSync({
    stdin: { contents, resolveDir: __dirname, loader: 'js' },
    alias: { 'cdk-rampart/runtime': join(__dirname, '..', '..', 'runtime', 'index.ts') },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*'],
  });
  return outfile;
}

const run = (file: string) => JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8', env: {} })) as Record<string, number>;

test('a warm event costs at most 25 times what parsing and validating it without the boundary does', () => {
  const { bare, secured } = run(build(WARM, 'warm.mjs'));
  process.stderr.write(`warm: ${(bare * 1000).toFixed(1)} µs bare, ${(secured * 1000).toFixed(1)} µs secured\n`);
  expect(secured / bare).toBeLessThanOrEqual(25);
});

test('the start costs at most 12 times that of an empty module', () => {
  build(HANDLER, 'handler.mjs');
  writeFileSync(join(folder, 'empty.mjs'), 'export const handler = () => 1;');
  for (const file of ['handler.mjs', 'empty.mjs']) writeFileSync(join(folder, `cold-${file}`), COLD.replace('FILE', file));
  const least = (file: string) => Math.min(...Array.from({ length: 15 }, () => run(join(folder, `cold-${file}`)).loaded));
  const [loaded, empty] = [least('handler.mjs'), least('empty.mjs')];
  process.stderr.write(`cold: ${loaded.toFixed(2)} ms, an empty module ${empty.toFixed(2)} ms\n`);
  expect(loaded / empty).toBeLessThanOrEqual(12);
});
