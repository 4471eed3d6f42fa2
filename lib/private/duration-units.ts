import { Duration } from 'aws-cdk-lib';

/** A unit of durations. */
export interface DurationUnit {
  /** How many milliseconds it has. */
  readonly millis: number;
  /** A duration in it, which has to be given in it where it is a token. */
  readonly read: (duration: Duration) => number;
  readonly make: (amount: number) => Duration;
}

/** The units of durations, by what CDK calls them. */
export const DURATION_UNITS = {
  millis: { millis: 1, read: duration => duration.toMilliseconds(), make: amount => Duration.millis(amount) },
  seconds: { millis: 1000, read: duration => duration.toSeconds(), make: amount => Duration.seconds(amount) },
  minutes: { millis: 60_000, read: duration => duration.toMinutes(), make: amount => Duration.minutes(amount) },
  hours: { millis: 3_600_000, read: duration => duration.toHours(), make: amount => Duration.hours(amount) },
  days: { millis: 86_400_000, read: duration => duration.toDays(), make: amount => Duration.days(amount) },
} as const satisfies Readonly<Record<string, DurationUnit>>;

/** The unit that a duration is given in. */
export function unitOf(duration: Duration): DurationUnit {
  return DURATION_UNITS[duration.unitLabel() as keyof typeof DURATION_UNITS];
}
