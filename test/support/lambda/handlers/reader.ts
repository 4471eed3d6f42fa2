import { createHash } from 'node:crypto';
import { SecretStage, secretsOf } from '../../../../runtime/secrets';

/** What to read: each name with its stage, so many times at once. */
interface Wish {
  readonly names?: readonly (readonly [name: string, stage?: SecretStage])[];
  readonly times?: number;
}

const line = (level: string) => (message: string, fields: object) => process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
const secrets = secretsOf(JSON.parse(process.env.RAMPART_FACTS!), {
  ...(process.env.TTL === undefined ? {} : { ttl: Number(process.env.TTL) }),
  log: { info: line('INFO'), warn: line('WARN') },
});
if (process.env.PREFETCH !== 'no') void secrets.prefetch();

/** Reads secrets and answers with what tells them apart and gives nothing away. */
export async function handler({ names = [['db']], times = 1 }: Wish): Promise<string[]> {
  const wishes = names.flatMap(name => Array.from({ length: times }, () => name));
  return Promise.all(wishes.map(async ([name, stage]) => fingerprint(await secrets.get(name, stage))));
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(typeof value === 'string' ? value : JSON.stringify(value)).digest('hex');
}
