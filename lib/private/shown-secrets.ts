import { Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { secretIn } from './secret-in-environment';
import { isPlain } from './settled-props';

/** What is said of a secret that stands where everybody reads it who may read a resource; the remedy is the same wherever that is. */
export function shownSecret(place: string, secret: string, where: string): string {
  return `${place} holds ${secret}, which everybody who may read ${where} would read; take SecretBackedFunction (secrets: …), which fetches it at run time, `
    + 'or pass its name or ARN and grant the function to read it';
}

/** Where a secret stands, and a few words that name it without its value. */
export type Shown = readonly [place: string, secret: string];

/**
 * The secrets in settings, however deep: each string and token is looked at under the name that is nearest to it.
 *
 * @param path where the settings stand
 */
export function secretsWithin(scope: IConstruct, settings: unknown, path: readonly string[] = []): readonly Shown[] {
  const text = Token.isUnresolved(settings) ? textOf(settings) : settings;
  if (typeof text === 'string') {
    const secret = secretIn(scope, path.filter(part => !/^\d+$/.test(part)).pop() ?? '', text);
    return secret === undefined ? [] : [[path.join('.'), secret]];
  }
  if (!isPlain(text) && !Array.isArray(text)) return [];
  return Object.entries(text).flatMap(([key, value]) => secretsWithin(scope, value, [...path, key]));
}

/** What a token of any kind is as a text: also that of a number or list shows by it what it refers to. */
function textOf(token: unknown): string {
  return typeof token === 'string' ? token : Token.asString(Tokenization.reverse(token));
}
