import { Duration, Token } from 'aws-cdk-lib';
import { lateProblems } from './late-duration';
import { retentionProblems } from './log-retention';
import { isWithin } from './ranges';
import { SecureFunctionProps } from '../secure-function-props';

/** Source: the Lambda API reference, CreateFunction (botocore 1.44.5); what it allows beyond is for managed instances, which the construct has none of. */
const LONGEST_TIMEOUT = Duration.minutes(15);
const MEMORY = { least: 128, most: 10_240 };

/** Everything that is said about the numbers of a function. */
const SAYS = {
  timeout: (seconds: number) => `timeout: a function runs at least 1 second and at most ${LONGEST_TIMEOUT.toSeconds()} seconds, in whole ones, got ${seconds} seconds`,
  memorySize: (given: number) => `memorySize: a function has ${MEMORY.least} to ${MEMORY.most} mebibytes in whole numbers, got ${given}`,
  provisioned: (given: number) => `provisionedConcurrency: keep at least 1 execution environment ready, in whole numbers, or leave it out; got ${given}`,
  reserved: (given: number) => `reservedConcurrency: a whole number of at least 0, got ${given}`,
  moreThanReserved: (provisioned: number, reserved: number) => `provisionedConcurrency: ${provisioned} is more than reservedConcurrency: ${reserved} lets run`,
  maximum: (given: number) => `maxProvisionedConcurrency: a whole number of at least 1, got ${given}`,
  maximumAlone: 'maxProvisionedConcurrency: from how many does it scale? give provisionedConcurrency as well',
  maximumLess: (most: number, least: number) => `maxProvisionedConcurrency: at least provisionedConcurrency, which is ${least}, got ${most}`,
  maximumReserved: (most: number, reserved: number) => `maxProvisionedConcurrency: ${most} is more than reservedConcurrency: ${reserved} lets run`,
  bundleSize: 'maxBundleSize: the bundle is measured where it is built, so it has to be known by then; got a token',
};

/** The numbers and durations of a function. */
export type FunctionLimits = Pick<SecureFunctionProps,
'timeout' | 'memorySize' | 'provisionedConcurrency' | 'maxProvisionedConcurrency' | 'reservedConcurrency' | 'logRetention' | 'maxBundleSize'>;

export function limitsOf(props: SecureFunctionProps): FunctionLimits {
  const { timeout, memorySize, provisionedConcurrency, maxProvisionedConcurrency, reservedConcurrency, logRetention, maxBundleSize } = props;
  return { timeout, memorySize, provisionedConcurrency, maxProvisionedConcurrency, reservedConcurrency, logRetention, maxBundleSize };
}

/** What is wrong with the numbers and durations of a function; what is a token is not judged. */
export function limitProblems(limits: FunctionLimits): string[] {
  return [
    ...timeProblems(limits),
    ...concurrencyProblems(limits),
    ...retentionProblems({ logRetention: limits.logRetention }),
    ...limits.maxBundleSize?.isUnresolved() === true ? [SAYS.bundleSize] : [],
  ];
}

function timeProblems({ timeout, memorySize }: FunctionLimits): string[] {
  const problems = lateProblems('timeout', timeout, 'seconds');
  const seconds = timeout === undefined || timeout.isUnresolved() ? undefined : timeout.toSeconds({ integral: false });
  if (seconds !== undefined && !isWithin(seconds, 1, LONGEST_TIMEOUT.toSeconds())) problems.push(SAYS.timeout(seconds));
  if (memorySize !== undefined && !isWithin(memorySize, MEMORY.least, MEMORY.most)) problems.push(SAYS.memorySize(memorySize));
  return problems;
}

function concurrencyProblems(limits: FunctionLimits): string[] {
  const { provisionedConcurrency: least, maxProvisionedConcurrency: most, reservedConcurrency: reserved } = limits;
  const problems: string[] = [];
  if (least !== undefined && !isWithin(least, 1, Infinity)) problems.push(SAYS.provisioned(least));
  if (reserved !== undefined && !isWithin(reserved, 0, Infinity)) problems.push(SAYS.reserved(reserved));
  if (isMore(least, reserved)) problems.push(SAYS.moreThanReserved(least!, reserved!));
  if (most === undefined) return problems;
  if (least === undefined) return [...problems, SAYS.maximumAlone];
  if (!isWithin(most, 1, Infinity)) return [...problems, SAYS.maximum(most)];
  if (isMore(least, most)) problems.push(SAYS.maximumLess(most, least));
  if (isMore(most, reserved)) problems.push(SAYS.maximumReserved(most, reserved!));
  return problems;
}

/** Whether one number is known to be more than another. */
function isMore(one: number | undefined, other: number | undefined): boolean {
  return [one, other].every(number => number !== undefined && !Token.isUnresolved(number)) && one! > other!;
}
