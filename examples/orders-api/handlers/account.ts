import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { secureHandler } from '../../../runtime';
import { OrderPath } from '../schemas';

const dynamodb = new DynamoDBClient({});

/** Shows an order to the customer whose it is. To everybody else it does not exist. */
export const handler = secureHandler({ source: 'api', action: 'order.read', schema: { path: OrderPath } }, async ({ path: { id } }, { claims }) => {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: process.env.ORDERS, Key: { id: { S: id } } }));
  return Item?.customer.S === claims.sub ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
});
