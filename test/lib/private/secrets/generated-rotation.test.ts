import { randomUUID } from 'node:crypto';
import { GENERATED_ROTATION } from '../../../../lib/private/secrets/generated-rotation';
import { Emulator } from '../../../../runtime/testing';
import { LambdaFunction } from '../../../support/lambda/function';
import { rotate } from '../../../support/lambda/rotate';

let emulator: Emulator;
let rotation: LambdaFunction;

beforeAll(async () => {
  emulator = await Emulator.start();
  rotation = await LambdaFunction.start({ entry: { code: GENERATED_ROTATION }, node: '24', environment: { ...emulator.environment, PASSWORD_LENGTH: '48' } });
});

afterAll(async () => {
  await rotation?.stop();
  await emulator?.stop();
});

function valueOf(arn: string, stage: string): unknown {
  return (emulator.stored(arn).get(undefined, stage) as { SecretString: string }).SecretString;
}

test('the inline code is as short as Lambda demands', () => {
  expect(Buffer.byteLength(GENERATED_ROTATION)).toBeLessThanOrEqual(4096);
});

test('each rotation makes up a new value of the length asked for, and the value before stays readable', async () => {
  const arn = emulator.secret('signing', 'the first value');
  await rotate(emulator, rotation, arn, 0);
  const second = valueOf(arn, 'AWSCURRENT');

  expect(second).toHaveLength(48);
  expect(valueOf(arn, 'AWSPREVIOUS')).toBe('the first value');

  await rotate(emulator, rotation, arn, 0);
  expect(valueOf(arn, 'AWSCURRENT')).not.toBe(second);
  expect(valueOf(arn, 'AWSPREVIOUS')).toBe(second);
});

test('steps that are repeated change nothing', async () => {
  const arn = emulator.secret('repeated', 'the first value');
  const token = randomUUID();
  emulator.stored(arn).beginRotation(token);
  const step = (Step: string) => rotation.answer({ Step, SecretId: arn, ClientRequestToken: token });
  await step('createSecret');
  const pending = valueOf(arn, 'AWSPENDING');
  for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret', 'finishSecret', 'createSecret']) await step(name);

  expect(valueOf(arn, 'AWSCURRENT')).toBe(pending);
});

test.each([
  ['a version that the secret does not know', { Step: 'createSecret', ClientRequestToken: randomUUID() }, 'the version is not known to the secret'],
  ['a step that there is none of', { Step: 'destroySecret' }, 'a step that is not known'],
])('fails for %s', async (_case, event, message) => {
  const arn = emulator.secret(randomUUID(), 'x');
  const token = randomUUID();
  emulator.stored(arn).beginRotation(token);
  const { error } = await rotation.invoke({ SecretId: arn, ClientRequestToken: token, ...event });

  expect(error?.errorMessage).toBe(message);
});

test('no value reaches the log', () => {
  expect(rotation.output).not.toContain('the first value');
});
