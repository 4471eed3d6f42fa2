import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { LambdaFunction } from './function';
import type { Emulator } from '../../../runtime/testing';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** What Secrets Manager does when a rotation is due: four calls of the rotation function, here with a pause before each. */
export async function rotate(emulator: Emulator, rotation: LambdaFunction, SecretId: string, pause: number): Promise<void> {
  const token = randomUUID();
  emulator.stored(SecretId).beginRotation(token);
  for (const Step of STEPS) {
    await setTimeout(pause);
    await rotation.answer({ Step, SecretId, ClientRequestToken: token });
  }
}
