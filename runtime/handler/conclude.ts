import { Boundary } from './boundary';
import { Outcome, outgoing } from './outcome';
import { LambdaContext } from '../log/invocation';

/** Whether nothing is to come again. */
export function isDone({ rejected }: Boundary, outcome: Outcome): boolean {
  return 'result' in outcome || (outcome.isRefusal && rejected === 'drop');
}

/** What goes back to the caller. @throws HandlerError where that is an error */
export function conclude(boundary: Boundary, outcome: Outcome, lambda: LambdaContext): unknown {
  const { delivers, http, thrown } = boundary.source;
  if (delivers === 'events' && isDone(boundary, outcome)) return undefined;
  if ('result' in outcome) return outcome.result;
  const { error, isRefusal } = outcome;
  const answer = http?.told(error, isRefusal);
  if (answer) return answer;
  throw thrown?.(error, isRefusal) ?? outgoing(error, lambda.awsRequestId);
}
