import { carriedBy } from '../handler/carried';
import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { Carried } from '../sources/source';
import { sns } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'sns'` alone. */
export const secureHandler: LeanHandler<'sns', Carried> = /* @__PURE__ */ leanHandler({ sources: { sns }, carriedBy });
