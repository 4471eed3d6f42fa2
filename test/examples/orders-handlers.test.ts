import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { buildLayer } from '../../.projen/layer';
import { AppModel } from '../../aspects/model/app-model';
import { CALLS } from '../../examples/attack/calls';
import { request } from '../../examples/attack/events';
import { ordersShop } from '../../examples/orders-api/shop';
import { SourceKind } from '../../runtime/contract';
import { Emulator, LambdaFunction, Outcome, sampleEvent } from '../../runtime/testing';
import { hostileEvents } from '../../runtime/testing/hostile-events';
import { startDeployed } from '../support/lambda/deployed';
import { Postgres, postgresPrograms } from '../support/lambda/postgres';
import { settled } from '../support/lambda/settled';
import { NODE_VERSIONS } from '../support/lambda/tools';
import { modelOf, temporaryFolder, testApp } from '../support/synthesis';

const ROOT = join(__dirname, '..', '..');
const ORDER = '4b8cfdf0-6f0a-4a3f-8a51-0a7c1f8d3a01';
const SIGNING = 'the-key-that-signs-the-reports';
const COURIER_KEY = 'the-key-that-hill-post-signs-with';
const HOUSE_KEY = 'the-key-that-the-clearing-house-made';
const ACCOUNT_SECRET = 'finance/clearing-house';
const ROTATION = '5c1d0b0e-6a57-4f0c-8a7e-1f2f6f0a9c11';
const REPORT = '{"goat-milk":5}';

/** What a handler did: the calls to the services of AWS, and the requests to others. */
interface Deeds {
  readonly calls: readonly { readonly command: string; readonly input: any }[];
  readonly fetched: readonly { readonly url: string; readonly body?: string }[];
}

/** How a handler is called, and what comes of it. */
interface Case {
  readonly source: SourceKind;
  /** What its senders write. */
  readonly payload: unknown;
  /** The whole event, by who sends it. */
  readonly event: (sender: any, payload: any) => unknown;
  /** What it has to have done by its valid event. */
  readonly done: (deeds: Deeds, outcome: Outcome, output: string) => void | Promise<void>;
  /** Hostile events that are none to this handler: it does not look at what they change. */
  readonly takes?: RegExp;
}

const api = (method: string, resource: string, place: 'body' | 'queryStringParameters' | 'pathParameters') => (apiId: string, payload: unknown) => {
  const sent = request(method, resource, { [place]: place === 'body' ? JSON.stringify(payload) : payload }) as { requestContext: object };
  return { ...sent, requestContext: { ...sent.requestContext, apiId } };
};
const record = (source: SourceKind, change: (one: any, sender: any) => void) => (sender: any, payload: unknown) => {
  const event = sampleEvent(source, payload);
  change(event.Records[0], sender);
  return event;
};
const notified = record('sns', (one, sender) => { one.Sns.TopicArn = sender; one.EventSubscriptionArn = `${sender}:1`; });
const uploaded = record('s3', (one, sender) => { one.s3.bucket = { ...one.s3.bucket, name: sender, arn: `arn:aws:s3:::${sender}` }; });
const made = ({ calls }: Deeds, command: string) => calls.filter(one => one.command === command).map(({ input }) => input);
const status = ({ answer }: Outcome) => (answer as { statusCode?: number }).statusCode;

/** What API Gateway asks of a courier's request; what is signed may differ from what is sent. */
function asked(apiArn: string, path: string, { time = new Date().toISOString(), key = COURIER_KEY, courier = 'hill-post', signs = path } = {}): object {
  const signature = createHmac('sha256', key).update(`${time}\nPUT${signs}`).digest('hex');
  return {
    type: 'REQUEST',
    methodArn: `${apiArn}live/PUT${path}`,
    httpMethod: 'PUT',
    resource: '/deliveries/{id}',
    path,
    headers: { 'X-Courier': courier, 'X-Time': time, 'X-Signature': signature },
    queryStringParameters: {},
    pathParameters: { id: path.split('/').at(-1) },
    requestContext: { apiId: 'x', stage: 'live', requestId: 'r', identity: { sourceIp: '203.0.113.9' } },
  };
}

