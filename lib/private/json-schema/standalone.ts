// Loaded where a schema is compiled, and not by everybody who loads the constructs.
/* eslint-disable @typescript-eslint/no-require-imports */
import type { Ajv, AnySchema, Options } from 'ajv';
import { FORMATS } from './formats';
import { JsonSchema, mapSubschemas } from './json-schema';

/** What a schema is about: JSON, whose values have types, or the parts of a request's first lines, which are all text. */
export type Origin = 'json' | 'text';

/** A draft of JSON Schema that is understood, by what `$schema` says of it. */
class Dialect {
  readonly #uri: RegExp;
  readonly #create: (options: Options) => Ajv;
  #judge?: Ajv;

  public constructor(uri: RegExp, create: (options: Options) => Ajv) {
    this.#uri = uri;
    this.#create = create;
  }

  public is(uri: string): boolean {
    return this.#uri.test(uri);
  }

  /** A compiler for one schema that obeys the draft: compiling the draft's own schema takes far longer than compiling most others, so that is done once. */
  public compilerFor(schema: JsonSchema, options: Options): Ajv {
    this.#judge ??= this.#create({ logger: false });
    if (this.#judge.validateSchema(schema) !== true) throw new Error(`the schema is invalid: ${this.#judge.errorsText(this.#judge.errors, { dataVar: '#' })}`);
    return this.#create({ ...options, meta: false, validateSchema: false });
  }
}

const DIALECTS: readonly Dialect[] = [
  new Dialect(/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, options => new (require('ajv') as typeof import('ajv')).Ajv(options)),
  new Dialect(/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, options => new (require('ajv/dist/2019') as typeof import('ajv/dist/2019')).Ajv2019(options)),
  new Dialect(/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, options => new (require('ajv/dist/2020') as typeof import('ajv/dist/2020')).Ajv2020(options)),
];
const NEWEST = 'https://json-schema.org/draft/2020-12/schema';
const DRAFT_07 = 'http://json-schema.org/draft-07/schema';

/** What generated code asks of ajv's own modules. Nothing is installed beside a bundle, so their text stands before it. */
const RUNTIME: Readonly<Record<string, { readonly name: string; readonly text: () => string }>> = {
  'require("ajv/dist/runtime/ucs2length").default': {
    name: 'ucs2length', text: () => String((require('ajv/dist/runtime/ucs2length') as { default: Function }).default),
  },
  'require("ajv/dist/runtime/equal").default': { name: 'equal', text: () => String((require('ajv/dist/runtime/equal') as { default: Function }).default) },
};

/** The text of functions that compiled schemas share. */
export function sharedRuntime(): string {
  return Object.values(RUNTIME).map(({ name, text }) => `const ${name} = ${text()};\n`).join('');
}

/**
 * A schema as the text of a function body that returns its validator; it needs nothing but `sharedRuntime` before it.
 *
 * Unknown keywords and formats, and keywords that a missing `type` would leave without effect, are errors.
 *
 * @param origin `text` for what has no types of its own: a number is then read from its digits, and written back into what was given
 * @throws where the schema is none
 */
export function standalone(schema: JsonSchema, origin: Origin): string {
  const uri = dialectOf(schema);
  const dialect = DIALECTS.find(one => one.is(uri));
  if (dialect === undefined) throw new Error(`$schema: ${uri} is none of draft-07, 2019-09 and 2020-12`);
  const ajv = dialect.compilerFor({ ...schema, $schema: uri }, {
    strict: true,
    // A condition requires what is described around it, and a tuple may go on: what is left open by that is found before, with its place.
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
    // What is inherited, as `constructor` is, was not sent.
    ownProperties: true,
    coerceTypes: origin === 'text' ? 'array' : false,
    formats: { ...FORMATS },
    logger: false,
    code: { source: true },
  });
  const { $schema, ...rest } = withoutAnnotations(schema);
  const validate = ajv.compile(rest as AnySchema);
  const standaloneCode = (require('ajv/dist/standalone') as typeof import('ajv/dist/standalone')).default;
  return inlined(standaloneCode(ajv, validate));
}

/** The draft of a schema that says none: tuples were written otherwise before 2020-12. */
function dialectOf(schema: JsonSchema): string {
  return String(schema.$schema ?? (hasTuple(schema) ? DRAFT_07 : NEWEST));
}

function hasTuple(schema: JsonSchema): boolean {
  let found = Array.isArray(schema.items);
  mapSubschemas(schema, '', one => { found ||= hasTuple(one); });
  return found;
}

/** A format that only a pattern beside it can check says nothing more; the pattern stays. */
function withoutAnnotations(schema: JsonSchema): JsonSchema {
  const { format, ...rest } = mapSubschemas(schema, '', withoutAnnotations);
  return format === undefined || (typeof format === 'string' && !(format in FORMATS)) ? rest : { format, ...rest };
}

function inlined(code: string): string {
  const text = code.replace(/require\("ajv[^"]*"\)(\.\w+)?/g, asked => {
    const known = RUNTIME[asked];
    if (known === undefined) throw new Error(`the schema needs ${asked}, which cannot stand in a bundle`);
    return known.name;
  });
  return `const module = { exports: {} }; const exports = module.exports;\n${text}\nreturn module.exports;`;
}
