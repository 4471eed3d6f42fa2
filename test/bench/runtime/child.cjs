'use strict';
// One process that measures one bundled handler: what loading it and its first event cost, then what an event costs.

// As in Lambda, where the runtime client has opened it before any handler is loaded.
process.stdout.write('');

const body = JSON.stringify({ product: 'goat-cheese', count: 2 });
const event = {
  resource: '/orders', path: '/orders', httpMethod: 'POST', headers: { 'Content-Type': 'application/json', Host: 'api.example.com' }, multiValueHeaders: null,
  queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: null, stageVariables: null, body, isBase64Encoded: false,
  requestContext: {
    accountId: '123456789012', apiId: 'shop', httpMethod: 'POST', path: '/orders', protocol: 'HTTP/1.1', requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    requestTime: '24/Nov/2026:12:00:00 +0000', requestTimeEpoch: 1764000000000, resourceId: 'abc123', resourcePath: '/orders', stage: 'prod', domainName: 'api.example.com',
    identity: { sourceIp: '203.0.113.9', userAgent: 'curl' }, authorizer: { claims: { sub: 'alice' } },
  },
};
const context = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', functionName: 'tested', functionVersion: '7', memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:tested', getRemainingTimeInMillis: () => 30_000,
};
const WARM_UP = 3_000;
const EVENTS = 6_000;

async function measure() {
  const load = spent();
  const { handler } = require(process.argv[2]);
  const loaded = load();
  const first = spent();
  await once(handler);
  const cold = { load: loaded, first: first() };
  for (let index = 0; index < WARM_UP; index += 1) await once(handler);
  const warm = spent();
  for (let index = 0; index < EVENTS; index += 1) await once(handler);
  process.send({ ...cold, warm: warm() / EVENTS }, () => process.exit(0));
}

// Milliseconds of the processor, of all threads: the clock would also count what other programs do meanwhile.
function spent() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

async function once(handler) {
  // Each event is a new object, as in Lambda: some change what they are given.
  const { statusCode, body: answer } = await handler(structuredClone(event), context);
  if (statusCode !== 200 || answer !== '{"product":"goat-cheese"}') throw new Error(`answered ${statusCode} ${answer}`);
}

measure().catch(error => { process.stderr.write(`${error.stack}\n`); process.exit(1); });
