import * as lambda from 'aws-cdk-lib/aws-lambda';
import { behind } from '../behind';

/** The policy of a function at most, in characters. Source: the Lambda guide, quotas */
const MOST = 20 * 1024;

/** What the permission of a route takes of it, with names of usual lengths, besides its path. */
const PERMISSION = 430;

const SAYS = {
  full: (fn: string, count: number) =>
    `${fn} answers ${count} routes, each by a permission of its own, and the policy of a function has room for about as many (20 KB), so that the deployment may fail: `
    + 'let another function answer some of them, or describe several by one path, as /orders/{id}',
};

/** The permissions of routes that a function has, and what they take of its policy. */
const TAKEN = new WeakMap<lambda.IFunction, { readonly count: number; readonly size: number }>();

/** What is said of a function that answers one route more, when its policy gets full by that. */
export function roomProblem(fn: lambda.IFunction, path: string): string | undefined {
  const answering = behind(fn);
  const { count, size } = TAKEN.get(answering) ?? { count: 0, size: 0 };
  const after = { count: count + 1, size: size + PERMISSION + path.length };
  TAKEN.set(answering, after);
  return size <= MOST && after.size > MOST ? SAYS.full(answering.node.path, after.count) : undefined;
}
