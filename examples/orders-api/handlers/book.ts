import * as z from 'zod/mini';
import { inDatabase } from './in-database';
import { secureHandler, sql } from '../../../runtime';

const Login = z.object({ host: z.string(), port: z.number(), username: z.string(), password: z.string(), dbname: z.string() });

/** Books an order once, however often its message comes. */
export const handler = secureHandler({
  source: 'sns', action: 'order.book', format: 'text', schema: z.string().check(z.regex(/^[\w-]{1,64}$/)), secrets: { schemas: { ledger: Login } },
}, async (order, { secrets, log }) => {
  // Where the database refuses the login, the boundary tries the next one: a rotation may be under way.
  await secrets.use('ledger', ({ username: user, password, host, port, dbname: database }) => inDatabase({ user, password, host, port, database }, async client => {
    const { text, values } = sql`insert into booked (id) values (${order}) on conflict do nothing`;
    await client.query(text, [...values]);
  }));
  log.info('order booked', { order });
});
