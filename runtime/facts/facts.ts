import { BoundaryFacts, FACTS_VARIABLE } from '../contract';
import { misconfigured } from '../errors';
import { isObject, parsed } from '../json';

/** What the construct told the function; nothing where no construct made it. */
export function factsOf(): BoundaryFacts {
  const facts = parsed(process.env[FACTS_VARIABLE] || '{}');
  // Going on without facts would accept every source.
  if (!isObject(facts)) throw misconfigured('facts', `${FACTS_VARIABLE} has to be an object as JSON`);
  return facts;
}
