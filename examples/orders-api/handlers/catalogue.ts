import { DynamoDBClient, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { secureHandler } from '../../../runtime';
import { ProductQuery } from '../schemas';

const dynamodb = new DynamoDBClient({});

/** Looks a product up by its name, which travels beside the statement and never in it. */
export const handler = secureHandler({ source: 'api', action: 'product.find', schema: { query: ProductQuery } }, async ({ query: { name } }) => {
  const statement = `SELECT id, name, price FROM "${process.env.PRODUCTS}" WHERE name = ?`;
  const { Items } = await dynamodb.send(new ExecuteStatementCommand({ Statement: statement, Parameters: [{ S: name }], Limit: 50 }));
  return { statusCode: 200, body: JSON.stringify(Items) };
});
