import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { schedule } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'schedule'` alone. */
export const secureHandler: LeanHandler<'schedule'> = /* @__PURE__ */ leanHandler({ sources: { schedule } });
