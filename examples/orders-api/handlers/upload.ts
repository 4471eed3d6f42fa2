import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { secureHandler } from '../../../runtime';
import { Image } from '../schemas';

const s3 = new S3Client({});

/** Stores an image under a name of our own, so that nobody overwrites the image of another. */
export const handler = secureHandler({ source: 'api', action: 'image.store', schema: Image }, async ({ png }) => {
  const id = randomUUID();
  const image = Buffer.from(png, 'base64');
  await s3.send(new PutObjectCommand({ Bucket: process.env.IMAGES, Key: `uploads/${id}`, Body: image, ContentType: 'image/png' }));
  return { statusCode: 201, body: JSON.stringify({ id }) };
});
