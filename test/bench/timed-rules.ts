import { Ledger } from './ledger';
import { servicePrefixes } from '../../aspects/iam/actions';
import { AppModel } from '../../aspects/model/app-model';
import { Resource } from '../../aspects/model/resource';
import { Findings } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { RampartPlugin } from '../../aspects/synthesis/plugin';

/** The key of the whole judgement among the parts: reading, judging, reporting. */
export const WHOLE = 'the whole judgement';

/** The keys of what no single rule is charged with. */
export const SHARED = { fixes: 'asking fixes for their level', values: 'working out values', graphs: 'graphs and indexes that several rules read' } as const;

/** A rule as far as the clock is concerned. */
interface Timed {
  readonly id: string;
  readonly fix?: { repair: (...given: unknown[]) => unknown };
  check: (...given: unknown[]) => Findings;
}

/**
 * Puts a clock around every rule and what rules share, and returns what says the seconds of each part when the audit is over.
 *
 * Each part is charged with its own time only. What several rules share (values, graphs) is a part of its own, or else it would
 * be charged to whichever rule happens to ask first; what a single rule asks for is charged to that rule.
 */
export function timedRules(): () => Readonly<Record<string, number>> {
  const ledger = new Ledger();
  for (const rule of RULES as unknown as Timed[]) {
    const check = rule.check.bind(rule);
    rule.check = (...given) => ledger.charge(rule.id, () => {
      const found = check(...given);
      return found !== undefined && Symbol.iterator in found ? [...found] : found;
    });
    const { fix } = rule;
    if (fix === undefined) continue;
    const repair = fix.repair.bind(fix);
    fix.repair = (...given) => ledger.charge(SHARED.fixes, () => repair(...given));
  }
  timeOnce(AppModel.prototype as unknown as Once, ledger);
  timeOnce(Resource.prototype as unknown as Once, ledger);
  timeProperties(ledger);
  const { validate } = RampartPlugin.prototype;
  RampartPlugin.prototype.validate = function (context) {
    return ledger.charge(WHOLE, () => {
      // Many rules read the table of IAM actions; the first would be charged with unpacking it.
      ledger.charge(SHARED.graphs, servicePrefixes);
      return validate.call(this, context);
    });
  };
  return () => ledger.parts(SHARED.graphs, WHOLE);
}

/** Something that keeps what was worked out once. */
interface Once {
  once<T>(work: (of: never) => T): T;
}

function timeOnce(prototype: Once, ledger: Ledger): void {
  const { once } = prototype;
  prototype.once = function <T>(this: Once, work: (of: never) => T): T {
    return ledger.share(work, () => once.call(this, work) as T);
  };
}

function timeProperties(ledger: Ledger): void {
  const properties = Object.getOwnPropertyDescriptor(Resource.prototype, 'properties')!;
  const known = new WeakSet<object>();
  Object.defineProperty(Resource.prototype, 'properties', {
    get(this: Resource) {
      if (known.has(this)) return properties.get!.call(this) as unknown;
      known.add(this);
      return ledger.charge(SHARED.values, () => properties.get!.call(this) as unknown);
    },
  });
}
