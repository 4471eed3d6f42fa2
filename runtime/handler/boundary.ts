import { RequestParts } from './input-types';
import { HandlerOptions } from './options';
import { AllowList, CompiledSchemas, SourceKind } from '../contract';
import { ConfigurationError } from '../errors';
import { factsOf } from '../facts/facts';
import { DEFAULT_LIMITS, Limits } from '../limits/limits';
import { log, Logger, masked, writeLine, WriteLine, writeThrough } from '../log/logger';
import { remember } from '../log/masking';
import { UnknownKeys } from '../schema/apply';
import { compiledSchemas } from '../schema/compiled';
import { StandardSchema } from '../schema/standard';
import { Secrets, secretsOf } from '../secrets';
import { Format } from '../sources/delivery';
import { Carried, Source, SOURCES } from '../sources/sources';

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
  readonly carries: readonly Carried[];
  readonly format: Format;
  readonly limits: Limits;
  readonly unknownKeys: UnknownKeys;
  readonly rejected: 'fail' | 'drop';
  readonly log: Logger;
  readonly write: WriteLine;
  readonly secrets: Secrets;
  readonly handle: (input: never, context: never) => unknown;
}

/** What an author may say, of any source. */
export type Options = HandlerOptions<SourceKind, unknown, readonly Carried[], Format>;

/** The boundary that an author asked for and a construct knows about. @throws ConfigurationError if the latter cannot be read */
export function boundaryOf(options: Options, handle: Boundary['handle']): Boundary {
  const { source, action, schema, allow, carries = [], format = 'json', limits, unknownKeys, rejected = 'fail', logger } = options;
  if (!Object.hasOwn(SOURCES, source)) throw new ConfigurationError(`source has to be one of ${Object.keys(SOURCES).join(', ')}, got ${String(source)}`, 'configuration.source');
  const facts = factsOf();
  const write = logger === undefined ? writeLine : writeThrough(logger);
  const securityLog = { info: (message: string, said: object) => write('info', message, { ...said }), warn: (message: string, said: object) => write('warn', message, { ...said }) };
  return {
    kind: source,
    source: SOURCES[source],
    action,
    service: facts.service,
    schema: schema as Boundary['schema'],
    compiled: compiledSchemas(),
    lists: [facts.allow, allow].filter(list => list !== undefined),
    carries,
    format,
    limits: { ...DEFAULT_LIMITS, ...limits },
    unknownKeys: unknownKeys ?? (SOURCES[carries.at(-1) ?? source].laidOut === true ? 'allow' : 'refuse'),
    rejected,
    log: logger === undefined ? log : masked(logger),
    write,
    secrets: secretsOf(facts, { ...options.secrets, remember, log: securityLog }),
    handle,
  };
}
