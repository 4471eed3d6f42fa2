import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

const schema = z.object({
  product: z.string().check(z.regex(/^[a-z0-9-]{1,36}$/)),
  count: z.int().check(z.minimum(1), z.maximum(100)),
  customer: z.string().check(z.maxLength(128)),
});

const dynamodb = new DynamoDBClient({});
const topic = new SNSClient({});

/** Stores orders. Those that could not be stored are named to the queue, which brings them again. */
export const handler = secureHandler({ source: 'sqs', action: 'order.store', schema }, async ({ product, count, customer }, { id }) => {
  const item = { id: { S: id }, product: { S: product }, count: { N: String(count) }, customer: { S: customer } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.ORDERS, Item: item }));
  await topic.send(new PublishCommand({ TopicArn: process.env.PLACED, Message: id }));
});
