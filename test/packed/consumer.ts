/** A consumer's module. The lines that have to be errors show that nothing resolved to `any`. */
export const CONSUMER = `
import { SECURITY_EVENTS, secureHandler, isAuthenticationError } from 'cdk-rampart/runtime';
import type { BoundaryFacts, Secrets, SecretsOptions } from 'cdk-rampart/runtime';
import { secureHandler as secureQueue, withSecrets } from 'cdk-rampart/runtime/sqs';
import { Emulator, LambdaFunction } from 'cdk-rampart/testing';
import type { SourceKind } from 'cdk-rampart/testing';
import * as z from 'zod/mini';

const schema = z.object({ product: z.string(), count: z.number() });

export const handler = secureHandler({ source: 'sqs', action: 'order.store', schema }, async (order, { secrets, log }) => {
  const count: number = order.count;
  // @ts-expect-error -- the schema says that it is text
  const product: number = order.product;
  log.info('stored', { count, product });
  await secrets.use('db', async value => value);
});

// @ts-expect-error -- there is no such source
secureHandler({ source: 'telephone', action: 'call' }, async () => undefined);

export const queue = secureQueue({ source: 'sqs', action: 'order.store', schema }, async (order, context) => {
  const count: number = order.count;
  context.log.info('stored', { count });
  // @ts-expect-error -- nothing in this bundle reads secrets
  context.secrets;
});

export const withOwn = secureQueue({ source: 'sqs', action: 'order.store', secrets: withSecrets({ schemas: { db: schema } }) }, async (_order, { secrets }) => {
  const { count } = await secrets.get('db');
  // @ts-expect-error -- the schema says that it is a number
  const product: string = count;
  return product;
});

// @ts-expect-error -- this entry has one source
secureQueue({ source: 'api', action: 'call' }, async () => undefined);

export async function invoked(folder: string): Promise<string | undefined> {
  const emulator = await Emulator.start();
  const one = await LambdaFunction.start({ folder, environment: emulator.environment });
  const { error, milliseconds } = await one.invoke({});
  // @ts-expect-error -- it is a number
  const time: string = milliseconds;
  return error === undefined ? time : error.errorMessage;
}

// @ts-expect-error -- it is a text
export const event: number = SECURITY_EVENTS.authFailed;
export const isRefused: boolean = isAuthenticationError(new Error('no'));
export const facts: BoundaryFacts = { secrets: { db: { arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db' } } };
export const options: SecretsOptions = { ttl: 1000 };
export const source: SourceKind = 'sqs';
export async function read(secrets: Secrets) {
  const value = await secrets.get('db');
  return typeof value === 'string' ? value.length : Object.keys(value).length;
}
`;

/** A handler whose bundle holds the boundary and nothing else. */
export const HANDLER = `
import { secureHandler } from 'cdk-rampart/runtime';

export const handler = secureHandler({ source: 'sqs', action: 'order.store' }, async (order, { secrets }) => secrets.use('db', async () => order));
`;

/** An application that puts the boundary before a handler of somebody else. */
export const LAYERED_APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda');
const { EnforcedBoundary } = require('cdk-rampart');

const app = new App({ outdir: 'cdk.out', builtinCloudFormationValidation: false });
const code = Code.fromInline('exports.handler = async () => {};');
EnforcedBoundary.of(new Function(new Stack(app, 'Stack'), 'Orders', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X }));
app.synth();
`;

/** The same without secrets, with one source in its bundle. */
export const LEAN_HANDLER = `
import { secureHandler } from 'cdk-rampart/runtime/sqs';

export const handler = secureHandler({ source: 'sqs', action: 'order.store' }, async order => order);
`;
