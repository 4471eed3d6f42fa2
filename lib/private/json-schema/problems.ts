import { Token } from 'aws-cdk-lib';
import { FORMATS } from './formats';
import { isSchema, JsonSchema, mapSubschemas } from './json-schema';

const SAYS = {
  noSchema: (given: string) => `a JSON Schema is an object of keywords, got ${given}`,
  standard: 'a Standard Schema cannot be compiled: give the JSON Schema that its library makes of it, as z.toJSONSchema(schema, { io: "input" })',
  circle: 'the object holds itself; a schema refers to a part of itself by $ref',
  token: (place: string) => `${place}: a schema is compiled at synthesis, and a token is only known at deployment; write the value itself`,
  format: (place: string, format: string) =>
    `${place}: format: ${format} is not checked here, only ${Object.keys(FORMATS).join(', ')} are; put a pattern beside it, which is checked instead`,
};

/** What no validator can be made of, whatever the dialect. */
export function schemaProblems(schema: unknown): string[] {
  if (isStandard(schema)) return [SAYS.standard];
  if (!isSchema(schema)) return [SAYS.noSchema(Array.isArray(schema) ? 'a list' : typeof schema === 'object' ? String(schema) : typeof schema)];
  try {
    JSON.stringify(schema);
  } catch {
    return [SAYS.circle];
  }
  return [...tokensIn(schema, '#').map(SAYS.token), ...formatProblems(schema, '#')];
}

/** Whether something is a schema of zod, valibot, arktype (a function) or their like. A JSON Schema that zod makes can validate as well, which it does not show. */
function isStandard(schema: unknown): boolean {
  if (typeof schema === 'function') return '~standard' in schema;
  return isSchema(schema) && '~standard' in schema && (Object.getPrototypeOf(schema) !== Object.prototype || Object.keys(schema).includes('~standard'));
}

function tokensIn(value: unknown, place: string): string[] {
  if (Token.isUnresolved(value)) return [place];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (Token.isUnresolved(key) ? [place] : tokensIn(one, `${place}/${key}`)));
}

function formatProblems(schema: JsonSchema, place: string): string[] {
  const { format, pattern } = schema;
  const own = typeof format === 'string' && !(format in FORMATS) && pattern === undefined ? [SAYS.format(place, format)] : [];
  const below: string[] = [];
  mapSubschemas(schema, place, (one, at) => below.push(...formatProblems(one, at)));
  return [...own, ...below];
}
