import { carriedBy } from '../handler/carried';
import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { Carried } from '../sources/source';
import { kinesis } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'kinesis'` alone. */
export const secureHandler: LeanHandler<'kinesis', Carried> = /* @__PURE__ */ leanHandler({ sources: { kinesis }, carriedBy });
