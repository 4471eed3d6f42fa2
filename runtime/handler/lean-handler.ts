import { Boundary, boundaryOf, Options, Parts } from './boundary';
import { Innermost, InputOf, SchemaFor } from './input-types';
import { CommonContext, CommonOptions } from './options';
import { LambdaHandler, respond } from './respond';
import { SourceKind } from '../contract';
import { during, invocationOf } from '../log/invocation';
import { Secrets } from '../secrets';
import { SecretsPart } from '../secrets/with-secrets';
import { Format } from '../sources/delivery';
import { Carried } from '../sources/source';

/** What a handler lets in, where secrets are named by `withSecrets` or not in the bundle. */
export interface LeanOptions<
  S extends SourceKind, Schema, Carries extends readonly Carried[], F extends Format, Secret extends SecretsPart | undefined,
> extends CommonOptions<S, Schema, Carries, F> {
  /**
   * The secrets that the construct granted: `withSecrets()`.
   *
   * @default - the handler reads none, and the bundle holds nothing that could
   */
  readonly secrets?: Secret;
}

/** What a handler gets beside its input. */
export type LeanContext<S extends SourceKind, Inner extends SourceKind, Secret extends SecretsPart | undefined> =
  CommonContext<S, Inner> & (Secret extends SecretsPart<infer Schemas> ? {
    /** The secrets that the construct granted; their values are masked in the log. */
    readonly secrets: Secrets<Schemas>;
  } : {});

/** `secureHandler` of some sources. Without `withSecrets`, nothing that reads secrets is in the bundle. */
export type LeanHandler<Kind extends SourceKind, Carry extends Carried = never> = <
  S extends Kind, const Schema extends SchemaFor<S> | undefined = undefined, const Carries extends readonly Carry[] = readonly [], F extends Format = 'json', Secret extends SecretsPart | undefined = undefined,
>(
  options: LeanOptions<S, Schema, Carries, F, Secret>,
  handle: (input: InputOf<S, Schema, Carries, F>, context: LeanContext<S, Innermost<S, Carries>, Secret>) => unknown,
) => LambdaHandler;

/** The `secureHandler` of an entry that has these parts. */
export function leanHandler<Kind extends SourceKind, Carry extends Carried = never>(parts: Parts): LeanHandler<Kind, Carry> {
  return (options, handle) => {
    const boundary = boundaryOf(parts, options as Options, handle as unknown as Boundary['handle']);
    return async (event, context) => during(invocationOf(context, boundary), () => respond(boundary, event, context));
  };
}
