import { Client, ClientConfig } from 'pg';

/** Does some work over a connection that checks whom it reaches, and ends with it. */
export async function inDatabase(config: ClientConfig, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...config, ssl: { rejectUnauthorized: true }, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
