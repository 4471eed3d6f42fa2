import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface Upload { readonly s3: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } } }
interface Uploads { readonly Records: readonly Upload[] }

const s3 = new S3Client({});

/** Reads the size of each uploaded image from its header, without a shell and without a file, and stores it under details/. */
export async function handler({ Records }: Uploads) {
  for (const { s3: { bucket, object } } of Records) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: object.key, Range: 'bytes=0-23' }));
    const header = Buffer.from(await Body.transformToByteArray());
    const details = { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
    const id = object.key.slice('uploads/'.length);
    await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: `details/${id}.json`, Body: JSON.stringify(details) }));
  }
}
