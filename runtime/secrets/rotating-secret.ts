import { isRefusedAnswer } from './authentication';
import type { CachedVersion, Held } from './cached-version';

/** What a secret asks of its surroundings. */
export interface Surroundings {
  /** Whether one more forced refresh is allowed now. */
  readonly mayRefresh: () => boolean;
  readonly isRefusal: (error: unknown) => boolean;
  readonly onRefused: () => void;
}

/** What a secret is used for. */
export type Work<Answer> = (value: unknown) => Answer | Promise<Answer>;

/** What became of a use: whether the other side refused it, and what the caller gets of it. */
interface Attempt<Answer> {
  readonly isRefused: boolean;
  readonly conclude: () => Answer;
}

/** A version to try instead; `pendingFor` is the current version beside which it is the pending one. */
interface Replacement {
  readonly held: Held;
  readonly pendingFor?: string;
}

/**
 * Does work with a secret; where the other side refuses it, once more with another version, if there is one. What another invocation has
 * found meanwhile may be refused too, of a rotation that was given up: then once again with what is found by then.
 *
 * A rotation changes the password before it moves AWSCURRENT, so for some seconds only AWSPENDING is accepted. Once it was,
 * it is used at once until AWSCURRENT changes.
 */
export function rotatingSecret(current: CachedVersion, pending: CachedVersion | undefined, { mayRefresh, isRefusal, onRefused }: Surroundings) {
  let accepted: Replacement | undefined;
  /** Found and still being tried: whoever is refused meanwhile need not search again. */
  let candidate: Replacement | undefined;
  const searches = new Map<string, Promise<Replacement | undefined>>();

  async function attempt<Answer>(work: Work<Answer>, { value }: Held): Promise<Attempt<Answer>> {
    try {
      const answer = await work(value);
      return { isRefused: isRefusedAnswer(answer), conclude: () => answer };
    } catch (error) {
      return { isRefused: isRefusal(error), conclude: () => { throw error; } };
    }
  }

  async function best(): Promise<Replacement> {
    const held = await current.get();
    if (accepted?.pendingFor === held.version) return accepted;
    accepted = undefined;
    return { held };
  }

  async function find(refused: string): Promise<Replacement | undefined> {
    // Another invocation may have found it while this one was being refused.
    const other = await best();
    if (other.held.version !== refused) return other;
    if (candidate?.pendingFor === refused) return candidate;
    if (!mayRefresh()) return undefined;
    const before = await current.get();
    const held = await current.refresh().catch(() => before);
    if (held.version !== before.version && held.version !== refused) return { held };
    const next = await pending?.refresh().catch(() => undefined);
    if (next && next.version !== refused && next.version !== held.version) {
      candidate = { held: next, pendingFor: held.version };
      return candidate;
    }
    // A pending version that was accepted once and is refused now: its rotation was given up.
    if (held.version !== refused) return { held };
    // None is pending: a rotation that takes the label away may have ended between the two requests.
    const last = pending && !next ? await current.refresh().catch(() => held) : held;
    return last.version === refused ? undefined : { held: last };
  }

  /** All that were refused the same version search together. */
  async function replacement(refused: string): Promise<Replacement | undefined> {
    const found = searches.get(refused) ?? find(refused).finally(() => searches.delete(refused));
    searches.set(refused, found);
    return found;
  }

  /** Another error than a refusal comes from behind the door: the version was accepted. */
  function settle(first: Replacement, other: Replacement, { isRefused }: Attempt<unknown>): void {
    if (candidate === other) candidate = undefined;
    if (isRefused) return;
    if (other.pendingFor !== undefined) accepted = other;
    // What was accepted once is refused now: tried first again, it would cost every use an attempt and a refresh.
    else if (accepted?.held.version === first.held.version) accepted = undefined;
  }

  return async <Answer>(work: Work<Answer>): Promise<Answer> => {
    const first = await best();
    let outcome = await attempt(work, first.held);
    // What another invocation found may be of a rotation that was given up meanwhile; what is found now is not.
    for (let isKnown = true; outcome.isRefused && isKnown;) {
      const known = candidate;
      const other = await replacement(first.held.version);
      if (!other) break;
      isKnown = other === known;
      outcome = await attempt(work, other.held);
      settle(first, other, outcome);
    }
    if (outcome.isRefused) onRefused();
    return outcome.conclude();
  };
}
