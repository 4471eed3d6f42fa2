import { buildSync } from 'esbuild';
import * as v from 'valibot';
import * as runtime from '../../runtime';
import { SourceKind } from '../../runtime/contract';
import { Boundary, boundaryOf } from '../../runtime/handler/boundary';
import { admitted, inputOf } from '../../runtime/handler/input';
import { SOURCES as sources } from '../../runtime/sources/sources';
import { sampleEvent } from '../../runtime/testing';

const { BoundaryError, ConfigurationError, EnvelopeError, LimitError, PublicError, SchemaError, SourceRefusedError } = runtime;
const { CommandError, HandlerError, SecretShapeError, SecretStageError, SecretUnavailableError, UnknownSecretError, UnsafeValueError } = runtime;

const ALL: { readonly [name: string]: () => Error } = {
  CommandError: () => new CommandError('identify', 'exit 1', 'inside'),
  ConfigurationError: () => new ConfigurationError('configuration.facts'),
  EnvelopeError: () => new EnvelopeError('envelope', ['Records']),
  LimitError: () => new LimitError('limits.depth', ['a']),
  PublicError: () => new PublicError('sold out', 409),
  SchemaError: () => new SchemaError('schema', ['a']),
  SecretShapeError: () => new SecretShapeError('db', ['password']),
  SecretStageError: () => new SecretStageError('db', 'AWSPENDING', ['AWSCURRENT']),
  SecretUnavailableError: () => new SecretUnavailableError('db', 'AWSCURRENT', new Error('with a token')),
  SourceRefusedError: () => new SourceRefusedError('source', ['x']),
  UnknownSecretError: () => new UnknownSecretError('bd', ['db']),
  UnsafeValueError: () => new UnsafeValueError('a part of a path is absolute'),
};

test('every error that is exported is here', () => {
  const exported = Object.entries(runtime).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error).map(([name]) => name);
  // The one is what all refusals are, the other has the name of the error that it stands for.
  expect(exported.sort()).toEqual([...Object.keys(ALL), 'BoundaryError', 'HandlerError'].sort());
});

test.each(Object.entries(ALL))('%s has its name, and no property that the runtime client would log', (name, make) => {
  const error = make();
  expect(error).toBeInstanceOf(Error);
  expect([error.name, String(error).startsWith(`${name}: `), Object.keys(error)]).toEqual([name, true, []]);
  expect(Object.keys(new HandlerError(name, 'the handler failed'))).toEqual([]);
});

test('their names outlive a bundler that renames classes', () => {
  const contents = 'import * as all from \'./runtime\'; console.log(new all.LimitError(\'a\').name, new all.UnknownSecretError(\'a\', []).name, new all.UnsafeValueError(\'a\').name)';
  const { outputFiles: [{ text }] } = buildSync({ stdin: { contents, resolveDir: `${__dirname}/../..` }, bundle: true, minify: true, write: false, platform: 'node', external: ['@aws-sdk/*'] });
  const said: unknown[] = [];
  new Function('require', 'process', 'console', text)(require, process, { log: (...all: unknown[]) => said.push(...all) });
  expect(said).toEqual(['LimitError', 'UnknownSecretError', 'UnsafeValueError']);
});

const Order = v.object({ id: v.string() });
const boundary = (source: SourceKind, more: object = {}): Boundary => boundaryOf({ sources }, { source, action: 'a', schema: Order, ...more } as never, () => undefined);

test.each<[string, new (...all: never[]) => Error, () => unknown]>([
  ['no event of its source', EnvelopeError, () => admitted(boundary('sqs'), {})],
  ['a sender who is not on the list', SourceRefusedError, () => admitted(boundary('sqs', { allow: { sqs: ['other'] } }), sampleEvent('sqs'))],
  ['a payload that does not decode', EnvelopeError, async () => opened('sqs', '{')],
  ['a payload beyond a limit', LimitError, async () => opened('sqs', '{"__proto__":1}')],
  ['a payload that the schema refuses', SchemaError, async () => opened('sqs', { id: 1 })],
  ['a payload of which the schema does not know all', SchemaError, async () => opened('sqs', { id: 'a', isAdmin: true })],
  ['options that name no source', ConfigurationError, () => boundary('telephone' as never)],
])('%s is an error of its own class', async (_name, type, work) => {
  const error: unknown = await Promise.resolve().then(work).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BoundaryError);
  expect((error as Error).constructor).toBe(type);
});

async function opened(source: SourceKind, payload: unknown) {
  const [delivery] = admitted(boundary(source), sampleEvent(source, payload));
  return inputOf(boundary(source), delivery);
}

describe('no schema sees', () => {
  const seen: unknown[] = [];
  const validate = (value: unknown) => { seen.push(value); return { value }; };
  const Spy = { '~standard': { version: 1 as const, vendor: 'spy', validate } };

  const compiled = (value: unknown) => { seen.push(value); return true; };
  const spied = (source: SourceKind): Boundary => ({
    ...boundary(source),
    schema: source === 'api' ? { body: Spy, path: Spy, query: Spy, headers: Spy } : Spy,
    compiled: { routes: { 'POST /orders/{id}': { body: compiled, path: compiled, query: compiled, headers: compiled } }, sources: { [source]: compiled } },
  });
  const spoiled = (more: object) => ({ ...sampleEvent('api'), ...more });

  test.each<[string, SourceKind, unknown]>([
    ['a prototype key', 'sqs', sampleEvent('sqs', '{"a":{"__proto__":1}}')],
    ['a control character', 'sqs', sampleEvent('sqs', { a: '\u001b[2J' })],
    ['one of C1', 'kinesis', sampleEvent('kinesis', { a: '\u009b2J' })],
    ['a key that leaves its folder', 's3', sampleEvent('s3', { key: 'a/%252e%252e/b' })],
    ['too many bytes', 'sns', sampleEvent('sns', JSON.stringify('x'.repeat(2_000_000)))],
    ['too many bytes as a value', 'direct', { a: 'x'.repeat(2_000_000) }],
    ['too many levels', 'eventbridge', sampleEvent('eventbridge', JSON.parse('['.repeat(40) + ']'.repeat(40)))],
    ['too many values', 'direct', Array(20_000).fill(0)],
    ['a path of a request that leaves its folder', 'api', spoiled({ pathParameters: { id: '../x' } })],
    ['a header of two lines', 'api', spoiled({ headers: { a: 'b\r\nc: d' } })],
    ['a query with a prototype key', 'api', spoiled({ queryStringParameters: { constructor: 'x' } })],
    ['a body with one', 'api', spoiled({ body: '{"constructor":{}}' })],
  ])('%s', async (_name, source, event) => {
    seen.length = 0;
    const [delivery] = admitted(spied(source), event);
    await expect(inputOf(spied(source), delivery)).rejects.toThrow(LimitError);
    expect(seen).toEqual([]);
    // And it is this that keeps them from it.
    await inputOf(spied(source), admitted(spied(source), sampleEvent(source))[0]);
    expect(seen.length).toBeGreaterThan(1);
  });
});
