import { carriedBy } from '../handler/carried';
import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { Carried } from '../sources/source';
import { sqs } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'sqs'` alone. */
export const secureHandler: LeanHandler<'sqs', Carried> = /* @__PURE__ */ leanHandler({ sources: { sqs }, carriedBy });
