import { JsonSchema } from './json-schema/json-schema';
import { schemaProblems } from './json-schema/problems';
import { Origin, sharedRuntime, standalone } from './json-schema/standalone';
import { RouteSchemas, SourceKind } from '../../runtime/contract';

/** The parts of a request, by their JSON Schemas. */
export type RouteSchemaSources = { readonly [part in keyof RouteSchemas]?: JsonSchema };

/** The JSON Schemas that the module is made of, in the shape of `CompiledSchemas`. */
export interface SchemaSources {
  /** By method and path as API Gateway states them: `POST /orders/{id}`. */
  readonly routes?: { readonly [route: string]: RouteSchemaSources };
  /** The payload of each record or event of a source. */
  readonly sources?: { readonly [source in SourceKind]?: JsonSchema };
}

/** What a schema compiles to, or why it does not. */
type Compiled = { readonly code: string } | { readonly problems: readonly string[] };

/** Bodies are JSON; the rest of a request is text, whose numbers are read from their digits. */
const ORIGINS: Readonly<Record<keyof RouteSchemas, Origin>> = { body: 'json', query: 'text', path: 'text', headers: 'text' };

/**
 * The text of the CommonJS module that exports `CompiledSchemas`. It requires nothing.
 *
 * The dialects are draft-07, 2019-09 and 2020-12, the last where `$schema` is absent. References lead to a part of the same
 * schema. The validators of query, path and headers turn text into what the schema asks for and write it into the object they are given.
 *
 * @throws naming each route or source with the keyword that cannot be compiled; nothing of the construct, whose path the caller knows
 */
export function compileSchemas({ routes = {}, sources = {} }: SchemaSources): string {
  const problems: string[] = [];
  const bodies = new Map<string, string>();
  const named = (name: string, schema: JsonSchema, origin: Origin): string => {
    const compiled = compile(schema, origin);
    if ('problems' in compiled) {
      problems.push(...compiled.problems.map(problem => `${name}: ${problem}`));
      return 'undefined';
    }
    // Routes share schemas more often than not.
    if (!bodies.has(compiled.code)) bodies.set(compiled.code, `schema${bodies.size}`);
    return bodies.get(compiled.code)!;
  };
  const byRoute = Object.entries(routes).map(([route, parts]) =>
    entry(route, object(given(parts).map(([part, schema]) => entry(part, named(`${route} ${part}`, schema, ORIGINS[part]))))));
  const bySource = given(sources).map(([source, schema]) => entry(source, named(source, schema, 'json')));
  if (problems.length > 0) throw new Error(problems.join('; '));
  const texts = given(sources).flatMap(([source, schema]) => (isText(schema) ? [source] : []));
  const textBodies = Object.entries(routes).flatMap(([route, { body }]) => (isText(body) ? [route] : []));
  const functions = [...bodies].map(([code, name]) => `const ${name} = (() => {\n${code}\n})();\n`).join('');
  const told = [`routes: ${object(byRoute)}`, `sources: ${object(bySource)}`, `texts: ${JSON.stringify(texts)}`, `textBodies: ${JSON.stringify(textBodies)}`];
  return `"use strict";\n${sharedRuntime()}${functions}module.exports = { ${told.join(', ')} };\n`;
}

/** Whether a schema describes a payload that is text as it comes, and no JSON. */
export function isText(schema: JsonSchema | undefined): boolean {
  return schema?.type === 'string';
}

/** What is wrong with one schema, each as a sentence about it; nothing where it compiles. */
export function compileProblems(schema: JsonSchema, part: keyof RouteSchemas): readonly string[] {
  const compiled = compile(schema, ORIGINS[part]);
  return 'problems' in compiled ? compiled.problems : [];
}

function compile(schema: JsonSchema, origin: Origin): Compiled {
  const problems = schemaProblems(schema);
  if (problems.length > 0) return { problems };
  try {
    // What JSON has no word for, as undefined, was not said.
    return { code: standalone(JSON.parse(JSON.stringify(schema)), origin) };
  } catch (error) {
    return { problems: [(error as Error).message] };
  }
}

function given<Name extends string>(schemas: { readonly [name in Name]?: JsonSchema }): [Name, JsonSchema][] {
  return Object.entries<JsonSchema | undefined>(schemas).filter((one): one is [Name, JsonSchema] => one[1] !== undefined);
}

function entry(name: string, value: string): string {
  return `${JSON.stringify(name)}: ${value}`;
}

function object(entries: readonly string[]): string {
  return `{ ${entries.join(', ')} }`;
}
