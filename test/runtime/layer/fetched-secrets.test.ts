import { enforce } from '../../../runtime/layer/enforce';
import { forgetAll, mask } from '../../../runtime/log/masking';
import { loadSdkBy } from '../../../runtime/secrets/client';
import { lambdaContext } from '../support/events';
import { linesDuring } from '../support/lines';

const HOUR = 3_600_000;
const stored = new Map<string, { readonly text: string; readonly version: string }>();
const calls: string[] = [];
let answers: 'all' | 'none' | 'late' = 'all';

interface Asked { readonly VersionStage: string }
class SecretsManagerClient {
  public async send({ VersionStage: stage }: Asked) {
    calls.push(stage);
    if (answers === 'late') await new Promise(() => undefined);
    const found = stored.get(stage);
    if (answers === 'none' || found === undefined) throw Object.assign(new Error('no'), { name: answers === 'none' ? 'ThrottlingException' : 'ResourceNotFoundException' });
    return { SecretString: found.text, VersionId: found.version };
  }
}
class GetSecretValueCommand {
  public readonly VersionStage: string;
  public constructor(asked: Asked) { this.VersionStage = asked.VersionStage; }
}

beforeAll(() => { loadSdkBy(() => ({ SecretsManagerClient, GetSecretValueCommand })); });
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  answers = 'all';
  calls.length = 0;
  stored.clear();
  forgetAll();
});
afterEach(() => {
  jest.useRealTimers();
  delete process.env.RAMPART_FACTS;
});

/** A handler that reads a secret by itself and logs it; what its log says of it. */
function reader(stages?: readonly string[]) {
  process.env.RAMPART_FACTS = JSON.stringify({ secrets: { db: { arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf', stages } } });
  const logged: string[] = [];
  const handler = enforce(async (event: { readonly reads: string }) => { logged.push(mask(event.reads)); });
  return async (reads: string) => {
    await linesDuring(async () => handler({ reads }, lambdaContext()));
    return logged.pop();
  };
}

test('the first invocation is masked already, and a rotated value from the invocation on that finds the old one expired', async () => {
  const read = reader();
  stored.set('AWSCURRENT', { text: 'first-password', version: 'v1' });
  expect(await read('first-password')).toBe('***');
  expect(await read('first-password')).toBe('***');
  expect(calls).toEqual(['AWSCURRENT']);
  stored.set('AWSCURRENT', { text: 'second-password', version: 'v2' });
  jest.advanceTimersByTime(HOUR);
  expect(await read('first-password, second-password')).toBe('***, ***');
  expect(calls).toHaveLength(2);
});

test('a service that cannot be reached holds up no handler, and is asked again', async () => {
  const read = reader();
  stored.set('AWSCURRENT', { text: 'first-password', version: 'v1' });
  answers = 'none';
  expect(await read('first-password')).toBe('first-password');
  answers = 'all';
  jest.advanceTimersByTime(HOUR);
  expect(await read('first-password')).toBe('***');
});

test('a version that there is none of is asked for once in five minutes', async () => {
  const read = reader(['AWSCURRENT', 'AWSPENDING']);
  stored.set('AWSCURRENT', { text: 'first-password', version: 'v1' });
  for (let i = 0; i < 8; i++) {
    await read('first-password');
    jest.advanceTimersByTime(32_000);
  }
  expect([...calls].sort()).toEqual(['AWSCURRENT', 'AWSPENDING']);
  jest.advanceTimersByTime(60_000);
  await read('first-password');
  expect([...calls].sort()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING', 'AWSPENDING']);
});

test('a service that does not answer is waited for two seconds', async () => {
  answers = 'late';
  const answer = reader()('first-password');
  await jest.advanceTimersByTimeAsync(1_900);
  const early = await Promise.race([answer, new Promise(resolve => { setImmediate(resolve, 'waiting'); })]);
  await jest.advanceTimersByTimeAsync(200);
  expect([early, await answer]).toEqual(['waiting', 'first-password']);
});

test('what is only pending is masked where the function may read it, and nothing waits for what is not there', async () => {
  const read = reader(['AWSCURRENT', 'AWSPENDING']);
  stored.set('AWSCURRENT', { text: 'first-password', version: 'v1' });
  expect(await read('first-password')).toBe('***');
  stored.set('AWSPENDING', { text: 'second-password', version: 'v2' });
  jest.advanceTimersByTime(HOUR);
  expect(await read('second-password')).toBe('***');
});
