import { secretsOf } from '../../../runtime/secrets';
import { Fetched, fetchSecret, loadSdkBy } from '../../../runtime/secrets/client';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/db';

interface Asked { readonly VersionStage?: string; readonly Name?: string; readonly SecretId?: string }
type Answering = (signal: AbortSignal) => Promise<object>;

const calls: string[] = [];
let answering: Answering;

class Command {
  public constructor(public readonly input: Asked) {}
}
const made: string[] = [];
const loaded: string[] = [];
class Client {
  public constructor({ region }: { readonly region: string }) { made.push(region); }

  public async send({ input }: Command, { abortSignal }: { readonly abortSignal: AbortSignal }) {
    calls.push(`${input.SecretId ?? input.Name} ${input.VersionStage}`);
    return answering(abortSignal);
  }
}
beforeAll(() => {
  loadSdkBy(name => (loaded.push(name), name.endsWith('ssm')) ? { SSMClient: Client, GetParameterCommand: Command } : { SecretsManagerClient: Client, GetSecretValueCommand: Command });
});

const never = async (signal: AbortSignal) => new Promise<never>((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error)); });
const after = (milliseconds: number, answer: object): Answering => async () => new Promise(resolve => { setTimeout(resolve, milliseconds, answer); });
const one = { SecretString: 'one', VersionId: 'v1' };
beforeEach(() => {
  calls.length = 0;
  answering = after(10, one);
});

test('a client is made for the first secret of its service and region, and serves all others', async () => {
  secretsOf({ secrets: { db: { arn: ARN } } });
  expect([loaded, made]).toEqual([[], []]);
  const far = ARN.replace('eu-west-1', 'ap-south-1').replace('db', 'far');
  for (const arn of [ARN, `${ARN}2`, far, ARN, far]) await fetchSecret(arn, 'AWSCURRENT', AbortSignal.timeout(1000));
  await Promise.all(['3', '4'].map(async id => fetchSecret(ARN + id, 'AWSCURRENT', AbortSignal.timeout(1000))));
  expect([loaded.length, made]).toEqual([2, ['eu-west-1', 'ap-south-1']]);
  expect(calls).toHaveLength(7);
});

test('two handlers of one process that read the same secret ask once', async () => {
  const facts = { secrets: { db: { arn: ARN, stages: ['AWSCURRENT', 'AWSPENDING'] } } };
  const [orders, refunds] = [secretsOf(facts), secretsOf(facts)];
  const values = await Promise.all([orders.prefetch(), refunds.prefetch(), orders.get('db'), refunds.get('db'), ...Array.from({ length: 20 }, async () => refunds.get('db'))]);
  expect(new Set(values)).toEqual(new Set([undefined, 'one']));
  expect(calls).toEqual([`${ARN} AWSCURRENT`]);
  await Promise.all([orders.get('db', 'AWSPENDING'), refunds.get('db', 'AWSPENDING')]);
  expect(calls).toEqual([`${ARN} AWSCURRENT`, `${ARN} AWSPENDING`]);
});

test('each of several secrets is asked for, and each again when it is asked for later', async () => {
  const fetched = async () => Promise.all([ARN, `${ARN}2`].map(async arn => fetchSecret(arn, 'AWSCURRENT', AbortSignal.timeout(1000))));
  await fetched();
  expect(await fetched()).toEqual([{ text: 'one', version: 'v1' }, { text: 'one', version: 'v1' }]);
  expect(calls).toHaveLength(4);
});

test('a failure is that of all who asked, and of nobody after them', async () => {
  answering = async () => { throw Object.assign(new Error('no'), { name: 'ThrottlingException' }); };
  const both = await Promise.allSettled([1, 2].map(async () => fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(1000))));
  expect(both).toMatchObject([{ reason: { name: 'ThrottlingException' } }, { reason: { name: 'ThrottlingException' } }]);
  expect(calls).toHaveLength(1);
  answering = after(0, one);
  expect(await fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(1000))).toMatchObject({ text: 'one' });
});

test('who can wait longer than whoever asked first asks for himself', async () => {
  answering = never;
  const impatient = fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(20));
  const patient = fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(5000));
  await new Promise(setImmediate);
  answering = after(10, one);
  await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(await patient).toEqual({ text: 'one', version: 'v1' });
  expect(calls).toHaveLength(2);
});

test('who cannot wait as long is not kept, and nobody joins what was waited for in vain', async () => {
  answering = never;
  const patient: Promise<Fetched | undefined> = fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(300)).catch(() => undefined);
  await expect(fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
  answering = after(10, one);
  expect(await fetchSecret(ARN, 'AWSCURRENT', AbortSignal.timeout(5000))).toMatchObject({ text: 'one' });
  expect(await patient).toBeUndefined();
});

test('a parameter has one stage, and its version is its number', async () => {
  answering = after(0, { Parameter: { Value: 'p', Version: 3 } });
  expect(await fetchSecret(PARAMETER, 'AWSCURRENT', AbortSignal.timeout(1000))).toEqual({ text: 'p', version: '3' });
  await expect(fetchSecret(PARAMETER, 'AWSPENDING', AbortSignal.timeout(1000))).rejects.toMatchObject({ name: 'NoStages' });
  expect(calls).toEqual([`${PARAMETER} undefined`]);
});
