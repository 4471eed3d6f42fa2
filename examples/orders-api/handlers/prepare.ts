import { Client } from 'pg';
import * as z from 'zod/mini';
import { inDatabase } from './in-database';
import { secureHandler } from '../../../runtime';

const { hostname: host, port, pathname } = new URL(process.env.LEDGER!);
const place = { host, port: Number(port), database: pathname.slice(1) };

const Login = z.object({ username: z.string(), password: z.string() });

/** Makes the table of the books and the logins that work on it, as far as they are missing. */
export const handler = secureHandler({
  source: 'direct',
  action: 'ledger.prepare',
  schema: z.object({}),
  secrets: { schemas: { administrator: Login, rotator: z.looseObject(Login.shape), book: z.looseObject(Login.shape) } },
}, async (_input, { secrets }) => {
  const [rotator, book] = await Promise.all([secrets.get('rotator'), secrets.get('book')]);
  // RDS changes this login by itself: where it is refused, the boundary tries the next one.
  await secrets.use('administrator', ({ username: user, password }) => inDatabase({ ...place, user, password }, async client => {
    await client.query('create table if not exists booked (id text primary key)');
    await make(client, book, '');
    await client.query(`grant insert on booked to ${client.escapeIdentifier(book.username)}`);
    await make(client, rotator, 'createrole');
    // So it may change the password of the login, and make the second one that takes turns with it.
    await client.query(`grant ${client.escapeIdentifier(book.username)} to ${client.escapeIdentifier(rotator.username)} with admin option`);
  }));
});

/** A login that is there keeps its password: from then on it is rotated. */
async function make(client: Client, { username, password }: z.infer<typeof Login>, may: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [username]);
  // Statements that make logins take no parameters.
  if (rowCount === 0) await client.query(`create role ${client.escapeIdentifier(username)} login ${may} password ${client.escapeLiteral(password)}`);
}
