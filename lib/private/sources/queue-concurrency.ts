import { Lazy, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isWithin } from '../ranges';
import { settledNumber } from '../settled-props';

/** Source: the Lambda API reference, ScalingConfig. */
const CONCURRENCY = { least: 2, default: 10, most: 1000 };

const SAYS = {
  concurrency: (given: number) => `maxConcurrency: a queue starts ${CONCURRENCY.least} to ${CONCURRENCY.most} invocations at the same time, got ${given}; to work one by one use a FIFO queue`,
  overReserved: (given: number, reserved: number) => `maxConcurrency: ${given} is more than reservedConcurrency: ${reserved} lets run, and what is throttled counts as a failure`,
  together: (needed: number, reserved: number) =>
    `queue: with it the queues of the function start up to ${needed} invocations at the same time, and reservedConcurrency: ${reserved} lets fewer run: what is throttled counts as a `
    + `failure, so that messages are given up unseen; reserve ${needed} or more, or give less as maxConcurrency, at least ${CONCURRENCY.least}; to work one by one use a FIFO queue`,
};

/** How many invocations may work on one queue at the same time. */
export interface QueueShare {
  /** Nothing where nobody says. */
  readonly given?: number;
  /** Whether the message groups of the queue bound it as well, perhaps to one. */
  readonly isFifo: boolean;
}

/**
 * What is wrong with how many invocations work on the queues of a function, the last of which is added.
 *
 * Source: the Lambda guide, maximum concurrency of Amazon SQS event sources: what is reserved has to be enough for all of them together.
 */
export function concurrencyProblems(shares: readonly QueueShare[], reserved: number | undefined): string[] {
  const { given } = shares[shares.length - 1];
  if (given !== undefined && !isWithin(given, CONCURRENCY.least, CONCURRENCY.most)) return [SAYS.concurrency(given)];
  // With nothing reserved for it, it is stopped.
  if (reserved === undefined || reserved === 0 || Token.isUnresolved(reserved)) return [];
  if (given !== undefined && !Token.isUnresolved(given) && given > reserved) return [SAYS.overReserved(given, reserved)];
  const needed = shares.map(needs).reduce((sum, least) => sum + least, 0);
  return needed > reserved ? [SAYS.together(needed, reserved)] : [];
}

/** How many invocations work on a queue where nobody says: its part of what the others leave of the reserved ones, within bounds. */
export function usualConcurrency(scope: IConstruct, shares: () => readonly QueueShare[], reserved: number | undefined): number {
  if (reserved === undefined) return CONCURRENCY.default;
  return Lazy.number({
    produce: () => {
      const known = settledNumber(scope, reserved);
      // What only the deployment knows bounds nothing.
      if (Token.isUnresolved(known)) return CONCURRENCY.default;
      const givens = shares().map(({ given = 0 }) => settledNumber(scope, given)).filter(given => !Token.isUnresolved(given));
      const left = known - givens.reduce((sum, given) => sum + given, 0);
      const part = Math.floor(left / shares().filter(({ given }) => given === undefined).length);
      return Math.max(CONCURRENCY.least, Math.min(CONCURRENCY.default, part));
    },
  });
}

/** How many a queue starts at least; what only the deployment knows is not counted. */
function needs({ given, isFifo }: QueueShare): number {
  if (given === undefined) return isFifo ? 0 : CONCURRENCY.least;
  return Token.isUnresolved(given) ? 0 : given;
}
