import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

const schema = z.object({ png: z.string().check(z.regex(/^[A-Za-z0-9+/=]+$/), z.minLength(64), z.maxLength(1_000_000)) });

const s3 = new S3Client({});

/** Stores an image under a name of our own, so that nobody overwrites the image of another. */
export const handler = secureHandler({ source: 'api', action: 'image.store', schema }, async ({ png }) => {
  const id = randomUUID();
  const image = Buffer.from(png, 'base64');
  await s3.send(new PutObjectCommand({ Bucket: process.env.IMAGES, Key: `uploads/${id}`, Body: image, ContentType: 'image/png' }));
  return { statusCode: 201, body: JSON.stringify({ id }) };
});
