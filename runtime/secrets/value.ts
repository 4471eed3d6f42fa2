import { SecretShapeError } from './errors';
import { isText, parsed } from '../json';
import { pathOf } from '../limits/inspect';
import { segmentsOf } from '../schema/apply';
import { SchemaIssue } from '../schema/standard';

/** What a secret holds: its text, or the object of which that is the JSON. A bare number or `true` stays text: it is a password as well. */
export type SecretValue = string | { readonly [key: string]: unknown };

/** What of Standard Schema is needed here; the schemas of zod, valibot and arktype are some. */
export interface SecretSchema<Output> {
  readonly '~standard': { readonly validate: (value: unknown) => SecretCheck<Output> | Promise<SecretCheck<Output>> };
}

/** What a schema answers. */
export type SecretCheck<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }[] };

/** Schemas by the name of their secret. */
export interface SecretSchemas {
  readonly [name: string]: SecretSchema<unknown>;
}

/** What a handler gets: what the schema gives where there is one. */
export type SecretOf<Schemas extends SecretSchemas, Name extends string> =
  Name extends keyof Schemas ? (Schemas[Name] extends SecretSchema<infer Output> ? Output : never) : SecretValue;

/** A secret's text as a value. */
export function valueOf(text: string): SecretValue {
  return text.trimStart().startsWith('{') ? parsed(text) as SecretValue ?? text : text;
}

/** The value as the schema gives it. The error names places and never what stands there. */
export async function checked(name: string, schema: SecretSchema<unknown> | undefined, value: SecretValue): Promise<unknown> {
  if (!schema) return value;
  const answer = await schema['~standard'].validate(value);
  if (answer.issues === undefined) return answer.value;
  throw new SecretShapeError(name, answer.issues.map(issue => pathOf(segmentsOf(issue as SchemaIssue))));
}

/** What RDS stores beside the password. Masking these would blank half of every log line and hide nothing. */
const HARMLESS = /^(engine|host|port|dbname|user(name)?|db(Instance|Cluster)Identifier|masterarn|ssl)$/;

/** A name or an address, and a port: the address of a webhook is a secret under any name. */
const HOST = /^[\w.:-]+$/;

/** The texts that no output may show: the whole, and each text inside that is not known to be harmless. */
export function* confidential(text: string): Generator<string> {
  yield text;
  const value = parsed(text);
  // A bare number says nothing more than its text.
  if (typeof value === 'number') return;
  const open = [value];
  for (const one of open) {
    if (isText(one) || typeof one === 'number') yield String(one);
    if (typeof one !== 'object' || one === null) continue;
    const isAccount = 'engine' in one || 'password' in one;
    for (const [key, inner] of Object.entries(one)) {
      // An object is no name of a host, whatever it is called.
      if (!isAccount || !HARMLESS.test(key) || typeof inner === 'object' || (key === 'host' && !HOST.test(inner))) open.push(inner);
    }
  }
}
