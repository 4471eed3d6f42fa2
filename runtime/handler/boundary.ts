import { RequestParts } from './input-types';
import { CommonOptions } from './options';
import { AllowList, CompiledSchemas, SourceKind } from '../contract';
import { misconfigured } from '../errors';
import { factsOf } from '../facts/facts';
import { own } from '../json';
import { DEFAULT_LIMITS, Limits } from '../limits/limits';
import { log, Logger, masked, writeLine, WriteLine, writeThrough } from '../log/logger';
import { UnknownKeys } from '../schema/apply';
import { compiledSchemas } from '../schema/compiled';
import { StandardSchema } from '../schema/standard';
import { Secrets } from '../secrets';
import { SecretsPart } from '../secrets/with-secrets';
import { Delivery, Format } from '../sources/delivery';
import { Carried, Source } from '../sources/source';

/** What a bundle has of the boundary, so that it holds no more than its function needs. */
export interface Parts {
  readonly sources: { readonly [source in SourceKind]?: Source };
  /** What stands in the payloads of others. */
  readonly carriedBy?: (boundary: Boundary, delivery: Delivery) => readonly Delivery[];
}

/** All that is known about a handler's boundary before the first event. */
export interface Boundary {
  readonly kind: SourceKind;
  readonly source: Source;
  readonly action: string;
  readonly service?: string;
  readonly schema?: StandardSchema | RequestParts;
  readonly compiled: CompiledSchemas;
  /** Each of them has to let a sender in: the construct's list, and the author's. */
  readonly lists: readonly AllowList[];
  readonly carries?: readonly Carried[];
  readonly carriedBy?: Parts['carriedBy'];
  readonly format?: Format;
  readonly limits: Limits;
  readonly unknownKeys: UnknownKeys;
  readonly rejected?: 'fail' | 'drop';
  readonly write: WriteLine;
  /** What the handler of every event gets. */
  readonly context: { readonly log: Logger; readonly secrets?: Secrets; readonly source: SourceKind; readonly action: string };
  readonly handle: (input: never, context: never) => unknown;
}

/** What an author may say, of any source. */
export interface Options extends CommonOptions<SourceKind, unknown, readonly Carried[], Format> {
  readonly secrets?: SecretsPart;
}

/** The boundary that an author asked for and a construct knows about. @throws ConfigurationError if the latter cannot be read */
export function boundaryOf({ sources, carriedBy }: Parts, options: Options, handle: Boundary['handle']): Boundary {
  const { source: kind, allow, carries, limits, logger, schema } = options;
  const source = own(sources, kind);
  if (!source) throw misconfigured('source', `source has to be one of ${Object.keys(sources)}, got ${kind}`);
  // What is none would check nothing, and nobody would see it.
  const isSchema = !schema || (schema as StandardSchema)['~standard'] || source.http?.takesParts(schema);
  if (!isSchema) throw misconfigured('schema', 'schema has to be a Standard Schema');
  const facts = factsOf();
  const write = logger ? writeThrough(logger) : writeLine;
  // Of what is carried, AWS lays out the events of S3.
  const innermost = carries?.at(-1);
  const isLaidOut = innermost ? innermost === 's3' : source.laidOut;
  // A limit that is undefined would be none, and so would one that nothing is beyond; a list and a choice are no number.
  const within: Record<string, any> = { ...limits };
  const usual: Record<string, any> = DEFAULT_LIMITS;
  for (const name in usual) {
    if (!((within[name] ??= usual[name]) >= 0) && usual[name] > 0) throw misconfigured('limits', `limits.${name} cannot be ${within[name]}`);
  }
  return {
    ...options as Pick<Boundary, 'action' | 'carries' | 'format' | 'rejected' | 'schema'>,
    kind,
    source,
    carriedBy,
    service: facts.service,
    compiled: compiledSchemas(),
    lists: [facts.allow, allow].filter(list => list !== undefined),
    limits: within as unknown as Limits,
    unknownKeys: options.unknownKeys ?? (isLaidOut ? 'allow' : 'refuse'),
    write,
    context: { log: logger ? masked(logger) : log, secrets: options.secrets?.(facts, write), source: kind, action: options.action },
    handle,
  };
}