/** Whom an authorizer lets in or not, and to what. */
function decided({ answer }: Outcome): unknown[] {
  const { principalId, policyDocument } = answer as { principalId: string; policyDocument: { Statement: { Effect: string; Resource: string }[] } };
  const [{ Effect, Resource }] = policyDocument.Statement;
  return [principalId, Effect, Resource];
}

const CASES: Readonly<Record<string, Case>> = {
  'OrdersApi/Catalogue': {
    source: 'api',
    payload: { name: 'goat milk' },
    event: api('GET', '/products', 'queryStringParameters'),
    done: (_, outcome) => expect(JSON.stringify(outcome.answer)).toContain('p2'),
  },
  'OrdersApi/Checkout': {
    source: 'api',
    payload: { product: 'goat-cheese', count: 2 },
    event: api('POST', '/orders', 'body'),
    done: (deeds, outcome) => {
      expect(status(outcome)).toBe(202);
      expect(deeds.fetched).toEqual([expect.objectContaining({ url: 'https://payments.example.com/reservations' })]);
      expect(JSON.parse(made(deeds, 'SendMessageCommand')[0].MessageBody)).toEqual({ product: 'goat-cheese', count: 2, customer: 'alice' });
    },
  },
  'OrdersApi/Account': {
    source: 'api',
    payload: { id: ORDER },
    event: api('GET', '/orders/{id}', 'pathParameters'),
    done: (_, outcome) => expect([status(outcome), JSON.stringify(outcome.answer)]).toEqual([200, expect.stringContaining('1 Meadow')]),
  },
  'OrdersApi/Upload': {
    source: 'api',
    payload: { png: Buffer.alloc(64).toString('base64') },
    event: api('POST', '/images', 'body'),
    done: (deeds, outcome) => {
      expect(status(outcome)).toBe(201);
      expect(made(deeds, 'PutObjectCommand')).toEqual([expect.objectContaining({ Key: expect.stringMatching(/^uploads\/[\da-f-]{36}$/), ContentType: 'image/png' })]);
    },
  },
  'OrdersApi/Status': {
    source: 'api',
    payload: {},
    event: (apiId, payload) => ({
      headers: { Host: 'live.example.com' },
      isBase64Encoded: false,
      requestContext: {
        routeKey: '$connect', eventType: 'CONNECT', messageDirection: 'IN', stage: 'live', requestId: 'r', apiId, connectionId: 'c1=', identity: { sourceIp: '203.0.113.9' },
      },
      ...payload as object,
    }),
    done: (_deeds, outcome, output) => expect([status(outcome), output]).toEqual([200, expect.stringContaining('"connection":"c1="')]),
    takes: /./,
  },
  'OrdersApi/Worker': {
    source: 'sqs',
    payload: { product: 'goat-cheese', count: 2, customer: 'alice' },
    event: record('sqs', (one, sender) => { one.eventSourceARN = sender; }),
    done: (deeds, { answer }) => {
      expect(answer).toEqual({ batchItemFailures: [] });
      expect(made(deeds, 'PutItemCommand')[0].Item).toEqual({ id: { S: 'm-1' }, product: { S: 'goat-cheese' }, count: { N: '2' }, customer: { S: 'alice' } });
      expect(made(deeds, 'PublishCommand')).toHaveLength(1);
    },
  },
  'OrdersApi/Notify': {
    source: 'sns',
    payload: 'order-1',
    event: notified,
    done: (_deeds, outcome, output) => expect([outcome.error, output]).toEqual([undefined, expect.stringContaining('"order":"order-1"')]),
  },
  'OrdersApi/Bonus': {
    source: 'sns',
    payload: 'order-1',
    event: notified,
    done: ({ fetched }) => expect(fetched).toEqual([expect.objectContaining({ url: 'https://bonus.example.com/shops/goat-shop/orders/order-1' })]),
  },
  'OrdersApi/Trends': {
    source: 'dynamodb',
    payload: { id: { S: 'o' }, product: { S: 'goat-milk' }, count: { N: '3' }, customer: { S: 'alice' } },
    event: record('dynamodb', (one, sender) => { one.eventSourceARN = sender; }),
    done: (_deeds, { answer }, output) => {
      expect(answer).toEqual({ batchItemFailures: [] });
      expect(output).toContain('"product":"goat-milk","count":3');
      expect(output).not.toContain('alice');
    },
  },
  'OrdersApi/Popular': {
    source: 'kinesis',
    payload: { product: 'goat-milk' },
    event: record('kinesis', (one, sender) => { one.eventSourceARN = sender; }),
    done: (_deeds, { answer }, output) => expect([answer, output]).toEqual([{ batchItemFailures: [] }, expect.stringContaining('"product":"goat-milk"')]),
  },
  'OrdersApi/Describe': {
    source: 's3',
    payload: { key: `uploads/${ORDER}`, size: 24 },
    event: uploaded,
    done: deeds => expect(made(deeds, 'PutObjectCommand')).toEqual([expect.objectContaining({ Key: `details/${ORDER}.json`, Body: '{"width":16,"height":9}' })]),
  },
  'OrdersApi/Report': {
    source: 'schedule',
    payload: {},
    event: (sender, detail) => ({ ...sampleEvent('schedule', detail), resources: [sender] }),
    done: deeds => expect(made(deeds, 'PutObjectCommand')).toEqual([expect.objectContaining({
      Key: 'daily/2026-01-02.json', Body: REPORT, Metadata: { signature: signed(SIGNING) },
    })]),
  },
  'OrdersLedger/Book': {
    source: 'sns',
    payload: 'order-1',
    event: notified,
    done: async (_deeds, { error }) => {
      expect(error).toBeUndefined();
      expect(await database!.query('SELECT id FROM booked')).toEqual([{ id: 'order-1' }]);
    },
  },
  'OrdersLedger/Prepare': {
    source: 'direct',
    payload: {},
    event: (_sender, payload) => payload,
    done: async (_deeds, { error }) => {
      expect(error).toBeUndefined();
      expect(await database!.query("SELECT rolname, rolcreaterole, rolsuper FROM pg_roles WHERE rolname IN ('book', 'rotator') ORDER BY 1")).toEqual([
        { rolname: 'book', rolcreaterole: false, rolsuper: false }, { rolname: 'rotator', rolcreaterole: true, rolsuper: false },
      ]);
      expect(await database!.query("SELECT roleid::regrole::text AS role, member::regrole::text, admin_option FROM pg_auth_members WHERE roleid = 'book'::regrole")).toEqual([
        { role: 'book', member: 'rotator', admin_option: true },
      ]);
    },
  },
  'OrdersPartners/Parcel': {
    source: 'api',
    payload: { state: 'delivered' },
    event: (apiId, payload) => {
      const sent = sampleEvent('api', payload) as { requestContext: object };
      return {
        ...sent,
        routeKey: 'PUT /orders/{id}/parcel',
        rawPath: `/orders/${ORDER}/parcel`,
        rawQueryString: '',
        queryStringParameters: undefined,
        pathParameters: { id: ORDER },
        requestContext: { ...sent.requestContext, apiId, authorizer: { jwt: { claims: { sub: 'carrier-7' }, scopes: ['parcels/report'] } } },
      };
    },
    done: (deeds, outcome) => {
      expect(status(outcome)).toBe(204);
      expect(made(deeds, 'PutItemCommand')).toEqual([expect.objectContaining({ Item: { id: { S: ORDER }, state: { S: 'delivered' }, carrier: { S: 'carrier-7' } } })]);
    },
  },
  'OrdersCouriers/Courier': {
    source: 'authorizer',
    payload: { path: `/deliveries/${ORDER}` },
    event: (sender, { path, ...changed }) => asked(sender, path, changed),
    done: (_deeds, outcome) => expect(decided(outcome)).toEqual(['hill-post', 'Allow', expect.stringContaining(`/live/PUT/deliveries/${ORDER}`)]),
  },
  'OrdersCouriers/Delivery': {
    source: 'api',
    payload: { to: 'neighbour' },
    event: (apiId, payload) => {
      const sent = request('PUT', '/deliveries/{id}', { pathParameters: { id: ORDER }, body: JSON.stringify(payload) }) as { requestContext: object };
      return { ...sent, requestContext: { ...sent.requestContext, apiId, authorizer: { principalId: 'hill-post' } } };
    },
    done: (deeds, outcome) => {
      expect(status(outcome)).toBe(204);
      expect(made(deeds, 'PutItemCommand')).toEqual([expect.objectContaining({
        Item: { id: { S: ORDER }, day: { S: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) }, courier: { S: 'hill-post' }, to: { S: 'neighbour' } },
        ConditionExpression: 'attribute_not_exists(id)',
      })]);
    },
  },
  'OrdersCouriers/Renew': {
    source: 'direct',
    payload: { SecretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:clearing-AbCdEf', ClientRequestToken: ROTATION, Step: 'createSecret' },
    event: (_sender, payload) => {
      emulator.stored(emulator.secret('clearing', 'the-key-before')).beginRotation(ROTATION);
      return payload;
    },
    done: ({ fetched }, { error }) => {
      expect([error, fetched]).toEqual([undefined, [expect.objectContaining({ url: 'https://clearing.example.com/shop/keys', method: 'POST' })]]);
      expect(emulator.stored('clearing').get(undefined, 'AWSPENDING').SecretString).toBe(HOUSE_KEY);
    },
    takes: /^an unknown key/, // AWS adds to its events over time
  },
  'OrdersOperations/Verify': {
    source: 's3',
    payload: { key: 'daily/2026-01-02.json', size: 24 },
    event: uploaded,
    done: (deeds, { error }) => expect([error, made(deeds, 'GetObjectCommand')]).toEqual([undefined, [expect.objectContaining({ Key: 'daily/2026-01-02.json' })]]),
  },
  'OrdersOperations/Notice': {
    source: 'eventbridge',
    payload: { service: 'LAMBDA', eventTypeCode: 'AWS_LAMBDA_OPERATIONAL_ISSUE' },
    event: (_sender, detail) => ({ ...sampleEvent('eventbridge', detail), 'source': 'aws.health', 'detail-type': 'AWS Health Event' }),
    done: ({ fetched }) => expect(fetched).toEqual([expect.objectContaining({ url: 'https://chat.example.com/goats', body: '{"text":"LAMBDA: AWS_LAMBDA_OPERATIONAL_ISSUE"}' })]),
    takes: /^an unknown key/, // AWS adds to its events over time
  },
};

