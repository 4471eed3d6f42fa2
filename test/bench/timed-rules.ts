import { performance } from 'node:perf_hooks';
import { Findings } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { RampartPlugin } from '../../aspects/synthesis/plugin';

/** The key of the whole judgement among the parts: reading, judging, reporting. */
export const WHOLE = 'the whole judgement';

/** The key of the time in which fixes are asked for their level. */
export const FIXES = 'asking fixes for their level';

/** A rule as far as the clock is concerned. */
interface Timed {
  readonly id: string;
  readonly fix?: { repair: (...given: unknown[]) => unknown };
  check: (...given: unknown[]) => Findings;
}

/**
 * Puts a clock around every rule and the plugin, and says the seconds so far, by rule id.
 *
 * What several rules share (values, graphs) is worked out once and charged to the rule that first asks for it.
 */
export function timedRules(): Record<string, number> {
  const seconds: Record<string, number> = {};
  const clock = <T>(key: string, work: () => T): T => {
    const start = performance.now();
    try {
      return work();
    } finally {
      seconds[key] = (seconds[key] ?? 0) + (performance.now() - start) / 1000;
    }
  };
  for (const rule of RULES as unknown as Timed[]) {
    const check = rule.check.bind(rule);
    rule.check = (...given) => clock(rule.id, () => {
      const found = check(...given);
      return found !== undefined && Symbol.iterator in found ? [...found] : found;
    });
    const { fix } = rule;
    if (fix === undefined) continue;
    const repair = fix.repair.bind(fix);
    fix.repair = (...given) => clock(FIXES, () => repair(...given));
  }
  const { validate } = RampartPlugin.prototype;
  RampartPlugin.prototype.validate = function (context) {
    return clock(WHOLE, () => validate.call(this, context));
  };
  return seconds;
}
