import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface Request { readonly queryStringParameters?: { readonly name?: string } }

const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});

mkdirSync('/tmp/reports', { recursive: true });

/** Makes the report of the night, or shows one that was made before. */
export async function handler(event: Request) {
  const name = event.queryStringParameters?.name ?? 'latest.json';
  // lambda-code-no-path-traversal: ?name=../../proc/self/environ shows the credentials of the role.
  const file = `/tmp/reports/${name}`;
  if (existsSync(file)) return { statusCode: 200, body: readFileSync(file, 'utf8') };
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: process.env.ORDERS_TABLE }));
  writeFileSync('/tmp/reports/latest.json', JSON.stringify(Items));
  await s3.send(new PutObjectCommand({ Bucket: process.env.REPORTS, Key: 'latest.json', Body: JSON.stringify(Items) }));
  return { statusCode: 201, body: 'done' };
}
