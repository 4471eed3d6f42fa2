import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sampleEvent } from '../../../runtime/testing';
import { LambdaFunction } from '../../support/lambda/function';
import { NODE_VERSIONS } from '../../support/lambda/tools';

const LAYER = join(__dirname, '..', '..', '..', 'runtime', 'layer', 'boundary.mts');
const folder = mkdtempSync(join(tmpdir(), 'rampart-layer-'));
const running: LambdaFunction[] = [];

afterEach(async () => { await Promise.all(running.splice(0).map(async one => one.stop())); });
afterAll(() => { rmSync(folder, { recursive: true }); });

async function start(file: string, code: string, more: Partial<Parameters<typeof LambdaFunction.start>[0]> = {}) {
  writeFileSync(join(folder, file), code);
  const environment = { RAMPART_HANDLER: `${join(folder, file.replace(/\..*/, ''))}.handler` };
  const one = await LambdaFunction.start({ entry: LAYER, format: 'esm', node: '24', environment, ...more });
  running.push(one);
  return one;
}

/** What a process has written comes a little later than its answer. */
async function written(one: LambdaFunction, text: string) {
  for (let i = 0; i < 100 && !one.output.includes(text); i++) await setTimeout(50);
  expect(one.output).toContain(text);
}

const BODY = 'async event => { console.log("got\\nAuthorization: Bearer abcdefgh12345678", { password: "hidden" }); return { id: JSON.parse(event.body).id }; }';

describe('the layer, under the real runtime client', () => {
  test.each(NODE_VERSIONS.flatMap(node => [[node, 'CommonJS', 'common.cjs', `exports.handler = ${BODY}`], [node, 'an ES module', 'module.mjs', `export const handler = ${BODY}`]] as const))(
    'wraps, on Node.js %s, a handler of %s, lets it be called and masks its log', async (node, _kind, file, code) => {
      const one = await start(file, code, { node });
      expect(await one.answer(sampleEvent('api', { id: 'o-1' }))).toEqual({ id: 'o-1' });
      expect(await one.answer(sampleEvent('api', '{"__proto__":1}'))).toMatchObject({ statusCode: 400 });
      expect(one.output).toContain('Bearer ***');
      expect(one.output).not.toContain('abcdefgh12345678');
      expect(one.output).not.toContain('hidden');
      await written(one, '"reason":"limits.prototype"');
    }, 180_000);

  test('answers a refused stream, and lets a good one write', async () => {
    const one = await start('stream.mjs', 'export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write("piece"); stream.end(); });');
    expect(JSON.stringify(await one.invoke(sampleEvent('url')))).toContain('piece');
    expect(JSON.stringify(await one.invoke(sampleEvent('url', '{"__proto__":1}')))).toContain('Bad Request');
    await written(one, '"reason":"limits.prototype"');
    await written(one, '"outcome":"ok"');
  }, 180_000);

  test('lets out nothing of an error', async () => {
    const one = await start('thrower.cjs', 'exports.handler = async () => { throw Object.assign(new TypeError("inside"), { token: "bearer-123" }); }');
    const { error } = await one.invoke({});
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: expect.stringMatching(/^the handler failed, request /) });
    expect(one.output).not.toContain('bearer-123');
  }, 180_000);

  test.each([
    ['of a class', 'static.cjs', 'Worker.run', 'exports.Worker = class { static async run() { return "done"; } };'],
    ['on a function', 'function.cjs', 'run', 'module.exports = Object.assign(() => "not me", { run: async () => "done" });'],
  ])('finds a handler %s', async (_what, file, name, code) => {
    writeFileSync(join(folder, file), code);
    const RAMPART_HANDLER = `${join(folder, file.replace(/\..*/, ''))}.${name}`;
    const one = await LambdaFunction.start({ entry: LAYER, format: 'esm', node: '24', environment: { RAMPART_HANDLER } });
    running.push(one);
    expect(await one.answer({})).toBe('done');
  }, 180_000);

  test('finds a handler in a package, as vendors bring them in a layer', async () => {
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, 'vendor'), { recursive: true });
    writeFileSync(join(modules, 'vendor', 'index.js'), 'exports.handler = async () => "wrapped";');
    const one = await LambdaFunction.start({ entry: LAYER, format: 'esm', node: '24', environment: { RAMPART_HANDLER: 'vendor.handler', NODE_PATH: modules } });
    running.push(one);
    expect(await one.answer({})).toBe('wrapped');
  }, 180_000);

  test('masks whatever the console writes, also to the channel that Lambda has for it', async () => {
    const methods = ['debug', 'info', 'log', 'warn', 'error', 'trace', 'fatal', 'table', 'dir', 'dirxml', 'group'];
    const one = await start('console.cjs', `exports.handler = async () => {
      for (const method of ${JSON.stringify(methods)}) console[method](method + ' postgres://app:hunter2hunter2@db');
      console.assert(false, 'assert postgres://app:hunter2hunter2@db');
      console.count('count postgres://app:hunter2hunter2@db');
    };`, { environment: { RAMPART_HANDLER: `${join(folder, 'console')}.handler`, _LAMBDA_TELEMETRY_LOG_FD: '1' } });
    await one.answer({});
    for (const method of [...methods, 'assert', 'count']) await written(one, `${method} postgres://app:***@db`);
    expect(one.output).not.toContain('hunter2');
  }, 180_000);

  test('lets out nothing of what a handler throws while it is loaded, and the log says what it was', async () => {
    const one = await start('loading.mjs', 'throw Object.assign(new RangeError("no way to postgres://app:hunter2hunter2@db"), { token: "bearer-123" });');
    await expect(one.invoke()).rejects.toThrow('the handler failed');
    expect(one.initError).toMatchObject({ errorType: 'RangeError', errorMessage: 'the handler failed, request none' });
    await written(one, '"error":{"name":"RangeError","message":"no way to postgres://app:***@db"');
    expect(one.output).not.toMatch(/hunter2|bearer-123/);
  }, 180_000);

  test('says at the start that there is no such handler', async () => {
    const one = await LambdaFunction.start({ entry: LAYER, format: 'esm', node: '24', environment: { RAMPART_HANDLER: 'nowhere.handler' } });
    running.push(one);
    await expect(one.invoke()).rejects.toThrow('no handler nowhere.handler in the function');
  }, 180_000);
});
