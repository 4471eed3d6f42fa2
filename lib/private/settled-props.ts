import { Duration, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A unit of durations: how to read one in it, and how to make one. */
const UNITS: Readonly<Record<string, readonly [read: (duration: Duration) => number, make: (amount: number) => Duration]>> = {
  millis: [duration => duration.toMilliseconds(), amount => Duration.millis(amount)],
  seconds: [duration => duration.toSeconds(), amount => Duration.seconds(amount)],
  minutes: [duration => duration.toMinutes(), amount => Duration.minutes(amount)],
  hours: [duration => duration.toHours(), amount => Duration.hours(amount)],
  days: [duration => duration.toDays(), amount => Duration.days(amount)],
};

/** A number that is settled lazily; one that only the deployment knows stays a token. */
export function settledNumber(scope: IConstruct, value: number): number {
  const settled: unknown = Token.isUnresolved(value) ? Stack.of(scope).resolve(value) : value;
  return typeof settled === 'number' ? settled : value;
}

/** A duration that is settled lazily; one that only the deployment knows stays a token. */
export function settledDuration(scope: IConstruct, duration: Duration): Duration {
  if (!duration.isUnresolved()) return duration;
  const [read, make] = UNITS[duration.unitLabel()];
  return make(settledNumber(scope, read(duration)));
}

/** What is wrong with props that were settled late: the same question as in the beginning, asked when the tree is complete. */
export function judgeLate<Props extends object>(scope: IConstruct, props: Props, problems: (settled: Props) => string[]): void {
  const isLate = Object.values(props).some(value => (value instanceof Duration ? value.isUnresolved() : typeof value === 'number' && Token.isUnresolved(value)));
  if (isLate) scope.node.addValidation({ validate: () => problems(settledProps(scope, props)) });
}

function settledProps<Props extends object>(scope: IConstruct, props: Props): Props {
  return Object.fromEntries(Object.entries(props).map(([prop, value]: [string, unknown]) => {
    if (value instanceof Duration) return [prop, settledDuration(scope, value)];
    return [prop, typeof value === 'number' ? settledNumber(scope, value) : value];
  })) as Props;
}
