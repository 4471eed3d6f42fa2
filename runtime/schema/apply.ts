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
export async function applied(schema: StandardSchema, value: unknown, unknown: UnknownKeys, at: readonly string[] = []): Promise<unknown> {
  const { issues, value: taken } = await schema['~standard'].validate(value) as { issues?: readonly SchemaIssue[]; value?: unknown };
  if (issues) throw refused('schema', issues.map(segmentsOf), at);
  const extra = unknown === 'refuse' ? unknownKeys(value, taken) : [];
  if (extra[0]) throw refused('schema.unknown', extra, at);
  return taken;
}

/** Refuses a value that a schema compiled at synthesis does not accept, where there is one. */
export function checkCompiled(schema: CompiledSchema | undefined, value: unknown, at: readonly string[] = []): void {
  if (schema !== undefined && !schema(value)) throw refused('schema', (schema.errors ?? []).map(({ instancePath }) => instancePath.split('/').slice(1)), at);
}

/** The path of an issue. A schema that tells it wrongly has refused all the same. */
export function segmentsOf({ path }: SchemaIssue): PropertyKey[] {
  return (path ?? []).map(segment => (segment as { key?: PropertyKey } | null)?.key ?? segment as PropertyKey);
}

function refused(reason: string, paths: readonly (readonly PropertyKey[])[], at: readonly string[]): SchemaError {
  return new SchemaError(reason, [...new Set(paths.map(path => pathOf([...at, ...path])))].slice(0, TOLD));
}
