import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

interface Request {
  readonly pathParameters: { readonly id: string };
  readonly requestContext: { readonly authorizer: { readonly claims: { readonly sub: string } } };
}

const dynamodb = new DynamoDBClient({});

/** Shows an order to the customer whose it is. To everybody else it does not exist. */
export async function handler({ pathParameters: { id }, requestContext }: Request) {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: process.env.ORDERS, Key: { id: { S: id } } }));
  const isOwn = Item?.customer.S === requestContext.authorizer.claims.sub;
  return isOwn ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
}
