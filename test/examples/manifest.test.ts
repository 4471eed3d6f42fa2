import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ordersShop } from '../../examples/orders-api/shop';
import { Emulator, sampleEvent } from '../../runtime/testing';
import { SecretsExtension } from '../support/lambda/extension';
import { callPython, python } from '../support/lambda/python';
import { settled } from '../support/lambda/settled';
import { modelOf, temporaryFolder, testApp } from '../support/synthesis';

const HANDLER = join(__dirname, '..', '..', 'examples', 'orders-api', 'handlers', 'manifest');

/** Two pages of an index, and what was asked for: the client of DynamoDB in place of that which Lambda brings. */
const BOTO3 = `
import json, os

class Client:
    def get_paginator(self, name):
        assert name == 'query'
        return self

    def paginate(self, **asked):
        with open(os.environ['ASKED'], 'w') as file:
            json.dump(asked, file)
        for order, courier in (('o-1', 'hill-post'), ('o-2', 'meadow-bikes')):
            yield {'Items': [{'id': {'S': order}, 'courier': {'S': courier}}]}

def client(service):
    assert service == 'dynamodb'
    return Client()
`;

const found = python();
if ('missing' in found) process.stderr.write(`skipped: the handler in Python, ${found.missing}\n`);
const testInPython = 'command' in found ? test : test.skip;

describe('the manifest of the deliveries, with the variables that it is deployed with', () => {
  const command = 'command' in found ? found.command : '';
  const handedIn: { path: string; key?: string; body: unknown }[] = [];
  const modules = temporaryFolder();
  let valid: string;
  let emulator: Emulator;
  let house: Server;
  let arn: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    const app = testApp();
    ordersShop(app, { isStaging: false });
    emulator = await Emulator.start();
    arn = emulator.secret('clearing', 'the-key');
    house = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => { body += text; }).on('end', () => {
        handedIn.push({ path: `${request.method} ${request.url}`, key: request.headers.authorization, body: JSON.parse(body) });
        response.writeHead(request.headers.authorization === `Bearer ${valid}` ? 204 : 401).end();
      });
    });
    await new Promise<void>(resolve => house.listen(0, '127.0.0.1', resolve));
    writeFileSync(join(modules, 'boto3.py'), BOTO3);
    const resource = modelOf(app).at('OrdersCouriers/Manifest/Function/Resource')!;
    const names = Object.keys(resource.get('Environment.Variables') as object);
    const physical = (kind: string, id: string) => (kind === 'AWS::SecretsManager::Secret.Ref' ? arn : id);
    environment = Object.fromEntries(names.map(name => [name, settled(resource.get(`Environment.Variables.${name}`), physical)]));
  }, 60_000);

  afterAll(async () => {
    await emulator.stop();
    house.closeAllConnections();
    await new Promise(resolve => house.close(resolve));
  });

  /** What comes of one night, where the clearing house takes one key. */
  async function night(accepts: string) {
    valid = accepts;
    handedIn.splice(0);
    const { secrets: { clearing: { stages } } } = JSON.parse(environment.RAMPART_FACTS) as { secrets: { clearing: { stages: string[] } } };
    const extension = await SecretsExtension.start(emulator, stages);
    try {
      return await callPython(command, HANDLER, modules, sampleEvent('schedule', {}), {
        ...environment, ...extension.environment, CLEARING_HOUSE: `http://127.0.0.1:${(house.address() as AddressInfo).port}`, ASKED: join(modules, 'asked.json'),
      });
    } finally {
      await extension.stop();
    }
  }

  testInPython('is that of the day before, and handed in with the key that the extension gives', async () => {
    expect(await night('the-key')).toEqual({ code: 0, output: 'null\n' });

    const deliveries = [{ order: 'o-1', courier: 'hill-post' }, { order: 'o-2', courier: 'meadow-bikes' }];
    expect(handedIn).toEqual([{ path: 'PUT /manifests/2026-01-01', key: 'Bearer the-key', body: { day: '2026-01-01', deliveries } }]);
    expect(JSON.parse(readFileSync(join(modules, 'asked.json'), 'utf8'))).toMatchObject({ IndexName: 'by-day', ExpressionAttributeValues: { ':day': { S: '2026-01-01' } } });
  }, 30_000);

  testInPython('is handed in with the next key while that is renewed', async () => {
    emulator.stored(arn).put('9f0f8a2e-2a8e-4d0c-9f0e-8d0d8a3a1b11', 'the-next-key', ['AWSPENDING']);

    expect((await night('the-next-key')).code).toBe(0);
    expect(handedIn.map(({ key }) => key)).toEqual(['Bearer the-key', 'Bearer the-next-key']);
  }, 30_000);

  testInPython('fails where the clearing house takes neither, and says nothing of the keys', async () => {
    const { code, output } = await night('another-key');

    expect([code, output]).toEqual([1, expect.stringContaining('HTTP Error 401')]);
    expect(output).not.toMatch(/the-(?:next-)?key/);
  }, 30_000);

  // What can be told without Python: that the handler finds what it asks for.
  test('finds its variables and its secret by the names that the stack gives them', () => {
    const program = readFileSync(join(HANDLER, 'index.py'), 'utf8');
    const named = [...program.matchAll(/os\.environ\['(\w+)'\]/g)].map(([, name]) => name).filter(name => !name.startsWith('AWS_'));
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(named));
    expect(named).toContain('RAMPART_FACTS');
    expect(Object.keys((JSON.parse(environment.RAMPART_FACTS) as { secrets: object }).secrets)).toEqual([/\['secrets'\]\['(\w+)'\]/.exec(program)![1]]);
  });
});
