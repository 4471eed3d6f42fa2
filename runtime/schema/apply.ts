import { CompiledSchema } from '../contract';
import { SchemaError } from '../errors';
import { SchemaIssue, StandardSchema } from './standard';
import { unknownKeys } from './unknown-keys';
import { pathOf } from '../limits/inspect';

/** So many paths of one refusal are told; the sender does not choose how long the log is. */
const TOLD = 8;

/** What becomes of keys that the schema does not know. */
export type UnknownKeys = 'refuse' | 'allow';

/** The value as the schema lets it through. */
export async function applied(schema: StandardSchema, value: unknown, unknown: UnknownKeys, at = ''): Promise<unknown> {
  const result = await schema['~standard'].validate(value);
  if (result.issues) throw new SchemaError('the payload does not fit the schema', 'schema', told(result.issues.map(pathOfIssue), at));
  const extra = unknown === 'refuse' ? unknownKeys(value, result.value) : [];
  if (extra.length > 0) throw new SchemaError('the payload has keys that the schema does not know', 'schema.unknown', told(extra.map(pathOf), at));
  return result.value;
}

/** Refuses a value that a schema compiled at synthesis does not accept. */
export function checkCompiled(schema: CompiledSchema, value: unknown, at = ''): void {
  if (schema(value)) return;
  const paths = (schema.errors ?? []).map(error => error.instancePath.slice(1).replaceAll('/', '.'));
  throw new SchemaError('the payload does not fit the schema', 'schema', told(paths, at));
}

function pathOfIssue(issue: SchemaIssue): string {
  return pathOf((issue.path ?? []).map(segment => typeof segment === 'object' ? segment.key : segment));
}

function told(paths: readonly string[], at: string): string[] {
  return [...new Set(paths)].slice(0, TOLD).map(path => [at, path].filter(part => part !== '').join('.'));
}
