import { Fetched, LATE } from './client';

/** A version of a secret that is ready to be used. */
export interface Held {
  readonly value: unknown;
  readonly version: string;
}

/** What time means to a cache, in milliseconds. */
export interface Timing {
  /** How long a value is used before it is asked for again; up to a tenth less, so that many environments do not ask at once. */
  readonly ttl: number;
  /** How long to wait for an answer while there is an older value that would do. */
  readonly patience: number;
  /** How long to wait for an answer where there is none. */
  readonly timeout: number;
  readonly now: () => number;
  readonly random: () => number;
}

/** What a cached version asks of its surroundings. */
export interface Source {
  readonly fetch: (signal: AbortSignal) => Promise<Fetched>;
  readonly open: (fetched: Fetched) => Promise<unknown>;
  /** Is told that another version took the place of one that was in use. */
  readonly onChange: () => void;
  readonly onStale: (error: unknown) => void;
  readonly wrap: (cause: unknown) => Error;
}

/** One staging label of one secret: its value, when to ask again, and one request at a time. */
export interface CachedVersion {
  /** The value: the cached one while it is fresh, and while nobody can say whether it still is. */
  get(): Promise<Held>;
  /** Asks the service, whatever the age of the value. Who asks while a request is under way gets its answer. */
  refresh(): Promise<Held>;
}

/** After a failure the service is left alone for so long, doubled with each further failure. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** A definite no. Whoever took a permission or a secret away means that it is no longer used. */
const FINAL = /^(AccessDenied|ResourceNotFound|InvalidRequest)Exception$|^DecryptionFailure$|^Parameter(Version)?NotFound$/;

/** A cache of one version. Nothing is fetched before it is asked for. */
export function cachedVersion(source: Source, { ttl, patience, timeout, now, random }: Timing): CachedVersion {
  let held: Held | undefined;
  let expires = 0;
  let request: Promise<Held> | undefined;
  let failure: { readonly error: Error; readonly until: number; readonly pause: number } | undefined;

  async function load(): Promise<Held> {
    try {
      const fetched = await source.fetch(AbortSignal.timeout(held ? patience : timeout));
      const before = held;
      if (before?.version !== fetched.version) held = { value: await source.open(fetched), version: fetched.version };
      if (before && before !== held) source.onChange();
      expires = now() + ttl * (1 - random() / 10);
      failure = undefined;
      return held!;
    } catch (cause) {
      if (FINAL.test((cause as Error | undefined)?.name ?? '')) held = undefined;
      // The first is taken for a freeze, unless there is something to go on with: whoever asks next may ask at once.
      const isFrozen = !held && !failure && LATE.test((cause as Error | undefined)?.name ?? '');
      const pause = Math.min(LONGEST_PAUSE, failure ? failure.pause * 2 : FIRST_PAUSE);
      failure = { error: source.wrap(cause), until: now() + (isFrozen ? 0 : pause), pause };
      throw failure.error;
    }
  }

  async function refresh(): Promise<Held> {
    request ??= load().finally(() => { request = undefined; });
    return request;
  }

  async function get(): Promise<Held> {
    if (held && now() < expires) return held;
    if (!failure || now() >= failure.until) {
      const hasJoined = request !== undefined;
      try {
        return await refresh();
      } catch (error) {
        if (held) source.onStale(error);
        // A request from before a freeze says nothing about now.
        else if (hasJoined && now() >= failure!.until) return get();
      }
    }
    if (!held) throw failure!.error;
    return held;
  }

  return { refresh, get };
}
