import { createHmac, timingSafeEqual } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

// The names that report gives, and no others.
const schema = z.looseObject({ bucket: z.string(), key: z.string().check(z.regex(/^daily\/\d{4}-\d{2}-\d{2}\.json$/)) });

const s3 = new S3Client({});

/** Looks whether a report is as it was signed. One that is not fails, and an alarm follows. */
export const handler = secureHandler({ source: 's3', action: 'report.verify', schema }, async ({ bucket, key }, { secrets }) => {
  const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const signed = `${key.slice('daily/'.length, -'.json'.length)}\n${Buffer.from(await Body.transformToByteArray()).toString()}`;
  const signature = Buffer.from(Metadata?.signature ?? '', 'hex');
  const check = (by: unknown) => {
    if (!isBy(by, signed, signature)) throw Object.assign(new Error(`the report ${key} is not as it was signed`), { status: 401 });
  };
  // Where the key was changed a moment ago, it is fetched anew; a report from before the change is by the key before.
  await secrets.use('signing', check).catch(async () => check(await secrets.get('signing', 'AWSPREVIOUS')));
});

function isBy(key: unknown, signed: string, signature: Buffer): boolean {
  const expected = createHmac('sha256', String(key)).update(signed).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
