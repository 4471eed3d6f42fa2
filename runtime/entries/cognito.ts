import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { cognito } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'cognito'` alone. */
export const secureHandler: LeanHandler<'cognito'> = /* @__PURE__ */ leanHandler({ sources: { cognito } });
