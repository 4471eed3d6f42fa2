import { createHash } from 'node:crypto';
import { IConstruct } from 'constructs';
import { identityText } from '../identity-text';

/** An id that follows from what an authorizer is made of, so that another order of the routes replaces none. */
export function authorizerId(scope: IConstruct, name: string, madeOf: unknown): string {
  return `${name}${createHash('sha256').update(identityText(scope, madeOf)).digest('hex').slice(0, 8)}`;
}
