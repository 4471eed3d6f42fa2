import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { tools } from '../support/lambda/tools';

/**
 * What the boundary costs a function: at its start, and for each event. Each figure is the least of several measurements in processes of their
 * own, and of the clock's time and the processor's the lesser: the one counts other programs, the other Node.js' own threads. What a handler
 * without the boundary costs is taken off. A machine whose cores are shared makes a start slower all the same, so a start is held against
 * one of something known: loading all of zod and validating once, which takes 26 ms on a core of its own.
 */
const RULER = 26;

const MEASURE = `
// As in Lambda, where the runtime client has opened the output and loaded these before any handler is loaded.
import 'node:async_hooks';
import 'node:fs';
import 'node:path';
const { write } = process.stdout;
process.stdout.write('');
process.stdout.write = () => true;
async function spent(work) {
  const started = process.hrtime.bigint();
  const worked = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(worked);
  return Math.min(Number(process.hrtime.bigint() - started) / 1e6, (user + system) / 1e3);
}
const order = { id: 'o-1', items: Array.from({ length: 10 }, (_, i) => ({ sku: 'sku-' + i, count: i })) };
const event = {
  version: '2.0', routeKey: 'POST /orders/{id}', rawPath: '/orders/42', headers: { 'content-type': 'application/json', 'user-agent': 'curl/8' },
  queryStringParameters: { page: '1' }, pathParameters: { id: '42' }, body: JSON.stringify(order), isBase64Encoded: false,
  requestContext: { apiId: 'abc123', requestId: 'r', http: { method: 'POST', sourceIp: '203.0.113.9' }, authorizer: { jwt: { claims: { sub: 'user-1' } } } },
};
const context = { functionName: 'f', functionVersion: '1', awsRequestId: 'r', getRemainingTimeInMillis: () => 1 };
let handler;
const load = await spent(async () => { ({ handler } = await import(process.argv[2])); });
const first = await spent(() => handler(event, context));
let warm = Infinity;
for (let round = 0; round < Number(process.argv[3]); round++) {
  warm = Math.min(warm, await spent(async () => { for (let i = 0; i < 250; i++) await handler(event, context); }) / 250);
}
process.stdout.write = write;
process.stdout.write(JSON.stringify({ load, first, warm }));
`;

const SCHEMA = 'v.object({ id: v.string(), items: v.array(v.object({ sku: v.string(), count: v.number() })) })';
const HANDLERS = {
  bare: 'export const handler = async event => ({ statusCode: 200, body: JSON.stringify(JSON.parse(event.body).id) });',
  parsing: `import * as v from 'valibot'; const S = ${SCHEMA}; export const handler = async event => ({ statusCode: 200, body: v.parse(S, JSON.parse(event.body)).id });`,
  zod: "import { z } from 'zod'; const S = z.object({ id: z.string() }); export const handler = async event => S.parse(JSON.parse(event.body));",
  one: "import { secureHandler } from 'cdk-rampart/runtime/api'; export const handler = secureHandler({ source: 'api', action: 'a' }, ({ body }) => body.id);",
  every: "import { secureHandler } from 'cdk-rampart/runtime'; export const handler = secureHandler({ source: 'api', action: 'a' }, ({ body }) => body.id);",
  checked: `import { secureHandler } from 'cdk-rampart/runtime'; import * as v from 'valibot';
    export const handler = secureHandler({ source: 'api', action: 'a', schema: ${SCHEMA} }, ({ id }) => id);`,
};

const folder = mkdtempSync(join(tmpdir(), 'rampart-cost-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const RUNTIME = join(__dirname, '..', '..', 'runtime');

function build(contents: string, file: string): string {
  const outfile = join(folder, file);
  const alias = { 'cdk-rampart/runtime/api': join(RUNTIME, 'entries', 'api.ts'), 'cdk-rampart/runtime': join(RUNTIME, 'index.ts') };
  const stdin = { contents, resolveDir: __dirname, loader: 'js' as const };
  buildSync({ stdin, outfile, alias, bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node24', external: ['@aws-sdk/*'] });
  return outfile;
}

beforeAll(() => {
  writeFileSync(join(folder, 'measure.mjs'), MEASURE);
  for (const [name, code] of Object.entries(HANDLERS)) build(code, `${name}.mjs`);
});

type Name = keyof typeof HANDLERS;
type Figure = { readonly load: number; readonly first: number; readonly warm: number };

/** One process, on what Lambda runs now. */
function measured(name: Name, rounds: number): Figure {
  const files = [join(folder, 'measure.mjs'), join(folder, `${name}.mjs`)];
  return JSON.parse(execFileSync(tools().node[24], [...files, String(rounds)], { encoding: 'utf8', env: {} })) as Figure;
}

/** Several of each, by turns, so that what drifts on the machine meets all alike. */
function byTurns<N extends Name>(names: readonly N[], turns: number, rounds: number): Record<N, Figure> {
  const all = Array.from({ length: turns }, () => names.map(name => measured(name, rounds)));
  const least = (index: number, figure: keyof Figure) => Math.min(...all.map(turn => turn[index][figure]));
  return Object.fromEntries(names.map((name, i) => [name, { load: least(i, 'load'), first: least(i, 'first'), warm: least(i, 'warm') }])) as Record<N, Figure>;
}

test('a warm event costs at most 0.1 ms', () => {
  const { parsing, checked } = byTurns(['parsing', 'checked'], 3, 30);
  process.stderr.write(`warm: ${(parsing.warm * 1000).toFixed(1)} µs to parse and validate, ${(checked.warm * 1000).toFixed(1)} µs behind the boundary\n`);
  expect(checked.warm - parsing.warm).toBeLessThanOrEqual(0.1);
});

test('the start, with its first event, costs at most 5 ms where the function has one source', () => {
  const { bare, zod, one, every } = byTurns(['bare', 'zod', 'one', 'every'], 15, 0);
  const cold = ({ load, first }: Figure) => load + first - bare.load - bare.first;
  const cost = (figure: Figure) => cold(figure) / cold(zod) * RULER;
  process.stderr.write(`cold: ${cost(one).toFixed(2)} ms with one source, ${cost(every).toFixed(2)} ms with every source; zod now takes ${cold(zod).toFixed(0)} ms\n`);
  expect(cost(one)).toBeLessThanOrEqual(5);
  expect(cost(every)).toBeLessThanOrEqual(6.5);
});
