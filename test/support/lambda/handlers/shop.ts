import { Client } from 'pg';
import { secretsOf } from '../../../../runtime/secrets';

interface Credentials { readonly host: string; readonly port: number; readonly dbname: string; readonly username: string; readonly password: string }

const line = (level: string) => (message: string, fields: object) => process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
const secrets = secretsOf(JSON.parse(process.env.RAMPART_FACTS!), {
  ...(process.env.TTL === undefined ? {} : { ttl: Number(process.env.TTL) }),
  ...(process.env.REFRESHES === undefined ? {} : { refreshesPerMinute: Number(process.env.REFRESHES) }),
  log: { info: line('INFO'), warn: line('WARN') },
});
void secrets.prefetch();

/** Connects to the database anew for each invocation, which is the hardest that a rotation can meet. */
async function userOf(value: unknown): Promise<{ readonly user: string }> {
  const { host, port, dbname, username, password } = value as Credentials;
  const client = new Client({ host, port, database: dbname, user: username, password });
  await client.connect();
  try {
    const { rows: [{ user }] } = await client.query('SELECT current_user::text AS user');
    return { user };
  } finally {
    await client.end();
  }
}

export async function handler(): Promise<{ readonly user: string }> {
  // What a cache alone can do, for comparison.
  if (process.env.USE === 'get') return userOf(await secrets.get('db'));
  return secrets.use('db', userOf);
}
