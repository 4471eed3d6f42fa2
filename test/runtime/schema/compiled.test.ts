import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSchemas } from '../../../lib/private/compiled-schemas';
import { ConfigurationError, LambdaHandler, secureHandler } from '../../../runtime';
import { SCHEMAS_FILE } from '../../../runtime/contract';
import { sampleEvent } from '../../../runtime/testing';
import { httpEvent, lambdaContext, restEvent } from '../support/events';
import { linesDuring } from '../support/lines';

const task = mkdtempSync(join(tmpdir(), 'rampart-task-'));
beforeEach(() => { process.env.LAMBDA_TASK_ROOT = task; });
afterEach(() => {
  delete process.env.LAMBDA_TASK_ROOT;
  delete process.env._HANDLER;
});
afterAll(() => { rmSync(task, { recursive: true }); });

function place(folder: string, text: string) {
  mkdirSync(join(task, folder), { recursive: true });
  writeFileSync(join(task, folder, SCHEMAS_FILE), text);
  process.env._HANDLER = join(folder, 'index.handler');
}

async function call(handler: LambdaHandler, event: unknown) {
  let answer: any;
  const { lines } = await linesDuring(async () => { answer = await handler(event, lambdaContext()); });
  return { answer, lines };
}

const order = { type: 'object', properties: { product: { type: 'string' } }, required: ['product'], additionalProperties: false };
const path = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };

describe('the schemas that a construct compiled', () => {
  const seen: any[] = [];
  const handlerOf = () => secureHandler({ source: 'api', action: 'a' }, request => { seen.push(request); });
  beforeEach(() => { seen.length = 0; });

  test.each([['REST', restEvent], ['HTTP', httpEvent]])('decide about a request of a %s API by its route, and its texts become numbers', async (_kind, eventOf) => {
    place('a', compileSchemas({ routes: { 'POST /orders/{id}': { body: order, path } } }));
    expect((await call(handlerOf(), eventOf({ product: 'goat' }))).answer.statusCode).toBe(204);
    expect(seen).toMatchObject([{ path: { id: 42 }, body: { product: 'goat' } }]);
    const { answer, lines } = await call(handlerOf(), eventOf({ product: 'goat', isAdmin: true }));
    expect(answer.statusCode).toBe(400);
    expect(lines).toMatchObject([{ reason: 'schema', at: ['body'] }]);
    expect((await call(handlerOf(), eventOf({ product: 'goat' }, { pathParameters: { id: 'x' } }))).lines).toMatchObject([{ reason: 'schema', at: ['path.id'] }]);
    expect(seen).toHaveLength(1);
  });

  test('of any method hold for each, and those of another route for none', async () => {
    place('b', compileSchemas({ routes: { 'ANY /orders/{id}': { body: order }, 'POST /other': { body: { type: 'number' } } } }));
    expect((await call(handlerOf(), restEvent({ no: 1 }))).answer.statusCode).toBe(400);
    place('c', compileSchemas({ routes: { 'POST /other': { body: order } } }));
    expect((await call(handlerOf(), restEvent({ no: 1 }))).answer.statusCode).toBe(204);
    expect((await call(handlerOf(), httpEvent({ no: 1 }, { routeKey: 'constructor' }))).answer.statusCode).toBe(204);
  });

  test('decide about the records of a source', async () => {
    place('d', compileSchemas({ sources: { sqs: order } }));
    const handler = secureHandler({ source: 'sqs', action: 'a' }, input => { seen.push(input); });
    expect((await call(handler, sampleEvent('sqs', { product: 'goat' }))).answer).toEqual({ batchItemFailures: [] });
    expect((await call(handler, sampleEvent('sqs', { product: 1 }))).answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(seen).toEqual([{ product: 'goat' }]);
  });

  test('are found at the root of the function, too', async () => {
    place('.', compileSchemas({ sources: { sqs: order } }));
    process.env._HANDLER = 'elsewhere/index.handler';
    expect((await call(secureHandler({ source: 'sqs', action: 'a' }, () => 1), sampleEvent('sqs', {}))).answer.batchItemFailures).toHaveLength(1);
    rmSync(join(task, SCHEMAS_FILE));
  });

  test('stop the start where they cannot be loaded: without them everything would be let in', () => {
    place('e', 'throw new Error("broken")');
    expect(() => handlerOf()).toThrow(ConfigurationError);
  });
});

test.each(['{', '[]', 'null', '1'])('facts that are %s stop the start', text => {
  process.env.RAMPART_FACTS = text;
  try {
    expect(() => secureHandler({ source: 'sqs', action: 'a' }, () => 1)).toThrow('RAMPART_FACTS has to be an object as JSON');
  } finally {
    delete process.env.RAMPART_FACTS;
  }
});
