import { Token } from 'aws-cdk-lib';

const SAYS = {
  late: (prop: string, why: string) => `${prop}: ${why}, so the list has to be known at synthesis, got a token for the whole of it`,
};

/**
 * What is wrong with a list that is one token as a whole: nobody can tell how many values it has, or look at them.
 *
 * @param why what needs its values
 */
export function lateListProblems(prop: string, list: readonly string[] | undefined, why: string): string[] {
  return list !== undefined && Token.isUnresolved(list) ? [SAYS.late(prop, why)] : [];
}
