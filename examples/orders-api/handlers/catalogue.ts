import { DynamoDBClient, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

const schema = { query: z.object({ name: z.string().check(z.minLength(1), z.maxLength(100)) }) };

const dynamodb = new DynamoDBClient({});

/** Looks a product up by its name, which travels beside the statement and never in it. */
export const handler = secureHandler({ source: 'api', action: 'product.find', schema }, async ({ query: { name } }) => {
  const statement = `SELECT id, name, price FROM "${process.env.PRODUCTS}" WHERE name = ?`;
  const { Items } = await dynamodb.send(new ExecuteStatementCommand({ Statement: statement, Parameters: [{ S: name }], Limit: 50 }));
  return { statusCode: 200, body: JSON.stringify(Items) };
});
