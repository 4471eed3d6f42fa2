import { clicks, JOBS, messages, notified, request, uploaded } from './events';
import type { Result } from './run';

/** A handler, the attack as an event that it gets, and a harmless event of the same kind. */
export interface Target {
  /** The file under `examples/`, without its ending. */
  readonly handler: string;
  readonly attack: (world: string) => object;
  readonly harmless: object;
}

/** The same attack on both applications. */
export interface Attack {
  readonly name: string;
  readonly sent: string;
  readonly vulnerable: Target;
  readonly hardened: Target;
  /** What the attacker has got, if anything: one question for both. */
  readonly gain: (result: Result) => string | undefined;
}

/** The file beside the world that no handler has any business with. */
export const PLANTED = 'credentials';
export const PLANTED_TEXT = 'the planted credentials of somebody else';

const ORDER = { product: 'goat-cheese', count: 2, customer: 'alice' };
const PNG = { png: Buffer.alloc(64).toString('base64') };
const shell = (world: string) => `uploads/x.png;echo "$(id -u)">${world}/pwned;`;
const bodyOf = ({ outcome }: Result) => String((outcome.answer as { readonly body?: unknown } | undefined)?.body);
const made = ({ calls }: Result, command: string) => calls.filter(call => call.command === command);
const get = (resource: string, queryStringParameters: object) => request('GET', resource, { queryStringParameters });
const post = (resource: string, body: unknown, more = {}) => request('POST', resource, { body: typeof body === 'string' ? body : JSON.stringify(body), ...more });
const image = Buffer.alloc(5_000_000).toString('base64');

export const ATTACKS: readonly Attack[] = [
  {
    name: 'command injection',
    sent: 'an image whose name ends the command and begins another',
    vulnerable: { handler: 'goat-shop/handlers/thumbnails', attack: world => uploaded(shell(world)), harmless: uploaded('uploads/x.png') },
    hardened: { handler: 'orders-api/handlers/describe', attack: world => uploaded(shell(world)), harmless: uploaded('uploads/4b8cfdf0-6f0a-4a3f-8a51-0a7c1f8d3a01') },
    gain: ({ files }) => files.includes('pwned') ? 'a shell that runs it' : undefined,
  },
  {
    name: 'SQL injection',
    sent: "?name=' OR '1'='1",
    vulnerable: {
      handler: 'goat-shop/handlers/catalogue', attack: () => get('/products', { name: "' OR '1'='1" }), harmless: get('/products', { name: 'goat milk' }),
    },
    hardened: {
      handler: 'orders-api/handlers/catalogue', attack: () => get('/products', { name: "' OR '1'='1" }), harmless: get('/products', { name: 'goat milk' }),
    },
    gain: result => bodyOf(result).includes('not announced yet') ? 'every product, the secret one too' : undefined,
  },
  {
    name: 'path traversal',
    sent: 'a name that climbs out of its folder',
    vulnerable: {
      handler: 'goat-shop/handlers/reports', attack: world => get('/reports', { name: `../..${world}/${PLANTED}` }), harmless: get('/reports', { name: 'latest.json' }),
    },
    hardened: {
      handler: 'orders-api/handlers/account',
      attack: world => request('GET', '/orders/{id}', { pathParameters: { id: `../..${world}/${PLANTED}` } }),
      harmless: request('GET', '/orders/{id}', { pathParameters: { id: '4b8cfdf0-6f0a-4a3f-8a51-0a7c1f8d3a01' } }),
    },
    gain: result => bodyOf(result).includes(PLANTED_TEXT) ? 'the content of any file' : undefined,
  },
  {
    name: 'event injection',
    sent: "an order from a queue that is not the shop's",
    vulnerable: {
      handler: 'goat-shop/handlers/work',
      attack: () => messages('arn:aws:sqs:eu-west-1:666666666666:jobs', [JSON.stringify({ ...ORDER, customer: 'mallory' })]),
      harmless: messages(JOBS, [JSON.stringify(ORDER)]),
    },
    hardened: {
      handler: 'orders-api/handlers/worker',
      attack: () => messages('arn:aws:sqs:eu-west-1:666666666666:jobs', [JSON.stringify({ ...ORDER, customer: 'mallory' })]),
      harmless: messages(JOBS, [JSON.stringify(ORDER)]),
    },
    gain: result => made(result, 'PutItemCommand').some(({ input }) => JSON.stringify(input).includes('mallory')) ? 'an order that nobody placed' : undefined,
  },
  {
    name: 'environment exfiltration',
    sent: 'a coupon that is a formula: process.env',
    vulnerable: {
      handler: 'goat-shop/handlers/checkout',
      attack: () => post('/orders', { total: 1, coupon: 'process.env' }),
      harmless: post('/orders', { total: 1, coupon: 'total * 0.9' }),
    },
    hardened: {
      handler: 'orders-api/handlers/checkout',
      attack: () => post('/orders', { product: 'goat-cheese', count: 1, coupon: 'process.env' }),
      harmless: post('/orders', { product: 'goat-cheese', count: 1 }),
    },
    gain: result => bodyOf(result).includes('AWS_SECRET_ACCESS_KEY') ? 'the credentials of the role' : undefined,
  },
  {
    name: 'log injection',
    sent: 'an order id that erases its line and writes another',
    vulnerable: {
      handler: 'goat-shop/handlers/notify', attack: () => notified('1\r\u001b[2K2026-11-01T00:00:00.000Z INFO paid in full'), harmless: notified('order 1'),
    },
    hardened: {
      handler: 'orders-api/handlers/notify', attack: () => notified('1\r\u001b[2K2026-11-01T00:00:00.000Z INFO paid in full'), harmless: notified('order-1'),
    },
    gain: ({ output }) => output.includes('\u001b[2K') ? 'a line of the log that is his' : undefined,
  },
  {
    name: 'poisoned batch',
    sent: 'nine good records around one that is no JSON',
    vulnerable: {
      handler: 'goat-shop/handlers/clicks', attack: () => clicks(poisoned('{"page":"/goats"}')), harmless: clicks(['{"page":"/goats"}']),
    },
    hardened: {
      handler: 'orders-api/handlers/worker', attack: () => messages(JOBS, poisoned(JSON.stringify(ORDER))), harmless: messages(JOBS, [JSON.stringify(ORDER)]),
    },
    gain: ({ outcome }) => {
      const { batchItemFailures = [] } = (outcome.answer ?? {}) as { readonly batchItemFailures?: readonly unknown[] };
      const back = outcome.error === undefined ? batchItemFailures.length : 10;
      return back > 1 ? `a stop: ${back} of 10 records go back` : undefined;
    },
  },
  {
    name: 'oversized body',
    sent: 'an image of five megabytes',
    vulnerable: {
      handler: 'goat-shop/handlers/upload',
      attack: () => post('/images', image, { queryStringParameters: { key: 'a.png' } }),
      harmless: post('/images', PNG.png, { queryStringParameters: { key: 'a.png' } }),
    },
    hardened: { handler: 'orders-api/handlers/upload', attack: () => post('/images', { png: image }), harmless: post('/images', PNG) },
    gain: result => made(result, 'PutObjectCommand').some(({ bytes }) => bytes > 1_000_000) ? 'as much storage as he likes' : undefined,
  },
];

/** Ten records, the fifth of which nobody can read. */
function poisoned(good: string): string[] {
  return Array.from({ length: 10 }, (_, index) => index === 4 ? '{"page":' : good);
}
