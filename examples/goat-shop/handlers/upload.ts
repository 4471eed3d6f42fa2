import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface Request { readonly queryStringParameters?: { readonly key?: string }; readonly body: string }

const s3 = new S3Client({});

/** Stores an image under the name that the caller chooses. */
export async function handler(event: Request) {
  // lambda-code-no-path-traversal: the caller overwrites anybody's image.
  await s3.send(new PutObjectCommand({ Bucket: process.env.IMAGES, Key: event.queryStringParameters?.key, Body: Buffer.from(event.body, 'base64') }));
  return { statusCode: 201 };
}
