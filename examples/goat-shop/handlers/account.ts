import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

interface Request { readonly pathParameters: { readonly id: string }; readonly body?: string }

const dynamodb = new DynamoDBClient({});

/** Shows an order, with whatever filter the caller brings. */
export async function handler(event: Request) {
  console.log('event', JSON.stringify(event));
  // lambda-code-no-query-concatenation: the filter is the caller's, so every order of every customer matches it.
  const filter = event.body ?? `id = "${event.pathParameters.id}"`;
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'Orders', FilterExpression: filter }));
  return { statusCode: 200, body: JSON.stringify(Items) };
}
