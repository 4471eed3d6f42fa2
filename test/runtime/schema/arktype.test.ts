import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { secureHandler } from '../../../runtime';

// Arktype comes as an ES module alone, which these tests cannot load: so what it does is seen in a process of its own, as a function has it.
const HANDLERS = `
import { type } from 'arktype';
import { secureHandler } from 'cdk-rampart/runtime';

const schemas = {
  plain: type({ id: 'string', count: 'number.integer > 0', 'note?': 'string' }),
  strict: type({ '+': 'reject', id: 'string' }),
  stripping: type({ '+': 'delete', id: 'string' }),
  changing: type({ id: type('string').pipe(text => text.length) }),
};
const context = { functionName: 'f', functionVersion: '1', awsRequestId: 'r', getRemainingTimeInMillis: () => 1 };
const { write } = process.stdout;
let log = '';
process.stdout.write = text => { log += text; return true; };
const results = [];
for (const [name, event] of JSON.parse(process.argv[2])) {
  log = '';
  const handler = secureHandler({ source: 'direct', action: 'a', schema: schemas[name] }, input => ({ input }));
  const answer = await handler(event, context).catch(error => error.name);
  const { outcome, reason, at } = JSON.parse(log);
  results.push({ answer, outcome, reason, at });
}
process.stdout.write = write;
process.stdout.write(JSON.stringify(results));
`;

const folder = mkdtempSync(join(tmpdir(), 'rampart-arktype-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

/** What became of the event behind each of the schemas. */
function outcomesOf(...events: readonly (readonly [schema: string, event: unknown])[]): unknown[] {
  return JSON.parse(execFileSync(process.execPath, [join(folder, 'program.mjs'), JSON.stringify(events)], { encoding: 'utf8', env: {} })) as unknown[];
}

beforeAll(() => {
  writeFileSync(join(folder, 'source.mjs'), HANDLERS);
  buildSync({
    entryPoints: [join(folder, 'source.mjs')],
    outfile: join(folder, 'program.mjs'),
    alias: { 'cdk-rampart/runtime': join(__dirname, '..', '..', '..', 'runtime', 'index.ts') },
    nodePaths: [join(__dirname, '..', '..', '..', 'node_modules')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*'],
  });
});

test('a schema of arktype lets through what fits, and says where something does not', () => {
  expect(outcomesOf(['plain', { id: 'o-1', count: 2 }], ['plain', { id: 1, count: 0 }], ['changing', { id: 'o-1' }])).toEqual([
    { answer: { input: { id: 'o-1', count: 2 } }, outcome: 'ok' },
    { answer: 'SchemaError', outcome: 'rejected', reason: 'schema', at: ['count', 'id'] },
    { answer: { input: { id: 3 } }, outcome: 'ok' },
  ]);
});

test('unknown keys are what the schema says of them', () => {
  const event = { id: 'o-1', isAdmin: true };
  expect(outcomesOf(['plain', { ...event, count: 1 }], ['strict', event], ['stripping', event])).toEqual([
    { answer: { input: { id: 'o-1', isAdmin: true, count: 1 } }, outcome: 'ok' },
    { answer: 'SchemaError', outcome: 'rejected', reason: 'schema', at: ['isAdmin'] },
    { answer: 'SchemaError', outcome: 'rejected', reason: 'schema.unknown', at: ['isAdmin'] },
  ]);
});

// Never called: the compiler is the test.
test('the input is what the schema makes of the payload', () => {
  async function typed() {
    const { type } = await import('arktype');
    secureHandler({ source: 'sqs', action: 'a', schema: type({ 'id': 'string', 'count?': 'number' }) }, ({ count, id }) => {
      const text: string = id;
      const number: number | undefined = count;
      // @ts-expect-error -- the schema says that it is text
      const other: number = id;
      return [text, number, other];
    });
    secureHandler({ source: 'api', action: 'a', schema: { query: type({ page: 'string' }) }, secrets: { schemas: { db: type({ password: 'string' }) } } }, async (
      { query }, { secrets },
    ) => {
      const text: string = query.page;
      const { password } = await secrets.get('db');
      // @ts-expect-error -- the schema says that it is text
      const other: number = password;
      return [text, other];
    });
  }
  expect(typed).toBeInstanceOf(Function);
});
