import { LambdaFunction } from '../../support/lambda/function';
import { NODE_VERSIONS } from '../../support/lambda/tools';

const running: LambdaFunction[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(async one => one.stop()));
});

async function start(code: string, more: Partial<Parameters<typeof LambdaFunction.start>[0]> = {}) {
  const one = await LambdaFunction.start({ entry: { code }, node: '24', ...more });
  running.push(one);
  return one;
}

describe('the host', () => {
  test.each(NODE_VERSIONS)('runs a handler under Node.js %s as Lambda does', async node => {
    const echo = await start('export const handler = async (event, context) => ({ event, version: process.version, context })', { node });

    const answer = await echo.answer({ text: 'naïve\u2028', list: [1, null] }) as { readonly event: unknown; readonly version: string; readonly context: object };

    expect(answer.event).toEqual({ text: 'naïve\u2028', list: [1, null] });
    expect(answer.version).toMatch(new RegExp(`^v${node}\\.`));
    expect(answer.context).toMatchObject({ functionName: 'tested', functionVersion: '7', awsRequestId: expect.any(String) });
    expect(Object.keys(await (await start('export const handler = async () => process.env', { node })).answer() as object)).not.toContain('JEST_WORKER_ID');
  }, 180_000);

  test('tells what a handler throws, and its log', async () => {
    const thrower = await start("export const handler = async () => { console.log('so far'); throw Object.assign(new TypeError('no'), { token: 'bearer-123' }); }");

    const { error, answer } = await thrower.invoke();

    await thrower.stop();
    expect(answer).toBeUndefined();
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'no', trace: expect.arrayContaining([expect.stringContaining('TypeError: no')]) });
    expect(thrower.output).toContain('so far');
    // What makes it necessary to rethrow another error: the client logs every property.
    expect(thrower.output).toContain('bearer-123');
  });

  test('tells that a handler cannot be loaded', async () => {
    const broken = await start("throw new RangeError('at the start')");

    await expect(broken.invoke()).rejects.toThrow('at the start');
    expect(broken.initError).toMatchObject({ errorType: 'RangeError', errorMessage: 'at the start' });
    await expect(broken.invoke()).rejects.toThrow('at the start');
  });

  test('tells that a function has ended in the middle of an event', async () => {
    const dying = await start('export const handler = async () => process.exit(3)');

    await expect(dying.invoke()).rejects.toThrow('the function has ended (exit code 3)');
  });

  test('ends an event when its time is over', async () => {
    const sleeping = await start('export const handler = () => new Promise(resolve => setTimeout(resolve, 60_000))');

    await expect(sleeping.invoke({}, 1)).rejects.toThrow('the task timed out after 1 seconds');
  });

  test.each(NODE_VERSIONS)('takes an answer piece by piece under Node.js %s', async node => {
    const streaming = await start(`
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
        for (const word of event.words) { out.write(word); await new Promise(resolve => setTimeout(resolve, 50)); }
        if (event.fail) throw new SyntaxError('in the middle');
        out.end();
      });`, { node });

    const whole = await streaming.invoke({ words: ['a', 'b', 'c'] });
    const half = await streaming.invoke({ words: ['a'], fail: true });

    expect(whole).toMatchObject({ isStreamed: true, contentType: 'application/vnd.awslambda.http-integration-response' });
    expect(whole.body).toBe(`{"statusCode":201}${'\0'.repeat(8)}abc`);
    expect(whole.pieces).toBeGreaterThan(1);
    expect(half.error).toMatchObject({ errorType: 'SyntaxError', errorMessage: 'in the middle' });
  });

  test('has several events under way in the concurrent mode of the client', async () => {
    const meeting = await start(`
      let here = 0, open;
      const all = new Promise(resolve => { open = resolve; });
      export const handler = async () => { here += 1; if (here === 5) open(); await all; return here; };`, { concurrency: 5 });

    expect(await Promise.all(Array.from({ length: 5 }, async () => meeting.answer()))).toEqual([5, 5, 5, 5, 5]);
  });
});
