import { RequestParts } from './input-types';
import { AllowList, CompiledSchemas, SourceKind } from '../contract';
import { Limits } from '../limits/limits';
import { Logger, WriteLine } from '../log/logger';
import { UnknownKeys } from '../schema/apply';
import { StandardSchema } from '../schema/standard';
import { Secrets } from '../secrets';
import { Format } from '../sources/delivery';
import { Carried, Source } from '../sources/sources';

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
