import { carriedBy } from '../handler/carried';
import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { Carried } from '../sources/source';
import { eventbridge } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'eventbridge'` alone. */
export const secureHandler: LeanHandler<'eventbridge', Carried> = /* @__PURE__ */ leanHandler({ sources: { eventbridge }, carriedBy });
