import { createHmac } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { secureHandler } from '../../../runtime';

const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});

/** Counts what was ordered of each product, and nothing about who ordered it, and signs the count. */
export const handler = secureHandler({ source: 'schedule', action: 'report.write' }, async (_input, { envelope, secrets }) => {
  const counts: Record<string, number> = {};
  for (let from: object | undefined, first = true; first || from !== undefined; first = false) {
    const page = await dynamodb.send(new ScanCommand({
      TableName: process.env.ORDERS,
      ProjectionExpression: 'product, #count',
      ExpressionAttributeNames: { '#count': 'count' },
      ExclusiveStartKey: from,
    }));
    for (const { product, count } of page.Items as { product: { S: string }; count: { N: string } }[]) {
      counts[product.S] = (counts[product.S] ?? 0) + Number(count.N);
    }
    from = page.LastEvaluatedKey;
  }
  const day = (envelope.time ?? new Date().toISOString()).slice(0, 10);
  const Body = JSON.stringify(counts);
  const signature = await secrets.use('signing', key => createHmac('sha256', String(key)).update(`${day}\n${Body}`).digest('hex'));
  await s3.send(new PutObjectCommand({ Bucket: process.env.REPORTS, Key: `daily/${day}.json`, Body, Metadata: { signature } }));
});
