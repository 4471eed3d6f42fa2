import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';

/** Something that a construct was given, and that AWS looks for in the construct's own Region, or account as well. */
export type Given = IConstruct & IEnvironmentAware;

const SAYS = {
  foreign: (prop: string, what: string, where: string, scope: IConstruct, home: string, wanted: string) =>
    `${prop}: ${what} is in ${where}, but ${scope.node.path} is in ${home}: give one of the same ${wanted}`,
};

/** What of the things that were given for a prop is known to be in another Region. */
export function regionProblems(scope: IConstruct, prop: string, given: Given | readonly Given[] | undefined): string[] {
  return listed(given).filter(({ env }) => differs(env.region, Stack.of(scope).region))
    .map(({ env, node }) => SAYS.foreign(prop, node.path, env.region, scope, Stack.of(scope).region, 'Region'));
}

/** What of the things that were given for a prop is known to be in another account; for what has no Region. */
export function accountProblems(scope: IConstruct, prop: string, given: Given | readonly Given[] | undefined): string[] {
  const { account } = Stack.of(scope);
  return listed(given).filter(({ env }) => differs(env.account, account))
    .map(({ env, node }) => SAYS.foreign(prop, node.path, `account ${env.account}`, scope, `account ${account}`, 'account'));
}

/** What of the things that were given for a prop is known to be in another account or Region. */
export function environmentProblems(scope: IConstruct, prop: string, given: Given | readonly Given[] | undefined): string[] {
  const { account, region } = Stack.of(scope);
  return listed(given).filter(({ env }) => differs(env.account, account) || differs(env.region, region))
    .map(({ env, node }) => SAYS.foreign(prop, node.path, named(env), scope, named({ account, region }), 'account and Region'));
}

/** A thing where its ARN says that it is; what is imported by its ARN often says the place of its importer itself. */
export function placedByArn(given: Given, arn: string): Given {
  const [, region, account] = /^arn:[^:]+:[^:]+:([a-z\d-]*):(\d{12}):/.exec(arn) ?? [];
  // Some hold themselves apart from any tree, and say nothing of a place or path.
  return account === undefined ? given : { node: given.node, env: { region: region === '' ? given.env.region : region, account } } as Given;
}

function listed(given: Given | readonly Given[] | undefined): readonly Given[] {
  return given === undefined ? [] : [given].flat() as readonly Given[];
}

/** Whether both are known, and are not the same. */
function differs(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}

function named({ account, region }: { readonly account: string; readonly region: string }): string {
  return [Token.isUnresolved(region) ? 'the Region of the deployment' : region, Token.isUnresolved(account) ? 'its account' : `account ${account}`].join(' of ');
}
