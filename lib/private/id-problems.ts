import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

const SAYS = {
  id: (what: string, given: string) => `id: ${what} is called by it, so it is a text without slashes that nothing else there is called by, got ${given}`,
};

/**
 * What is wrong with the id of something that a method makes.
 *
 * @param what as in `a rule of the function`
 * @param id as it was given
 * @param places below which it will stand, so far as they are made
 */
export function idProblems(what: string, id: string, ...places: readonly (IConstruct | undefined)[]): string[] {
  const isUsable = id !== '' && !Token.isUnresolved(id) && !id.includes('/');
  if (!isUsable) return [SAYS.id(what, Token.isUnresolved(id) ? 'a token' : JSON.stringify(id))];
  return places.some(place => place?.node.tryFindChild(id) !== undefined) ? [SAYS.id(what, `${id} a second time`)] : [];
}
