import { Duration } from 'aws-cdk-lib';

const SAYS = {
  unit: (prop: string, unit: string, given: string) =>
    `${prop}: what only the deployment knows cannot be converted, so it has to be in ${unit}, as in Duration.${unit}(parameter.valueAsNumber), got a token in ${given}`,
};

/** What is wrong with a duration that is a token: AWS takes it in one unit, and nothing can convert it. */
export function lateProblems(prop: string, duration: Duration | undefined, unit: 'millis' | 'seconds' | 'days'): string[] {
  return duration?.isUnresolved() === true && duration.unitLabel() !== unit ? [SAYS.unit(prop, unit, duration.unitLabel())] : [];
}