const programs = postgresPrograms();
if ('missing' in programs) process.stderr.write(`skipped: the handlers of the ledger, ${programs.missing}\n`);
const run = Object.entries(CASES).filter(([path]) => !path.startsWith('OrdersLedger/') || 'folder' in programs);

let app: App;
let stacks: readonly Stack[];
let model: AppModel;
let emulator: Emulator;
let database: Postgres | undefined;
let services: string;

const signed = (key: string) => createHmac('sha256', key).update(`2026-01-02\n${REPORT}`).digest('hex');

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
  buildLayer(ROOT);
  app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
  stacks = ordersShop(app, { isStaging: true });
  model = modelOf(app);
  emulator = await Emulator.start();
  services = temporaryFolder();
  for (const service of ['dynamodb', 's3', 'sns', 'sqs']) {
    buildSync({
      entryPoints: [join(ROOT, 'examples/attack/world.ts')], bundle: true, platform: 'node', outfile: join(services, 'node_modules/@aws-sdk', `client-${service}`, 'index.js'),
    });
  }
  // Secrets come from the emulator, by the real clients.
  for (const client of ['client-secrets-manager', 'client-ssm']) symlinkSync(join(ROOT, 'node_modules/@aws-sdk', client), join(services, 'node_modules/@aws-sdk', client));
  // Partners are not there, and answer yes.
  writeFileSync(join(services, 'partners.cjs'), `globalThis.fetch = async (url, { method, body } = {}) => {
    require('node:fs').appendFileSync(process.env.WORLD + '/fetched', JSON.stringify({ url: String(url), method, body }) + '\\n');
    return new Response(JSON.stringify(String(url).endsWith('/keys') ? { key: '${HOUSE_KEY}' } : {}));
  };`);
  if ('folder' in programs) database = await ledger(programs.folder);
}, 240_000);

