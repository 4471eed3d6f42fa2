import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { api } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'api'` alone. */
export const secureHandler: LeanHandler<'api'> = /* @__PURE__ */ leanHandler({ sources: { api } });
