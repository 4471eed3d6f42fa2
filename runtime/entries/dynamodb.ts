import { leanHandler, LeanHandler } from '../handler/lean-handler';
import { dynamodb } from '../sources/sources';

export * from '../exports';

/** `secureHandler` for `source: 'dynamodb'` alone. */
export const secureHandler: LeanHandler<'dynamodb'> = /* @__PURE__ */ leanHandler({ sources: { dynamodb } });