afterAll(async () => {
  await emulator?.stop();
  await database?.stop();
});

/** A database that takes connections over TLS alone, with a certificate that only those trust who are told to. */
async function ledger(folder: string): Promise<Postgres> {
  const [cert, key] = ['cert.pem', 'key.pem'].map(name => join(services, name));
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1',
  ], { stdio: 'ignore' });
  const started = await Postgres.start(folder, { cert, key });
  await started.query('CREATE DATABASE ledger');
  await started.query('CREATE TABLE booked (id text PRIMARY KEY)');
  await started.query("CREATE USER book PASSWORD 'the-password-of-the-book'");
  await started.query('GRANT INSERT ON booked TO book');
  return started;
}

/** A function in a world of its own. */
class Running {
  public static async start(path: string): Promise<Running> {
    const world = mkdtempSync(join(services, 'world-'));
    mkdirSync(join(world, 'stored'));
    writeFileSync(join(world, 'stored', 'daily+2026-01-02.json'), JSON.stringify({ Body: REPORT, Metadata: { signature: signed(SIGNING) } }));
    const resource = model.at(`${path}/Function/Resource`)!;
    const variables = Object.keys(resource.get('Environment.Variables') as object);
    const environment = Object.fromEntries(variables.map(name => [name, settled(resource.get(`Environment.Variables.${name}`), physical)]));
    if (environment.RAMPART_FACTS.includes('/goat-shop/operations/chat')) emulator.parameter('goat-shop/operations/chat', 'https://chat.example.com/goats');
    if (environment.RAMPART_FACTS.includes(ACCOUNT_SECRET)) emulator.secret(ACCOUNT_SECRET, 'the-password-of-the-account');
    const fn = await startDeployed(app, stacks.find(({ node }) => path.startsWith(`${node.path}/`))!, mkdtempSync(join(services, 'function-')), {
      node: NODE_VERSIONS.find(version => resource.get('Runtime') === `nodejs${version}.x`)!,
      path: `${path}/Function/Resource`,
      nodeArguments: ['--require', join(services, 'partners.cjs')],
      environment: {
        ...environment,
        // Their tables are those of the world.
        ...environment.ORDERS !== undefined && { ORDERS: 'Orders' },
        ...environment.PRODUCTS !== undefined && { PRODUCTS: 'Products' },
        ...emulator.environment,
        WORLD: world,
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        CANARY: 'a-secret-of-the-environment',
        NODE_EXTRA_CA_CERTS: join(services, 'cert.pem'),
      },
    });
    return new Running(fn, world, Object.values((JSON.parse(environment.RAMPART_FACTS) as { allow: Record<string, unknown[]> }).allow)[0][0]);
  }

