import { publicAnswer, refusal } from './answer';
import { Boundary } from './boundary';
import { Outcome, outgoing } from './outcome';
import { BoundaryError, HandlerError, PublicError } from '../errors';
import { LambdaContext } from '../log/invocation';

/** A schema that throws is a failure and no refusal; so is whatever the handler throws. */
export function outcomeOf(error: unknown, isRefusal: boolean): Outcome {
  return isRefusal && error instanceof BoundaryError ? { rejected: error } : { failed: error };
}

/** Whether nothing is to come again. */
export function isDone({ rejected }: Boundary, outcome: Outcome): boolean {
  return 'result' in outcome || ('rejected' in outcome && rejected === 'drop');
}

/** What goes back to the caller. @throws HandlerError where that is an error */
export function conclude(boundary: Boundary, outcome: Outcome, lambda: LambdaContext): unknown {
  const { kind, source: { delivers } } = boundary;
  if ('result' in outcome) return delivers === 'events' ? undefined : outcome.result;
  if (delivers === 'events' && isDone(boundary, outcome)) return undefined;
  const error = 'rejected' in outcome ? outcome.rejected : outcome.failed;
  if (delivers === 'answer' && error instanceof BoundaryError && 'rejected' in outcome) return refusal(error);
  if (delivers === 'answer' && error instanceof PublicError) return publicAnswer(error);
  // The only message for which API Gateway answers 401; every other one lets nobody in either.
  const isUnauthorized = 'rejected' in outcome || (error instanceof Error && error.message === 'Unauthorized');
  if (kind === 'authorizer' && isUnauthorized) throw new HandlerError('Unauthorized', 'Unauthorized');
  throw outgoing(error, lambda.awsRequestId);
}
