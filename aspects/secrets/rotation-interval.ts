import { isMap, numberOf, patternOf, Text, Value } from '../model/value';

/** A month as people count it: four of them between two rotations are 120 days. */
const MONTH = 30;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The longest time in days between two rotations; nothing where the rules do not say it. */
export function daysBetweenRotations(rules: Value): number | undefined {
  if (!isMap(rules)) return undefined;
  const days = numberOf(rules.AutomaticallyAfterDays);
  if (days !== undefined) return days;
  const expression = rules.ScheduleExpression instanceof Text ? undefined : patternOf(rules.ScheduleExpression);
  const [, amount, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression ?? '') ?? [];
  if (amount !== undefined) return unit === 'day' ? Number(amount) : Number(amount) / 24;
  const fields = /^cron\((.*)\)$/.exec(expression ?? '')?.[1].trim().split(/\s+/);
  return fields?.length === 6 ? longestGap(fields) : undefined;
}

/** The longest gap of a cron expression: minutes, hours, day of the month, month, day of the week, year. */
function longestGap([, , day, month, weekday]: readonly string[]): number | undefined {
  const months = monthsOf(month);
  if (months === undefined) return undefined;
  if (months.length === 12) return day === '*' || day === '?' && weekday === '*' ? 1 : day === '?' && !/[#L]/.test(weekday) ? 7 : MONTH;
  return Math.max(...months.map((one, index) => (months[index + 1] ?? months[0] + 12) - one)) * MONTH;
}

/** The most months that may lie between two rotations, as `daysBetweenRotations` counts them. */
const QUARTER = 3;

/**
 * A cron expression with so many months that three at most lie between two of them; day, hour and window stay those that somebody chose.
 *
 * @returns nothing where the expression names no months that are known
 */
export function quarterly(expression: string): string | undefined {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1].trim().split(/\s+/);
  const months = fields?.length === 6 ? monthsOf(fields[3]) : undefined;
  if (fields === undefined || months === undefined) return undefined;
  const filled = months.flatMap((one, index) => {
    const gap = (months[index + 1] ?? months[0] + 12) - one;
    return Array.from({ length: Math.ceil(gap / QUARTER) }, (_, step) => (one + step * QUARTER - 1) % 12 + 1);
  });
  return `cron(${[...fields.slice(0, 3), [...filled].sort((a, b) => a - b).join(), ...fields.slice(4)].join(' ')})`;
}

function monthsOf(field: string): readonly number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const first = from === undefined ? NaN : from === '*' || from === '?' ? 1 : monthNumber(from);
    const last = to !== undefined ? monthNumber(to) : step !== undefined || from === '*' || from === '?' ? 12 : first;
    if (Number.isNaN(first) || Number.isNaN(last) || step === '0') return undefined;
    for (let one = first; one <= last; one += Number(step ?? 1)) found.add(one);
  }
  return found.size === 0 ? undefined : [...found].sort((a, b) => a - b);
}

function monthNumber(word: string): number {
  const index = MONTHS.indexOf(word.toUpperCase());
  const number = index >= 0 ? index + 1 : Number(word);
  return number >= 1 && number <= 12 ? number : NaN;
}
