import { CfnDynamicReference, CfnParameter, IResolvable, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

const DYNAMIC_REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure):/;

/**
 * Says which secret an environment variable holds, where that can be told from its value.
 *
 * @param scope the function; only its stack is used
 * @param value the value, which may be or hold a token
 * @returns a few words that name the secret without its value; nothing where none was recognised
 */
export function secretIn(scope: IConstruct, value: string): string | undefined {
  if (DYNAMIC_REFERENCE.test(value)) return 'the value of a secret (a dynamic reference)';
  for (const token of Tokenization.reverseString(value).tokens) {
    const secret = secretBehind(scope, token);
    if (secret !== undefined) return secret;
  }
  return undefined;
}

function secretBehind(scope: IConstruct, token: IResolvable): string | undefined {
  // `SecretValue.unsafeUnwrap()` leaves the reference that was wrapped; only what it renders tells which kind it is.
  if (token instanceof CfnDynamicReference && DYNAMIC_REFERENCE.test(JSON.stringify(Stack.of(scope).resolve(token)))) {
    return 'the value of a secret (unsafeUnwrap, or a dynamic reference)';
  }
  if (!Reference.isReference(token)) return undefined;
  if (token.target instanceof CfnParameter && token.target.noEcho) return `the value of the NoEcho parameter ${token.target.node.id}`;
  return token.displayName === 'SecretAccessKey' ? 'the secret of an access key' : undefined;
}
