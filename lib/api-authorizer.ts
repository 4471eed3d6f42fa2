import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AuthorizerSpec } from './private/api/authorizer-spec';

/** What a user pool's tokens have to bring. */
export interface UserPoolAuthorizerProps {
  /**
   * The scopes of which an access token has to carry at least one. With scopes, ID tokens are refused.
   *
   * @default - a token of the pool is enough; what its bearer may do, the handler decides
   */
  readonly scopes?: string[];

  /**
   * The clients of the pool whose tokens are accepted. Only HTTP APIs look at the client, and they require it.
   *
   * @default - REST APIs accept the tokens of every client of the pool
   */
  readonly clients?: cognito.IUserPoolClient[];
}

/** Whose JSON Web Tokens are accepted. */
export interface JwtAuthorizerProps {
  /** The issuer, as an address that starts with https://; its keys are found below it at .well-known/openid-configuration. */
  readonly issuer: string;

  /** The audiences of which a token has to name at least one. */
  readonly audience: string[];

  /**
   * The scopes of which a token has to carry at least one.
   *
   * @default - a token is enough; what its bearer may do, the handler decides
   */
  readonly scopes?: string[];
}

/** What a function that authorizes decides on. */
export interface LambdaAuthorizerProps {
  /**
   * The headers that the function decides on. A request that lacks one of them is refused with 401 before the function is asked.
   *
   * @default - Authorization, or none where query parameters are named
   */
  readonly headers?: string[];

  /**
   * The query parameters that the function decides on. A request that lacks one of them is refused with 401 before the function is asked.
   *
   * @default - none
   */
  readonly queryParameters?: string[];

  /**
   * How long a decision holds, at most one hour. It is kept for the same values of all headers and query parameters named here,
   * together with the method and the path of the request, so that what was decided about one route is not applied to another.
   * Name everything that the function decides on; a decision that was taken back holds until its time is over.
   *
   * @default - the function is asked for each request
   */
  readonly cacheFor?: Duration;
}

/**
 * Who may call an API or a route of it.
 */
export class ApiAuthorizer {
  /** Lets in whom IAM allows to call `execute-api:Invoke`: `SecureApi.grantInvoke` does. Requests are signed with Signature Version 4. */
  public static iam(): ApiAuthorizer {
    return new ApiAuthorizer({ kind: 'iam' });
  }

  /**
   * Lets in who brings a token of a Cognito user pool in the Authorization header.
   *
   * @param pool the user pool
   * @param props what the token has to bring
   */
  public static userPool(pool: cognito.IUserPool, props: UserPoolAuthorizerProps = {}): ApiAuthorizer {
    return new ApiAuthorizer({ kind: 'userPool', pool, scopes: props.scopes, clients: props.clients });
  }

  /**
   * Lets in who brings a token of an OpenID Connect issuer in the Authorization header. HTTP APIs only.
   *
   * @param props whose tokens are accepted
   */
  public static jwt(props: JwtAuthorizerProps): ApiAuthorizer {
    return new ApiAuthorizer({ kind: 'jwt', ...props });
  }

  /**
   * Lets a function decide, which answers with an IAM policy, in REST and HTTP APIs alike.
   *
   * @param handler the function
   * @param props what it decides on
   */
  public static lambda(handler: lambda.IFunction, props: LambdaAuthorizerProps = {}): ApiAuthorizer {
    return new ApiAuthorizer({ kind: 'lambda', handler, ...props });
  }

  /**
   * Lets everybody in. The audit's finding on each route that is open so is accepted for the reason given here.
   *
   * @param reason why everybody may call, as it will appear in the reports
   */
  public static none(reason: string): ApiAuthorizer {
    return new ApiAuthorizer({ kind: 'none', reason });
  }

  /** @internal */
  public readonly _spec: AuthorizerSpec;

  private constructor(spec: AuthorizerSpec) {
    this._spec = spec;
  }
}
