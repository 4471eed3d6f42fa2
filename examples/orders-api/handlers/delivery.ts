import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublicError, secureHandler } from '../../../runtime';
import { Delivery, OrderPath } from '../schemas';

const dynamodb = new DynamoDBClient({});

/** Notes who has delivered an order. What was said first holds, so that nobody is paid for the work of another. */
export const handler = secureHandler({
  source: 'api', action: 'delivery.report', schema: { path: OrderPath, body: Delivery },
}, async ({ path: { id }, body: { to } }, { principal }) => {
  const Item = { id: { S: id }, day: { S: new Date().toISOString().slice(0, 10) }, courier: { S: String(principal) }, to: { S: to } };
  try {
    await dynamodb.send(new PutItemCommand({ TableName: process.env.DELIVERIES, Item, ConditionExpression: 'attribute_not_exists(id)' }));
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') throw new PublicError('the order is delivered already', 409);
    throw error;
  }
  return { statusCode: 204 };
});
