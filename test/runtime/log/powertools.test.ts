import { Logger as Powertools } from '@aws-lambda-powertools/logger';
import * as v from 'valibot';
import { Logger, remember, secureHandler } from '../../../runtime';
import { forgetAll } from '../../../runtime/log/masking';
import { lambdaContext } from '../support/events';
import { linesDuring } from '../support/lines';

const action = 'order.create';

describe('the logger of Powertools', () => {
  const secret = 'the-secret-of-the-shop';
  afterEach(forgetAll);

  test('fits, and gets nothing that is not masked', async () => {
    const powertools: Logger = new Powertools({ serviceName: 'orders' });
    remember(secret);
    const { lines, text } = await linesDuring(async () => {
      const handler = secureHandler({ source: 'direct', action, logger: powertools }, (_input, { log }) => {
        log.info(`paid with ${secret}`, { secret, password: 'x', at: 1 });
        log.info('nothing else');
        return 'done';
      });
      await handler({ id: 'o-1' }, lambdaContext());
    });
    expect(text).not.toContain(secret);
    expect(lines).toMatchObject([
      { level: 'INFO', service: 'orders', message: 'paid with ***', secret: '***', password: '***', at: 1 },
      { level: 'INFO', message: 'nothing else' },
      { level: 'INFO', message: action, action, source: 'direct', outcome: 'ok' },
    ]);
  });

  test('tells of a refusal under its stable name', async () => {
    // It writes warnings to standard error.
    const said: string[] = [];
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation(chunk => said.push(String(chunk)) > 0);
    const handler = secureHandler({ source: 'direct', action, schema: v.object({ id: v.string() }), logger: new Powertools() }, () => 'done');
    await handler({ id: 1 }, lambdaContext()).catch(() => undefined);
    spy.mockRestore();
    expect(JSON.parse(said.join(''))).toMatchObject({ level: 'WARN', event: 'validation.rejected', outcome: 'rejected', reason: 'schema', at: ['id'] });
  });
});
