import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
const FIVE_MINUTES = 300_000;

/** Who may sign. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What is wrong with the signature of a request (Signature Version 4, POST to the root), by the name of AWS's error. */
export function refusal({ method, url, headers }: IncomingMessage, body: string, signer: Signer, service: string): string | undefined {
  const [, key, day, region, scope, signed, signature] = AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (signature === undefined) return 'MissingAuthenticationTokenException';
  const time = String(headers['x-amz-date']);
  const names = signed.split(';');
  if (key !== signer.accessKeyId || scope !== service || !time.startsWith(day)) return 'UnrecognizedClientException';
  if (!['host', 'x-amz-date', 'x-amz-target'].every(name => names.includes(name))) return 'InvalidSignatureException';
  if (Math.abs(Date.now() - Date.parse(time.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))) > FIVE_MINUTES) return 'RequestExpired';
  const canonical = [method, url, '', ...names.map(name => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`), '', signed, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, `${day}/${region}/${service}/aws4_request`, hash(canonical)].join('\n');
  const secret = [day, region, service, 'aws4_request'].reduce<string | Buffer>((part, word) => createHmac('sha256', part).update(word).digest(), `AWS4${signer.secretAccessKey}`);
  const expected = createHmac('sha256', secret).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'InvalidSignatureException';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
