import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { authorizer } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'authorizer'` alone. */
export const secureHandler: LeanHandler<'authorizer'> = /* @__PURE__ */ leanHandler({ sources: { authorizer } });
