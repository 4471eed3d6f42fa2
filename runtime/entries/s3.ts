import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { s3 } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 's3'` alone. */
export const secureHandler: LeanHandler<'s3'> = /* @__PURE__ */ leanHandler({ sources: { s3 } });
