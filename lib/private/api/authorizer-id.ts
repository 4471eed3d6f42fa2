import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** An id that follows from what an authorizer is made of, so that another order of the routes replaces none. */
export function authorizerId(scope: IConstruct, name: string, madeOf: unknown): string {
  const text = JSON.stringify(Stack.of(scope).resolve(madeOf));
  return `${name}${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
