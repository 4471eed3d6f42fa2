import { carriedBy } from './carried';
import { Innermost, InputOf, SchemaFor } from './input-types';
import { leanHandler, LeanHandler } from './lean-handler';
import { HandlerContext, HandlerOptions } from './options';
import { LambdaHandler } from './respond';
import { SourceKind } from '../contract';
import { SecretSchemas } from '../secrets';
import { withSecrets } from '../secrets/with-secrets';
import { Format } from '../sources/delivery';
import { Carried } from '../sources/source';
import { SOURCES as sources } from '../sources/sources';

const handlerOf: LeanHandler<SourceKind, Carried> = /* @__PURE__ */ leanHandler({ sources, carriedBy });

/**
 * A Lambda handler that lets in only what its source sends, who may send it, and what the schema knows, and that lets out
 * no detail of what it refuses or of what goes wrong. The same for one source alone is at `cdk-rampart/runtime/<source>`, in half the size.
 *
 * @throws ConfigurationError during initialisation, if what the construct wrote cannot be read
 */
export function secureHandler<
  S extends SourceKind, const Schema extends SchemaFor<S> | undefined = undefined, const Carries extends readonly Carried[] = readonly [], F extends Format = 'json', Secret extends SecretSchemas = {},
>(
  options: HandlerOptions<S, Schema, Carries, F, Secret>,
  handle: (input: InputOf<S, Schema, Carries, F>, context: HandlerContext<S, Innermost<S, Carries>, Secret>) => unknown,
): LambdaHandler {
  const { secrets } = options;
  const whole = { ...options, secrets: typeof secrets === 'function' ? secrets : withSecrets(secrets) };
  return handlerOf(whole as never, handle as never);
}