  private constructor(public readonly fn: LambdaFunction, public readonly world: string, public readonly sender: unknown) {}

  /** What an event leads to, alone. */
  public async send(event: unknown): Promise<{ readonly outcome: Outcome; readonly deeds: Deeds }> {
    for (const file of [CALLS, 'fetched']) rmSync(join(this.world, file), { force: true });
    // A text is an event too, and JSON like every other.
    const outcome = await this.fn.invoke(typeof event === 'string' ? JSON.stringify(event) : event);
    const [calls, fetched] = [CALLS, 'fetched'].map(file => {
      const path = join(this.world, file);
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(line => JSON.parse(line)) : [];
    });
    return { outcome, deeds: { calls, fetched } };
  }
}

/** Names and ARNs as a deployment would give them. */
function physical(kind: string, id: string): string {
  const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`;
  const known: Readonly<Record<string, () => string>> = {
    'AWS::SNS::Topic.Ref': () => arn('sns', id),
    'AWS::SQS::Queue.Arn': () => arn('sqs', id),
    'AWS::SQS::Queue.Ref': () => `https://sqs.eu-west-1.amazonaws.com/123456789012/${id}`,
    'AWS::S3::Bucket.Ref': () => id.toLowerCase(),
    'AWS::DynamoDB::Table.Ref': () => id,
    'AWS::DynamoDB::Table.StreamArn': () => arn('dynamodb', `table/${id}/stream/2026-01-01T00:00:00.000`),
    'AWS::Kinesis::Stream.Arn': () => arn('kinesis', `stream/${id}`),
    'AWS::ApiGateway::RestApi.Ref': () => id.toLowerCase(),
    'AWS::ApiGatewayV2::Api.Ref': () => id.toLowerCase(),
    'AWS::Scheduler::ScheduleGroup.Ref': () => id,
    'AWS::RDS::DBCluster.Endpoint.Address': () => database?.admin.host ?? 'localhost',
    'AWS::RDS::DBCluster.Endpoint.Port': () => String(database?.admin.port ?? 5432),
    'AWS::RDS::DBCluster.MasterUserSecret.SecretArn': () => emulator.secret('rds!cluster', administrator()),
    'AWS::SecretsManager::SecretTargetAttachment.Ref': () => emulator.secret(id, { username: 'rotator', password: 'the-password-of-the-rotator' }),
    'AWS::SecretsManager::Secret.Ref': () => emulator.secret(id, secretOf(id)),
  };
  if (known[kind] === undefined) throw new Error(`name ${kind} as a deployment would`);
  return known[kind]();
}

