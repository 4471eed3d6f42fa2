import { Boundary } from './boundary';
import { Outcome, outgoing } from './outcome';
import { BoundaryError } from '../errors';
import { LambdaContext } from '../log/invocation';

/** A schema that throws is a failure and no refusal; so is whatever the handler throws. */
export function outcomeOf(error: unknown, isRefusal: boolean): Exclude<Outcome, { readonly result: unknown }> {
  return isRefusal && error instanceof BoundaryError ? { rejected: error } : { failed: error };
}

/** Whether nothing is to come again. */
export function isDone({ rejected }: Boundary, outcome: Outcome): boolean {
  return 'result' in outcome || ('rejected' in outcome && rejected === 'drop');
}

/** What goes back to the caller. @throws HandlerError where that is an error */
export function conclude(boundary: Boundary, outcome: Outcome, lambda: LambdaContext): unknown {
  const { delivers, http, thrown } = boundary.source;
  if (delivers === 'events' && isDone(boundary, outcome)) return undefined;
  if ('result' in outcome) return outcome.result;
  const isRefusal = 'rejected' in outcome;
  const error = isRefusal ? outcome.rejected : outcome.failed;
  const answer = http?.told(error, isRefusal);
  if (answer !== undefined) return answer;
  throw thrown?.(error, isRefusal) ?? outgoing(error, lambda.awsRequestId);
}
