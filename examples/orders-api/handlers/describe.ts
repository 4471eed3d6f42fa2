import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

// The names that upload gives, and no others.
const schema = z.looseObject({ bucket: z.string(), key: z.string().check(z.regex(/^uploads\/[0-9a-f-]{36}$/)) });

const s3 = new S3Client({});

/** Reads the size of an uploaded image from its header, without a shell and without a file, and stores it under details/. */
export const handler = secureHandler({ source: 's3', action: 'image.describe', schema }, async ({ bucket, key }) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-23' }));
  const header = Buffer.from(await Body.transformToByteArray());
  const details = { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
  const id = key.slice('uploads/'.length);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `details/${id}.json`, Body: JSON.stringify(details) }));
});
