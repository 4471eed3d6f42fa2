import { secureHandler } from '../../../runtime';
import { sampleEvent } from '../../../runtime/testing/samples';
import { lambdaContext } from '../support/events';

// Flags can be set while the process runs; a new context then has the collector.
function gc(): void {
  const { setFlagsFromString } = jest.requireActual<typeof import('node:v8')>('node:v8');
  setFlagsFromString('--expose-gc');
  jest.requireActual<typeof import('node:vm')>('node:vm').runInNewContext('gc')();
}

// No spy: that would remember every line.
const { write } = process.stdout;
beforeAll(() => { process.stdout.write = () => true; });
afterAll(() => { process.stdout.write = write; });

test('twenty thousand events, each with names of its own, leave no memory behind', async () => {
  const handler = secureHandler({ source: 'sqs', action: 'hostile', unknownKeys: 'allow' }, (input, { log }) => {
    log.info(`got ${JSON.stringify(input)}`, { input });
  });
  const event = (i: number) => sampleEvent('sqs', { [`unknown-${i}`]: i, [`password-${i}`]: 'x' });
  const spend = async (from: number) => {
    for (let i = from; i < from + 5000; i++) await handler(event(i), lambdaContext(`r${i}`));
    gc();
    return process.memoryUsage().heapUsed;
  };
  const first = await spend(0);
  let last = first;
  for (let round = 1; round <= 4; round++) last = await spend(round * 5000);
  expect(last - first).toBeLessThan(4_000_000);
}, 60_000);
