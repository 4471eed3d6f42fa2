import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { direct } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'direct'` alone. */
export const secureHandler: LeanHandler<'direct'> = /* @__PURE__ */ leanHandler({ sources: { direct } });