/** What RDS makes, which says nothing of where the database is. */
function administrator(): object {
  return { username: database?.admin.user, password: database?.admin.password };
}

function secretOf(id: string): string | object {
  if (id.includes('signing')) return SIGNING;
  if (id.includes('couriers')) return { 'hill-post': COURIER_KEY, 'meadow-bikes': 'the-key-that-meadow-bikes-signs-with' };
  if (id.includes('payments')) return 'the-key-of-the-payment-provider';
  return { ...database?.admin, username: 'book', password: 'the-password-of-the-book', dbname: 'postgres' };
}

function isHandled({ answer, error }: Outcome): boolean {
  const { statusCode = 200, batchItemFailures = [] } = (answer ?? {}) as { statusCode?: number; batchItemFailures?: unknown[] };
  return error === undefined && statusCode < 400 && batchItemFailures.length === 0;
}

test('there is a case for every function whose handler the shop brings', () => {
  const inPython = 'OrdersCouriers/Manifest'; // which manifest.test.ts runs
  const own = model.ofType('AWS::Lambda::Function').filter(one => one.get('Environment.Variables.RAMPART_FACTS') !== undefined && one.get('Code.ZipFile') === undefined);
  expect([...Object.keys(CASES), inPython].sort()).toEqual(own.map(({ constructPath = '' }) => constructPath.replace('/Function/Resource', '')).sort());
});

