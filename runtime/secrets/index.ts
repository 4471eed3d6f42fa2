import { isAuthenticationError } from './authentication';
import { cachedVersion, Timing } from './cached-version';
import { Fetch, fetchSecret, SecretStage } from './client';
import { SecretStageError, SecretUnavailableError, SecretShapeError, UnknownSecretError } from './errors';
import { refreshLimit } from './refresh-limit';
import { rotatingSecret } from './rotating-secret';
import { checked, confidential, SecretOf, SecretSchemas, valueOf } from './value';
import { AUTH_FAILED, BoundaryFacts, SECRET_REFRESHED } from '../contract';

export { isAuthenticationError } from './authentication';
export type { SecretStage } from './client';
export { SecretShapeError, SecretStageError, SecretUnavailableError, UnknownSecretError } from './errors';
export type { SecretCheck, SecretOf, SecretSchema, SecretSchemas, SecretValue } from './value';

/** Secrets Manager has these; a parameter of SSM is always current. */
const CURRENT: SecretStage = 'AWSCURRENT';
const PENDING: SecretStage = 'AWSPENDING';

/** The secrets of a function, by the names that its construct gave them. */
export interface Secrets<Schemas extends SecretSchemas = {}> {
  /**
   * The value of a secret: parsed where it is a JSON object, as its schema gives it where there is one, else the text.
   *
   * Cached; while the service cannot be reached, the cached value is used however old it is. A stage is never answered
   * with another's value.
   *
   * @throws UnknownSecretError, SecretStageError, SecretUnavailableError or SecretShapeError
   */
  get<Name extends string>(name: Name, stage?: SecretStage): Promise<SecretOf<Schemas, Name>>;

  /**
   * Does some work with a secret, so that a rotation fails no invocation.
   *
   * Where the other side refuses the secret (see `isAuthenticationError`; an answer of `fetch` with status 401 counts too),
   * the secret is fetched again and the work done once more, with AWSPENDING while AWSCURRENT has not changed; and again
   * where that was what another invocation had found, of a rotation that was given up meanwhile. So the work has to be what
   * authenticates: connect in it.
   */
  use<Name extends string, Answer>(name: Name, work: (value: SecretOf<Schemas, Name>) => Answer | Promise<Answer>): Promise<Answer>;

  /** Starts to fetch every secret of the function. Never fails: a failure is told by the first use. */
  prefetch(): Promise<void>;
}

/** Where security events go. Any logger with these methods fits. */
export interface SecretsLog {
  info(message: string, fields: Record<string, unknown>): void;
  warn(message: string, fields: Record<string, unknown>): void;
}

/** How secrets are kept. */
export interface SecretsOptions<Schemas extends SecretSchemas = {}> {
  /**
   * How long a value is used before it is asked for again, in milliseconds; up to a tenth less, so that environments do not ask in step.
   *
   * @default - five minutes
   */
  readonly ttl?: number;

  /**
   * How often in a minute a refused secret may be fetched again out of turn, per secret.
   *
   * @default - six times
   */
  readonly refreshesPerMinute?: number;

  /**
   * Schemas (Standard Schema) by the name of their secret.
   *
   * @default - a secret is text, or whatever object its text is the JSON of
   */
  readonly schemas?: Schemas;

  /**
   * Recognises what else means that the other side refused the credentials.
   *
   * @default - what `isAuthenticationError` recognises
   */
  readonly isAuthenticationError?: (error: unknown) => boolean;

  /**
   * Where security events go.
   *
   * @default - nowhere
   */
  readonly log?: SecretsLog;

  /**
   * Is told each confidential text as soon as it is known, so that it can be masked in whatever is written later.
   *
   * @default - nobody is told
   */
  readonly remember?: (text: string) => void;
}

/** What is exchanged in tests. */
export interface SecretsParts {
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly random: () => number;
}

/** The secrets that a construct granted to this function. Nothing is fetched before `prefetch`, `get` or `use`. */
export function secretsOf<Schemas extends SecretSchemas = {}>(
  { secrets = {} }: BoundaryFacts,
  { ttl = 300_000, refreshesPerMinute = 6, schemas, log, remember, isAuthenticationError: isOwnRefusal }: SecretsOptions<Schemas> = {},
  { fetch, now, random }: SecretsParts = { fetch: fetchSecret, now: Date.now, random: Math.random },
): Secrets<Schemas> {
  const timing: Timing = { ttl, patience: 2_000, timeout: 10_000, now, random };
  const isRefusal = (error: unknown) => isAuthenticationError(error) || isOwnRefusal?.(error) === true;

  const versionOf = once((name: string, stage: SecretStage) => {
    const { arn, stages } = factOf(name);
    if (!stages.includes(stage)) throw new SecretStageError(name, stage, stages);
    return cachedVersion({
      fetch: signal => fetch(arn, stage, signal),
      open: async ({ text }) => {
        for (const part of confidential(text)) remember?.(part);
        return checked(name, schemas?.[name], valueOf(text));
      },
      onChange: () => log?.info('a secret has a new version', { event: SECRET_REFRESHED, secret: name, stage }),
      onStale: error => log?.warn('a secret could not be refreshed, its last value is used', { secret: name, stage, reason: String(error) }),
      wrap: cause => cause instanceof SecretShapeError ? cause : new SecretUnavailableError(name, stage, cause),
    }, timing);
  });

  const useOf = once((name: string) => {
    const pending = factOf(name).stages.includes(PENDING) ? versionOf(name, PENDING) : undefined;
    return rotatingSecret(versionOf(name, CURRENT), pending, {
      mayRefresh: refreshLimit(refreshesPerMinute, now),
      isRefusal,
      onRefused: () => log?.warn('a secret was refused', { event: AUTH_FAILED, secret: name }),
    });
  });

  function factOf(name: string) {
    // What every object has from its prototype is no secret.
    if (!Object.hasOwn(secrets, name)) throw new UnknownSecretError(name, Object.keys(secrets));
    const { arn, stages = [CURRENT] } = secrets[name];
    return { arn, stages };
  }

  return {
    get: async (name, stage = CURRENT) => (await versionOf(name, stage).get()).value as never,
    use: async (name, work) => useOf(name)(value => work(value as never)),
    prefetch: async () => {
      await Promise.allSettled(Object.keys(secrets).map(async name => versionOf(name, CURRENT).get()));
    },
  };
}

/** The function, run once for the same arguments. */
function once<Key extends readonly string[], Value>(make: (...key: Key) => Value): (...key: Key) => Value {
  const known = new Map<string, Value>();
  return (...key) => {
    const id = key.join();
    if (!known.has(id)) known.set(id, make(...key));
    return known.get(id)!;
  };
}
