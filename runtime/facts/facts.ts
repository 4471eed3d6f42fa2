import { BoundaryFacts, FACTS_VARIABLE } from '../contract';
import { ConfigurationError } from '../errors';

/** What the construct told the function; nothing where no construct made it. */
export function factsOf(environment: NodeJS.ProcessEnv = process.env): BoundaryFacts {
  const text = environment[FACTS_VARIABLE];
  if (text === undefined || text === '') return {};
  const facts = parsed(text);
  // Going on without facts would accept every source.
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) {
    throw new ConfigurationError(`${FACTS_VARIABLE} has to be an object as JSON`, 'configuration.facts');
  }
  return facts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
