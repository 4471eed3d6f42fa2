import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

interface Messages { readonly Records: readonly { readonly messageId: string; readonly body: string }[] }

const dynamodb = new DynamoDBClient({});
const queue = new SQSClient({});

/** Stores orders; what cannot be stored goes back into the queue. */
export async function handler({ Records }: Messages) {
  for (const { messageId, body } of Records) {
    try {
      await dynamodb.send(new PutItemCommand({ TableName: process.env.ORDERS_TABLE, Item: { id: { S: messageId }, order: { S: body } } }));
    } catch (error) {
      console.log('again', error);
      await queue.send(new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: body }));
    }
  }
}
