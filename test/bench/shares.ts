import type { Budget } from './budgets';
import { median } from './figures';
import type { Measurement } from './measure';
import { SHARED, WHOLE } from './timed-rules';

/** What a part of the audit takes of the whole: in the middle of several rounds, and at the least. */
export interface Share {
  /** The id of a rule, or the name of what several share. */
  readonly part: string;
  readonly middle: number;
  readonly least: number;
}

/** The parts of the audit, the largest first. */
export function sharesOf(rounds: readonly Measurement[]): readonly Share[] {
  const parts = [...new Set(rounds.flatMap(round => Object.keys(round.parts)))].filter(part => part !== WHOLE);
  return parts.map(part => {
    const shares = rounds.map(round => (round.parts[part] ?? 0) / round.parts[WHOLE]);
    return { part, middle: median(shares), least: Math.min(...shares) };
  }).sort((a, b) => b.middle - a.middle);
}

/** Whether a part is a rule, and not what several rules share. */
export function isRule({ part }: Share): boolean {
  return !(Object.values(SHARED) as readonly string[]).includes(part);
}

/** No rule may take more of the audit than this. */
const MOST_OF_THE_AUDIT = 0.05;

/**
 * The budget of the rule that takes the most.
 *
 * A check fails where a rule is over it in every round: what else the machine does meanwhile can delay any rule in some round.
 */
export function ruleBudgets(shares: readonly Share[]): Budget[] {
  const rules = shares.filter(isRule);
  if (rules.length === 0) return [];
  const [slowest] = rules;
  const steadily = Math.max(...rules.map(({ least }) => least));
  return [{
    name: `the slowest rule (\`${slowest.part}\`), of the audit`,
    limit: MOST_OF_THE_AUDIT,
    measured: slowest.middle,
    alarm: MOST_OF_THE_AUDIT,
    judged: steadily,
    unit: 'share',
  }];
}
