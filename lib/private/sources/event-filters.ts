import { Token } from 'aws-cdk-lib';

/** Source: the Lambda guide, event filtering: five, and ten on request. */
const MOST = 10;

const SAYS = {
  count: (given: number) => `filters: 1 to ${MOST}, or leave it out for everything; got ${given}`,
  shape: (index: number, given: unknown) =>
    `filters: each is what lambda.FilterCriteria.filter({ … }) returns, an object whose pattern is JSON text; number ${index + 1} is ${JSON.stringify(given)}, `
    + 'of which CloudFormation would keep nothing',
};

/** What is wrong with the event filters of a source. CDK takes any object, and drops without a word what is no pattern. */
export function filterProblems(filters: readonly unknown[] | undefined): string[] {
  if (filters === undefined || Token.isUnresolved(filters)) return [];
  if (filters.length < 1 || filters.length > MOST) return [SAYS.count(filters.length)];
  return filters.flatMap((filter, index) => (isFilter(filter) ? [] : [SAYS.shape(index, filter)]));
}

/** Whether something is an event filter; what only the deployment knows is taken for one. */
function isFilter(filter: unknown): boolean {
  if (Token.isUnresolved(filter)) return true;
  const pattern = (filter as { readonly pattern?: unknown } | null)?.pattern;
  if (Token.isUnresolved(pattern)) return true;
  if (typeof pattern !== 'string') return false;
  try {
    const read: unknown = JSON.parse(pattern);
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}
