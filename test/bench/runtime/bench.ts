// What the boundary costs in a function, against Powertools and middy, all in one run on the Node.js of Lambda.
import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { Bundle, bundles, Contender, CONTENDERS } from './contenders';
import { document, Figures } from './document';
import { rotations } from './rotations';
import { Emulator } from '../../../runtime/testing';
import { CREDENTIALS } from '../../../runtime/testing/credentials';
import { NodeVersion, tools } from '../../support/lambda/tools';
import { median } from '../figures';

const NODE: NodeVersion = '24';
const ROUNDS = { full: 9, quick: 3 };
const CHILD = join(__dirname, 'child.cjs');
/** Which of them read a secret as well. */
const WITH_SECRET: readonly Contender[] = ['rampart', 'powertools', 'middy'];

interface Measured {
  readonly load: number;
  readonly first: number;
  readonly warm: number;
}

async function main(): Promise<void> {
  const isQuick = process.argv.includes('--quick');
  const emulator = await Emulator.start();
  const made = await bundles(NODE);
  try {
    const figures = await measured(made, emulator, isQuick ? ROUNDS.quick : ROUNDS.full);
    const rotated = isQuick ? [] : await rotations();
    const { text, alarms } = document(figures, rotated, { node: NODE, cores: cpus().length, rounds: isQuick ? ROUNDS.quick : ROUNDS.full });
    process.stdout.write(text);
    if (!isQuick) writeFileSync(join(__dirname, '..', '..', '..', 'docs', 'bench-runtime.md'), text);
    for (const alarm of alarms) process.stderr.write(`far over budget: ${alarm}\n`);
    if (alarms.length > 0) process.exitCode = 1;
  } finally {
    await emulator.stop();
    rmSync(dirname(made[0].file), { recursive: true, force: true });
  }
}

/** Every contender once per round, in the same order, so that what drifts on the machine meets all alike. */
async function measured(made: readonly Bundle[], emulator: Emulator, rounds: number): Promise<Figures[]> {
  emulator.latency = 0;
  const arn = emulator.secret('payments', 'the-key-of-the-payment-provider');
  const environment = { ...emulator.environment, SECRET: arn, RAMPART_FACTS: JSON.stringify({ secrets: { payments: { arn } } }) };
  const runs = made.flatMap(bundle => [
    { ...bundle, hasSecret: false, all: [] as Measured[] },
    ...WITH_SECRET.includes(bundle.contender) ? [{ ...bundle, hasSecret: true, all: [] as Measured[] }] : [],
  ]);
  for (let round = 1; round <= rounds; round += 1) {
    for (const { file, hasSecret, contender, all } of runs) {
      all.push(await inOwnProcess(file, hasSecret ? environment : {}));
      process.stderr.write(`round ${round}: ${contender}${hasSecret ? ' with a secret' : ''}\n`);
    }
  }
  return runs.map(({ contender, size, hasSecret, all }) => ({
    contender,
    name: CONTENDERS[contender],
    size,
    hasSecret,
    load: median(all.map(one => one.load)),
    first: median(all.map(one => one.first)),
    warm: median(all.map(one => one.warm)),
  }));
}

async function inOwnProcess(file: string, environment: Readonly<Record<string, string>>): Promise<Measured> {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const child = fork(CHILD, [file], {
    execPath: tools().node[NODE],
    execArgv: [],
    // What they log goes nowhere, but it is written.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...environment },
  });
  return new Promise<Measured>((resolve, reject) => {
    child.once('message', message => resolve(message as Measured));
    child.once('exit', code => reject(new Error(`${file} has ended with ${code}`)));
    child.once('error', reject);
  });
}

void main();
