import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { buildLayer } from '../../../.projen/layer';
import { EnforcedBoundary, SecretBackedFunction, SecretSource, SecureFunction } from '../../../lib';
import { sampleEvent, SENDERS, Emulator } from '../../../runtime/testing';
import { startDeployed } from '../../support/lambda/deployed';
import { LambdaFunction } from '../../support/lambda/function';
import { NODE_VERSIONS, NodeVersion } from '../../support/lambda/tools';
import { temporaryFolder, testApp } from '../../support/synthesis';

const ROOT = join(__dirname, '..', '..', '..');
const BUNDLES = { 'aws:cdk:bundling-stacks': ['**'] };
const JOB = { type: 'object', properties: { id: { type: 'string', maxLength: 5 } }, required: ['id'], additionalProperties: false };
const running: LambdaFunction[] = [];

beforeAll(() => {
  buildLayer(ROOT);
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
});
afterEach(async () => { await Promise.all(running.splice(0).map(async one => one.stop())); });

/** What a vendor delivers: a folder with a handler that nobody may change. */
function vendored(file: string, code: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', file), code);
  return folder;
}

async function deployed(make: (stack: Stack) => void, node: NodeVersion, environment?: Record<string, string>) {
  const app = testApp({ context: BUNDLES });
  const stack = new Stack(app, 'Stack');
  make(stack);
  const one = await startDeployed(app, stack, temporaryFolder(), { node, environment });
  running.push(one);
  return one;
}

const nodeOf = (node: NodeVersion) => (node === '22' ? lambda.Runtime.NODEJS_22_X : lambda.Runtime.NODEJS_24_X);
const message = (id: unknown, messageId: string) => ({ ...sampleEvent('sqs', { id }).Records[0], messageId });

/** What a process has written comes a little later than its answer. */
async function written(one: LambdaFunction, text: string) {
  for (let i = 0; i < 100 && !one.output.includes(text); i++) await setTimeout(50);
  expect(one.output).toContain(text);
}

const BATCH = 'async event => { console.log("token", "Bearer abcdefgh12345678"); return { batchItemFailures: event.Records.map(one => ({ itemIdentifier: one.body })) }; }';
const THROWS = 'async () => { throw Object.assign(new TypeError("inside"), { token: "bearer-123" }); }';

describe('a function as it was synthesised, under the real runtime client', () => {
  test.each(NODE_VERSIONS.flatMap(node => [[node, 'CommonJS', 'index.cjs', `exports.handler = ${BATCH}`], [node, 'an ES module', 'index.mjs', `export const handler = ${BATCH}`]] as const))(
    'on Node.js %s, a handler of %s: gets what its queue sends and fits the schema, and nothing else', async (node, _kind, file, code) => {
      const one = await deployed(stack => {
        const fn = new lambda.Function(stack, 'Orders', { code: lambda.Code.fromAsset(vendored(file, code)), handler: 'src/index.handler', runtime: nodeOf(node) });
        fn.addEventSource(new SqsEventSource(Queue.fromQueueArn(stack, 'Queue', SENDERS.sqs), { reportBatchItemFailures: true }));
        EnforcedBoundary.of(fn, { payloads: { sqs: JOB } });
      }, node);
      const good = JSON.stringify({ id: 'o-1' });
      expect(await one.answer({ Records: [message('o-1', 'good'), message('far-too-long', 'bad')] })).toEqual({
        batchItemFailures: [{ itemIdentifier: good }, { itemIdentifier: 'bad' }],
      });
      const foreign = await one.invoke({ Records: [{ ...message('o-1', 'm'), eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:other' }] });
      expect(foreign.error?.errorType).toBe('SourceRefusedError');
      expect((await one.invoke({ id: 'o-1' })).error?.errorType).toBe('SourceRefusedError');
      await written(one, '"event":"source.refused"');
      await written(one, '"event":"validation.rejected"');
      expect(one.output).toContain('Bearer ***');
      expect(one.output).not.toContain('abcdefgh12345678');
    }, 180_000);

  test.each(NODE_VERSIONS)('on Node.js %s: keeps streaming, and checks the requests of a function URL', async node => {
    const code = 'export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write("piece of " + JSON.parse(event.body).id); stream.end(); });';
    const one = await deployed(stack => {
      const fn = new SecureFunction(stack, 'Orders', { code: lambda.Code.fromAsset(vendored('index.mjs', code)), handler: 'src/index.handler', runtime: nodeOf(node) });
      fn.addFunctionUrl({ invokeMode: lambda.InvokeMode.RESPONSE_STREAM });
      fn.enforceBoundary({ requests: { $default: { body: JOB } } });
    }, node);
    expect(JSON.stringify(await one.invoke(sampleEvent('url', { id: 'o-1' })))).toContain('piece of o-1');
    const refused = JSON.stringify(await one.invoke(sampleEvent('url', { id: 'o-1', more: true })));
    expect(refused).toContain('Bad Request');
    expect(refused).not.toContain('piece of');
  }, 180_000);

  test('takes a message for the text that it is, where its schema says so, and for JSON otherwise', async () => {
    const code = 'exports.handler = async event => { console.log("got", event.Records[0].Sns.Message); };';
    const one = await deployed(stack => {
      const fn = new SecureFunction(stack, 'Orders', { code: lambda.Code.fromAsset(vendored('index.cjs', code)), handler: 'src/index.handler' });
      fn.addTopicSource(Topic.fromTopicArn(stack, 'Topic', SENDERS.sns));
      fn.enforceBoundary({ payloads: { sns: { type: 'string', pattern: '^[0-9a-z-]{1,9}$' } } });
    }, '24');
    for (const id of ['o-1', '42', 'true']) {
      expect((await one.invoke(sampleEvent('sns', id))).error).toBeUndefined();
      await written(one, `got ${id}`);
    }
    for (const id of ['far-too-long', '"o-1"', '{"id":1}']) expect((await one.invoke(sampleEvent('sns', id))).error?.errorType).toBe('SchemaError');
    expect(one.output).not.toContain('got far');
  }, 180_000);

  test('lets out nothing of an error', async () => {
    const one = await deployed(stack => {
      new SecureFunction(stack, 'Orders', { code: lambda.Code.fromAsset(vendored('index.cjs', `exports.handler = ${THROWS}`)), handler: 'src/index.handler' }).enforceBoundary();
    }, '24');
    const { error } = await one.invoke({});
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: expect.stringMatching(/^the handler failed, request /) });
    expect(one.output).not.toContain('bearer-123');
  }, 180_000);

  test('masks what the handler logs of a secret that it reads by itself', async () => {
    const emulator = await Emulator.start();
    try {
      const arn = emulator.secret('orders', 'correct-horse-battery');
      const code = 'exports.handler = async () => { console.log("connecting with correct-horse-battery"); return "done"; };';
      const one = await deployed(stack => {
        const secret = SecretSource.existing(Secret.fromSecretCompleteArn(stack, 'Secret', arn));
        new SecretBackedFunction(stack, 'Orders', { code: lambda.Code.fromAsset(vendored('index.cjs', code)), handler: 'src/index.handler', secrets: { db: secret } }).enforceBoundary();
      }, '24', { ...emulator.environment, NODE_PATH: join(ROOT, 'node_modules') });
      expect(await one.answer({})).toBe('done');
      await written(one, 'connecting with ***');
      expect(one.output).not.toContain('correct-horse-battery');
    } finally {
      await emulator.stop();
    }
  }, 180_000);
});
