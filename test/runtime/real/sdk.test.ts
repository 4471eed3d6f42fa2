import { join } from 'node:path';
import { Emulator } from '../../../runtime/testing';
import { LambdaFunction } from '../../support/lambda/function';

const FETCHER = join(__dirname, '..', '..', 'support', 'lambda', 'handlers', 'fetcher.ts');
const NEXT = '11111111-2222-3333-4444-555555555555';

let emulator: Emulator;
let fetcher: LambdaFunction;

beforeAll(async () => {
  emulator = await Emulator.start();
  fetcher = await LambdaFunction.start({ entry: FETCHER, node: '24', environment: emulator.environment });
}, 180_000);

afterEach(() => {
  emulator.fault = undefined;
});

afterAll(async () => {
  await fetcher?.stop();
  await emulator?.stop();
});

describe('the real AWS SDK', () => {
  test('is asked for a stage of a secret', async () => {
    const arn = emulator.secret('db', 'first');
    emulator.stored(arn).put(NEXT, 'next', ['AWSPENDING']);

    expect(await fetcher.answer({ arn, stage: 'AWSPENDING' })).toEqual({ text: 'next', version: NEXT });
    expect(await fetcher.answer({ arn })).toMatchObject({ text: 'first' });
    expect(await fetcher.answer({ arn, stage: 'AWSPREVIOUS' })).toEqual({ error: 'ResourceNotFoundException' });
    expect(emulator.calls.map(({ action, stage }) => `${action} ${stage}`)).toEqual([
      'GetSecretValue AWSPENDING', 'GetSecretValue AWSCURRENT', 'GetSecretValue AWSPREVIOUS',
    ]);
  });

  test('is asked for a secret that is imported by its name, of whose ARN the end is not known', async () => {
    emulator.secret('finance/bank', 'imported');

    expect(await fetcher.answer({ arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:finance/bank' })).toMatchObject({ text: 'imported' });
    expect(await fetcher.answer({ arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:finance/ban' })).toEqual({ error: 'ResourceNotFoundException' });
  });

  test('is asked for a decrypted parameter, which has no other stage', async () => {
    const arn = emulator.parameter('key', 'text');

    expect(await fetcher.answer({ arn })).toEqual({ text: 'text', version: '1' });
    expect(await fetcher.answer({ arn, stage: 'AWSPREVIOUS' })).toEqual({ error: 'NoStages' });
    expect(await fetcher.answer({ arn: `${arn}nope` })).toEqual({ error: 'ParameterNotFound' });
  });

  test('is waited for no longer than said', async () => {
    const arn = emulator.secret('slow', 'text');
    emulator.fault = 'hang';
    const start = performance.now();

    expect(await fetcher.answer({ arn, patience: 200 })).toEqual({ error: expect.stringMatching(/^(AbortError|TimeoutError)$/) });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('reaches the region that the ARN names, with a signature that is checked', async () => {
    const arn = emulator.secret('far', 'text');
    const forged = await LambdaFunction.start({
      entry: FETCHER, node: '24', environment: { ...emulator.environment, AWS_SECRET_ACCESS_KEY: 'another' },
    });
    try {
      expect(await forged.answer({ arn })).toEqual({ error: 'InvalidSignatureException' });
      expect(await fetcher.answer({ arn })).toMatchObject({ text: 'text' });
    } finally {
      await forged.stop();
    }
    expect(await fetcher.answer({ arn: arn.replace('eu-west-1', 'ap-south-1') })).toEqual({ error: 'ResourceNotFoundException' });
    expect(emulator.calls.at(-1)).toMatchObject({ region: 'ap-south-1' });
  });
});
