import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { url } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'url'` alone. */
export const secureHandler: LeanHandler<'url'> = /* @__PURE__ */ leanHandler({ sources: { url } });
