import { Duration, Token } from 'aws-cdk-lib';
import { DURATION_UNITS } from './duration-units';
import { lateProblems, LateUnit } from './late-duration';

/** From what to what a number may be. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** From what to what a duration may be, and the unit in which AWS takes it. */
export interface DurationRange {
  readonly least: Duration;
  readonly most: Duration;
  readonly unit: LateUnit;
}

const SAYS = {
  number: (prop: string, { least, most }: NumberRange, given: number) => `${prop}: a whole number from ${least} to ${most}, got ${given}`,
  duration: (prop: string, { least, most, unit }: DurationRange, given: Duration) =>
    `${prop}: from ${least.toHumanString()} to ${most.toHumanString()}, in whole ${unit}, got ${given.toHumanString()}`,
};

/** Whether a number is a token, or whole and within bounds. */
export function isWithin(value: number, least: number, most: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= least && value <= most);
}

/** What is wrong with numbers, by their props; one that is left out or a token is not judged. */
export function numberProblems(given: { readonly [prop: string]: number | undefined }, range: NumberRange): string[] {
  return Object.entries(given).flatMap(([prop, value]) => (
    value === undefined || isWithin(value, range.least, range.most) ? [] : [SAYS.number(prop, range, value)]
  ));
}

/** What is wrong with durations, by their props; of one that is a token only its unit is judged. */
export function durationProblems(given: { readonly [prop: string]: Duration | undefined }, range: DurationRange): string[] {
  return Object.entries(given).flatMap(([prop, value]) => {
    if (value === undefined || value.isUnresolved()) return lateProblems(prop, value, range.unit);
    const [least, most, millis] = [range.least, range.most, value].map(one => one.toMilliseconds({ integral: false }));
    return millis % DURATION_UNITS[range.unit].millis === 0 && millis >= least && millis <= most ? [] : [SAYS.duration(prop, range, value)];
  });
}
