import { DynamoDBClient, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';

interface Request { readonly queryStringParameters?: { readonly name?: string } }

/** Looks a product up by its name. */
export async function handler(event: Request) {
  // lambda-code-initialised-once: a new connection for every request.
  const dynamodb = new DynamoDBClient({});
  const name = event.queryStringParameters?.name ?? '';
  // lambda-code-no-query-concatenation: ?name=' OR attribute_exists(id) AND '1'='1
  const { Items } = await dynamodb.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "Products" WHERE name = '${name}'` }));
  return { statusCode: 200, body: JSON.stringify(Items) };
}