describe.each(run)('%s, as it is deployed, under the real runtime client', (path, { source, payload, event, done, takes }) => {
  let running: Running;

  beforeAll(async () => { running = await Running.start(path); }, 60_000);
  afterAll(async () => { await running?.fn.stop(); });

  test('does its work, and after hostile events still does, of which it does none', async () => {
    const valid = event(running.sender, payload);
    const before = await running.send(valid);
    await done(before.deeds, before.outcome, running.fn.output);

    const [trap, kept] = ['trap', 'kept'].map(name => join(running.world, name));
    writeFileSync(kept, 'a-file-outside');
    const wrong: string[] = [];
    let sent = 0;
    const attack = async (name: string, hostile: unknown, isRefused: boolean) => {
      sent += 1;
      const { outcome, deeds } = await running.send(hostile);
      const told = JSON.stringify([outcome.answer, outcome.error, deeds]);
      if (isRefused && isHandled(outcome) && deeds.calls.length + deeds.fetched.length > 0) wrong.push(`${name} is worked on`);
      if (isRefused && source === 'authorizer' && outcome.error === undefined && decided(outcome)[1] === 'Allow') wrong.push(`${name} is let in`);
      if (existsSync(trap)) wrong.push(`${name} is executed`);
      if (/a-secret-of-the-environment|a-file-outside/.test(told)) wrong.push(`${name} gets a secret`);
      if (readFileSync(kept, 'utf8') !== 'a-file-outside' || existsSync(`${kept}.new`)) wrong.push(`${name} writes`);
      rmSync(trap, { force: true });
    };
    const traps = { file: trap, kept, secret: 'CANARY' };
    // What callers of an API write stands in the body, the query or the path.
    if (source === 'api') {
      for (const { name, event: hostile, refuse } of hostileEvents('direct', payload, traps)) await attack(name, event(running.sender, hostile), refuse && takes?.test(name) !== true);
    }
    for (const { name, event: hostile, refuse } of hostileEvents(source, valid, traps)) {
      const isJudged = source !== 'api' || /^(?:no envelope|an event of)/.test(name);
      await attack(name, hostile, isJudged && refuse && takes?.test(name) !== true);
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(100);

    const after = await running.send(valid);
    expect(isHandled(after.outcome)).toBe(true);
  }, 120_000);

  test('writes one line of JSON for each thing that it says, and nothing of its secrets', async () => {
    await running.fn.stop();
    const lines = running.fn.output.split('\n').filter(line => line.trim() !== '');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(running.fn.output).not.toMatch(new RegExp(`${SIGNING}|${COURIER_KEY}|${HOUSE_KEY}|the-password-of-the-(?:account|rotator)|the-key-of-the-payment-provider|the-password-of-the-book|chat\\.example\\.com|a-secret-of-the-environment`));
  });
});

test('a report that somebody has improved is not verified, and one that the key before has signed is', async () => {
  const running = await Running.start('OrdersOperations/Verify');
  const { payload, event } = CASES['OrdersOperations/Verify'];
  const stored = (signature: string, Body = REPORT) => writeFileSync(join(running.world, 'stored', 'daily+2026-01-02.json'), JSON.stringify({ Body, Metadata: { signature } }));
  const send = async () => (await running.send(event(running.sender, payload))).outcome.error?.errorMessage;
  try {
    stored(signed(SIGNING), '{"goat-milk":500}');
    expect(await send()).toEqual(expect.any(String));
    const arn = [...(JSON.stringify(settled(model.at('OrdersOperations/Verify/Function/Resource')!.get('Environment.Variables.RAMPART_FACTS'), physical))).matchAll(/arn:aws:secretsmanager:[^"\\]+/g)][0][0];
    emulator.stored(arn).put('9f0f8a2e-2a8e-4d0c-9f0e-8d0d8a3a1b11', 'the-next-key', ['AWSCURRENT']);
    stored(signed(SIGNING));
    expect(await send()).toBeUndefined();
    stored(signed('the-next-key'));
    expect(await send()).toBeUndefined();
    stored(signed('any other key'));
    expect(await send()).toEqual(expect.any(String));
  } finally {
    await running.fn.stop();
  }
}, 120_000);

test('a courier is let in for the request that it has signed, now, and for nothing else', async () => {
  const running = await Running.start('OrdersCouriers/Courier');
  const path = `/deliveries/${ORDER}`;
  const decide = async (changed: Parameters<typeof asked>[2]) => {
    const { outcome } = await running.send(asked(String(running.sender), path, changed));
    return decided(outcome).slice(0, 2);
  };
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  try {
    expect(await decide({ time: minutesAgo(2) })).toEqual(['hill-post', 'Allow']);
    expect(await decide({ time: minutesAgo(6) })).toEqual(['nobody', 'Deny']);
    expect(await decide({ time: minutesAgo(-6) })).toEqual(['nobody', 'Deny']);
    expect(await decide({ time: 'now' })).toEqual(['nobody', 'Deny']);
    expect(await decide({ signs: '/deliveries/another' })).toEqual(['nobody', 'Deny']);
    expect(await decide({ key: 'the-key-that-meadow-bikes-signs-with' })).toEqual(['nobody', 'Deny']);
    expect(await decide({ courier: 'nobody-we-know' })).toEqual(['nobody', 'Deny']);
  } finally {
    await running.fn.stop();
  }
}, 120_000);

test('the key of the clearing house is renewed in four steps, of which each may come twice', async () => {
  const running = await Running.start('OrdersCouriers/Renew');
  const secret = emulator.stored(emulator.secret('clearing', 'the-key-before'));
  const step = async (Step: string) => {
    const { outcome, deeds } = await running.send({ SecretId: secret.arn, ClientRequestToken: ROTATION, Step });
    expect(outcome.error).toBeUndefined();
    return deeds.fetched.map(({ url }) => new URL(url).pathname);
  };
  try {
    const unasked = await running.send({ SecretId: secret.arn, ClientRequestToken: ROTATION, Step: 'createSecret' });
    expect([unasked.outcome.error, unasked.deeds.fetched]).toEqual([expect.anything(), []]);
    secret.beginRotation(ROTATION);
    expect(await step('createSecret')).toEqual(['/shop/keys']);
    expect(await step('createSecret')).toEqual([]);
    expect(await step('setSecret')).toEqual([]);
    expect(await step('testSecret')).toEqual(['/shop']);
    expect(secret.get(undefined, 'AWSCURRENT').SecretString).toBe('the-key-before');
    expect(await step('finishSecret')).toEqual([]);
    expect(await step('finishSecret')).toEqual([]);
    expect(['AWSCURRENT', 'AWSPREVIOUS'].map(stage => secret.get(undefined, stage).SecretString)).toEqual([HOUSE_KEY, 'the-key-before']);
  } finally {
    await running.fn.stop();
  }
}, 120_000);
