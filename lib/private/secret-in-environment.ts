import { CfnDynamicReference, CfnParameter, CfnResource, IResolvable, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { joinText, Unknown, Value } from '../../aspects/model/value';
import { literalSecretIn } from '../../aspects/secrets/literal-secret';

/** What CloudFormation puts a secret in the place of. */
export const DYNAMIC_REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure):/;

/** Attributes that are secrets themselves, by resource type. */
const SECRET_ATTRIBUTES: Readonly<Record<string, string>> = {
  'AWS::AppSync::ApiKey': 'ApiKey',
  'AWS::Cognito::UserPoolClient': 'ClientSecret',
  'AWS::IAM::AccessKey': 'SecretAccessKey',
  // What `UserPoolClient.userPoolClientSecret` asks.
  'Custom::DescribeCognitoUserPoolClient': 'UserPoolClient.ClientSecret',
};

/**
 * Says which secret an environment variable holds, where that can be told from its name and value.
 *
 * @param scope the function; only its stack is used
 * @param name the name of the variable
 * @param value its value, which may be or hold a token
 * @returns a few words that name the secret without its value; nothing where none was recognised
 */
export function secretIn(scope: IConstruct, name: string, value: string): string | undefined {
  if (DYNAMIC_REFERENCE.test(value)) return 'the value of a secret (a dynamic reference)';
  for (const token of Tokenization.reverseString(value).tokens) {
    const secret = secretBehind(scope, token);
    if (secret !== undefined) return secret;
  }
  return literalIn(name, withoutTokens(value));
}

/** The secret that a value holds in the open, in a few words. */
export function literalIn(name: string, value: unknown): string | undefined {
  const literal = literalSecretIn(name, value as Value);
  return literal && `${literal.what} in the open (${literal.masked})`;
}

function secretBehind(scope: IConstruct, token: IResolvable): string | undefined {
  // `SecretValue.unsafeUnwrap()` leaves the reference that was wrapped; only what it renders tells which kind it is.
  if (token instanceof CfnDynamicReference && DYNAMIC_REFERENCE.test(JSON.stringify(Stack.of(scope).resolve(token)))) {
    return 'the value of a secret (unsafeUnwrap, or a dynamic reference)';
  }
  return Reference.isReference(token) ? secretAt(token.target, token.displayName) : undefined;
}

/**
 * The secret that a part of the application has under an attribute.
 *
 * @param attribute `Ref` for what the part itself stands for
 */
export function secretAt(target: IConstruct, attribute: string): string | undefined {
  if (target instanceof CfnParameter && target.noEcho) return `the value of the NoEcho parameter ${target.node.id}`;
  const isSecret = CfnResource.isCfnResource(target) && SECRET_ATTRIBUTES[target.cfnResourceType] === attribute;
  return isSecret ? `the ${attribute} of ${target.node.path}` : undefined;
}

/** The text with its tokens left open, as the rules read it. */
function withoutTokens(value: string): Value {
  const parts: unknown = Tokenization.reverseString(value)
    .mapTokens({ mapToken: token => new Unknown(token.toString()) as unknown as IResolvable })
    .join({ join: (left: unknown, right: unknown) => [left, right].flat() });
  return joinText([parts].flat() as Value[]);
}
