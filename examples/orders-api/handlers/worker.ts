import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

interface Messages { readonly Records: readonly { readonly messageId: string; readonly body: string }[] }
interface Order { readonly product: string; readonly count: number; readonly customer: string }

const dynamodb = new DynamoDBClient({});
const topic = new SNSClient({});

/** Stores orders. Those that could not be stored are named, and the queue brings them again. */
export async function handler({ Records }: Messages) {
  const outcomes = await Promise.allSettled(Records.map(async ({ messageId, body }) => store(messageId, JSON.parse(body) as Order)));
  const failed = Records.filter((_, index) => outcomes[index].status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function store(id: string, { product, count, customer }: Order): Promise<void> {
  const item = { id: { S: id }, product: { S: product }, count: { N: String(count) }, customer: { S: customer } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.ORDERS, Item: item }));
  await topic.send(new PublishCommand({ TopicArn: process.env.PLACED, Message: id }));
}
