import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** What an `ApiAuthorizer` was made from. */
export type AuthorizerSpec = IamSpec | UserPoolSpec | JwtSpec | LambdaSpec | NoneSpec;

export interface IamSpec {
  readonly kind: 'iam';
}

export interface UserPoolSpec {
  readonly kind: 'userPool';
  readonly pool: cognito.IUserPool;
  readonly scopes?: readonly string[];
  readonly clients?: readonly cognito.IUserPoolClient[];
}

export interface JwtSpec {
  readonly kind: 'jwt';
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly scopes?: readonly string[];
}

export interface LambdaSpec {
  readonly kind: 'lambda';
  readonly handler: lambda.IFunction;
  readonly headers?: readonly string[];
  readonly queryParameters?: readonly string[];
  readonly cacheFor?: Duration;
}

export interface NoneSpec {
  readonly kind: 'none';
  readonly reason: string;
}

/** The headers that a function decides on, and the query parameters. */
export function decidesOn({ headers, queryParameters }: LambdaSpec): Required<Pick<LambdaSpec, 'headers' | 'queryParameters'>> {
  return { headers: headers ?? (queryParameters?.length ? [] : ['Authorization']), queryParameters: queryParameters ?? [] };
}

/** Whether a decision is kept; of what is settled late it has to be taken for granted. */
export function isCached({ cacheFor }: LambdaSpec): boolean {
  return cacheFor !== undefined && (cacheFor.isUnresolved() || cacheFor.toSeconds() > 0);
}
