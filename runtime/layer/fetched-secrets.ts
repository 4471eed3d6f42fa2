import { BoundaryFacts } from '../contract';
import { writeLine } from '../log/logger';
import type { SecretStage } from '../secrets';
import { withSecrets } from '../secrets/with-secrets';

/** So long an invocation waits for what is masked in its log: where the service is slow, the handler goes first. */
const PATIENCE = 2_000;

/** Of what is pending there is mostly none, which no cache keeps: it is asked for as often as what there is, in milliseconds. */
const PERIOD = 300_000;

/**
 * Fetches every secret of the function, for the mask to know what the handler reads by itself: what is held costs no request. It never fails:
 * a handler that can do without a secret is not held up by us.
 */
export function fetchedSecrets(facts: BoundaryFacts): () => Promise<void> {
  const secrets = withSecrets()(facts, writeLine);
  const all = Object.entries(facts.secrets ?? {}).flatMap(([name, { stages = ['AWSCURRENT'] }]) => stages.map(stage => [name, stage as SecretStage] as const));
  let due = 0;
  return async () => {
    const isDue = Date.now() >= due;
    if (isDue) due = Date.now() + PERIOD;
    const asked = all.filter(([, stage]) => isDue || stage === 'AWSCURRENT');
    if (asked.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise(resolve => { timer = setTimeout(resolve, PATIENCE); });
    await Promise.race([late, Promise.allSettled(asked.map(async ([name, stage]) => secrets.get(name, stage)))]);
    clearTimeout(timer);
  };
}
