import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import pg from 'pg';

const { arn } = JSON.parse(process.env.RAMPART_FACTS).secrets.db;

export const handler = async () => {
  const { host, port, dbname, username, password } = await getSecret(arn, { maxAge: Number(process.env.TTL) / 1000, transform: 'json' });
  const client = new pg.Client({ host, port, database: dbname, user: username, password });
  await client.connect();
  try {
    return { user: (await client.query('SELECT current_user::text AS user')).rows[0].user };
  } finally {
    await client.end();
  }
};
