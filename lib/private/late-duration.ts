import { Duration, Tokenization } from 'aws-cdk-lib';
import { unitOf } from './duration-units';

const SAYS = {
  unit: (prop: string, unit: string, given: string) =>
    `${prop}: what only the deployment knows cannot be converted, so it has to be in ${unit}, as in Duration.${unit}(parameter.valueAsNumber), got a token in ${given}`,
};

/** A unit in which AWS takes durations. */
export type LateUnit = 'millis' | 'seconds' | 'minutes' | 'days';

/** What is wrong with a duration that is a token: AWS takes it in one unit, and nothing can convert it. */
export function lateProblems(prop: string, duration: Duration | undefined, unit: LateUnit): string[] {
  return duration?.isUnresolved() === true && duration.unitLabel() !== unit ? [SAYS.unit(prop, unit, duration.unitLabel())] : [];
}

/** A duration that is a token, in milliseconds, as a product for whoever can multiply. */
export function millisText(duration: Duration): string {
  const { millis, read } = unitOf(duration);
  return `${millis} * ${Tokenization.stringifyNumber(read(duration))}`;
}
