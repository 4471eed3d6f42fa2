import { Duration } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Construct } from 'constructs';
import { authorizerId } from './authorizer-id';
import { AuthorizerSpec, decidesOn, isCached, LambdaSpec } from './authorizer-spec';

/** What a route says of who may call it. */
type RouteAuthorization = Pick<apigatewayv2.AddRoutesOptions, 'authorizer' | 'authorizationScopes'>;

/** The authorizers of an HTTP API, each made once. */
export class HttpAuthorizers {
  readonly #scope: Construct;
  readonly #made = new Map<string, apigatewayv2.IHttpRouteAuthorizer>();

  public constructor(scope: Construct) {
    this.#scope = scope;
  }

  public authorization(spec: AuthorizerSpec): RouteAuthorization {
    switch (spec.kind) {
      case 'iam': return { authorizer: this.made('iam', () => new authorizers.HttpIamAuthorizer()) };
      case 'userPool': {
        const clients = [...spec.clients ?? []];
        const id = authorizerId(this.#scope, 'UserPool', [spec.pool, ...clients].map(one => one.node.addr));
        const make = () => new authorizers.HttpUserPoolAuthorizer(id, spec.pool, { userPoolClients: clients, userPoolRegion: spec.pool.env.region });
        return { ...scopesOf(spec.scopes), authorizer: this.made(id, make) };
      }
      case 'jwt': {
        const id = authorizerId(this.#scope, 'Jwt', [spec.issuer, spec.audience]);
        const make = () => new authorizers.HttpJwtAuthorizer(id, spec.issuer, { jwtAudience: [...spec.audience] });
        return { ...scopesOf(spec.scopes), authorizer: this.made(id, make) };
      }
      case 'lambda': {
        const id = authorizerId(this.#scope, 'Lambda', [spec.handler.node.addr, decidesOn(spec), spec.cacheFor?.toSeconds()]);
        return { authorizer: this.made(id, () => this.lambda(id, spec)) };
      }
      default: return { authorizer: this.made('none', () => new apigatewayv2.HttpNoneAuthorizer()) };
    }
  }

  private made(key: string, make: () => apigatewayv2.IHttpRouteAuthorizer): apigatewayv2.IHttpRouteAuthorizer {
    const authorizer = this.#made.get(key) ?? make();
    this.#made.set(key, authorizer);
    return authorizer;
  }

  private lambda(id: string, spec: LambdaSpec): apigatewayv2.IHttpRouteAuthorizer {
    const { headers, queryParameters } = decidesOn(spec);
    const cached = isCached(spec);
    return new authorizers.HttpLambdaAuthorizer(id, spec.handler, {
      resultsCacheTtl: spec.cacheFor ?? Duration.seconds(0),
      identitySource: [
        ...headers.map(name => `$request.header.${name}`),
        ...queryParameters.map(name => `$request.querystring.${name}`),
        // A decision is kept for all routes of the API: without these, what was decided about one would hold for the others.
        ...(cached ? ['$context.httpMethod', '$context.path'] : []),
      ],
    });
  }
}

function scopesOf(scopes: readonly string[] | undefined): RouteAuthorization {
  return scopes === undefined ? {} : { authorizationScopes: [...scopes] };
}
