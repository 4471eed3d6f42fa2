import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Emulator, LambdaFunction } from '../../../runtime/testing';
import { tools } from '../../support/lambda/tools';

const project = mkdtempSync(join(tmpdir(), 'rampart-project-'));
const before = process.cwd();
beforeAll(() => { process.chdir(project); });
afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

test('a project that has the client needs nothing else to run what it deploys', async () => {
  mkdirSync(join(project, 'node_modules'));
  cpSync(dirname(tools().client), join(project, 'node_modules', 'aws-lambda-ric'), { recursive: true });
  writeFileSync(join(project, 'orders.js'), 'exports.create = async event => ({ taken: event.id, region: process.env.AWS_REGION, home: process.env.HOME });');
  const one = await LambdaFunction.start({ folder: project, handler: 'orders.create', node: tools().node[24] });
  try {
    expect(await one.answer({ id: 'o-1' })).toEqual({ taken: 'o-1', region: 'eu-west-1' });
  } finally {
    await one.stop();
  }
});

test('without the runtime client of Lambda it is said which package to install', async () => {
  // Node.js remembers what a folder has.
  const other = join(project, '..', 'rampart-without-client');
  mkdirSync(other, { recursive: true });
  process.chdir(other);
  await expect(LambdaFunction.start({ folder: project })).rejects.toThrow('npm install --save-dev --ignore-scripts aws-lambda-ric');
  process.chdir(project);
  rmSync(other, { recursive: true });
});

test('a client that starts nothing is told apart from a function that ends', async () => {
  const client = join(project, 'client.cjs');
  const ended = async (code: string) => {
    writeFileSync(client, code);
    const one = await LambdaFunction.start({ folder: project, client });
    const said = await one.invoke({}).catch(error => String(error));
    await one.stop();
    return said;
  };
  expect(await ended('exports.run = () => undefined;')).toContain('exit code 0) before it asked for an event: the client has to start by itself, as aws-lambda-ric 4 and later does');
  expect(await ended("console.log('no'); process.exitCode = 3;")).toBe('Error: the function has ended (exit code 3):\nno\n');
});

test('the emulator counts what it was asked', async () => {
  const emulator = await Emulator.start();
  try {
    const arn = emulator.secret('db', { password: 'first' });
    expect(emulator.stored(arn).get(undefined, 'AWSCURRENT').SecretString).toBe('{"password":"first"}');
    expect(emulator.count('GetSecretValue')).toBe(0);
    expect(Object.keys(emulator.environment)).toEqual(['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_SSM']);
  } finally {
    await emulator.stop();
  }
});
