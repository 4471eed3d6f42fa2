import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { authorizerId } from './authorizer-id';
import { AuthorizerSpec, decidesOn, isCached, LambdaSpec, UserPoolSpec } from './authorizer-spec';

/** What a method says of who may call it. */
type MethodAuthorization = Pick<apigateway.MethodOptions, 'authorizationType' | 'authorizer' | 'authorizationScopes'>;

/** The authorizers of a REST API, each made once, below a construct of their own. */
export class RestAuthorizers extends Construct {
  readonly #api: apigateway.RestApi;
  readonly #made = new Map<string, apigateway.CfnAuthorizer>();

  public constructor(scope: Construct, id: string, api: apigateway.RestApi) {
    super(scope, id);
    this.#api = api;
  }

  public authorization(spec: AuthorizerSpec): MethodAuthorization {
    switch (spec.kind) {
      case 'iam': return { authorizationType: apigateway.AuthorizationType.IAM };
      case 'userPool': {
        const id = authorizerId(this, 'UserPool', spec.pool.node.addr);
        return { ...this.made(id, () => this.userPool(id, spec)), authorizationScopes: spec.scopes === undefined ? undefined : [...spec.scopes] };
      }
      case 'lambda': {
        const id = authorizerId(this, 'Lambda', [spec.handler.node.addr, decidesOn(spec), spec.cacheFor?.toSeconds()]);
        return this.made(id, () => this.lambda(id, spec));
      }
      default: return { authorizationType: apigateway.AuthorizationType.NONE };
    }
  }

  private made(key: string, make: () => apigateway.CfnAuthorizer): MethodAuthorization {
    const authorizer = this.#made.get(key) ?? make();
    this.#made.set(key, authorizer);
    const authorizationType = authorizer.type === 'REQUEST' ? apigateway.AuthorizationType.CUSTOM : apigateway.AuthorizationType.COGNITO;
    return { authorizationType, authorizer: { authorizerId: authorizer.ref, authorizationType } };
  }

  private userPool(id: string, { pool }: UserPoolSpec): apigateway.CfnAuthorizer {
    return this.create(id, {
      type: 'COGNITO_USER_POOLS', identitySource: 'method.request.header.Authorization', providerArns: [pool.userPoolArn],
    });
  }

  private lambda(id: string, spec: LambdaSpec): apigateway.CfnAuthorizer {
    const { headers, queryParameters } = decidesOn(spec);
    const cached = isCached(spec);
    const sources = [
      ...headers.map(apigateway.IdentitySource.header),
      ...queryParameters.map(apigateway.IdentitySource.queryString),
      // A decision is kept for all routes of the API: without these, what was decided about one would hold for the others.
      ...(cached ? ['httpMethod', 'path'].map(apigateway.IdentitySource.context) : []),
    ];
    const authorizer = this.create(id, {
      type: 'REQUEST',
      identitySource: sources.join(),
      authorizerResultTtlInSeconds: (spec.cacheFor ?? Duration.seconds(0)).toSeconds(),
      authorizerUri: `arn:${Stack.of(this).partition}:apigateway:${Stack.of(this).region}:lambda:path/2015-03-31/functions/${spec.handler.functionArn}/invocations`,
    });
    const api = Stack.of(this).formatArn({ service: 'execute-api', resource: this.#api.restApiId });
    spec.handler.addPermission(`Permission${id}`, {
      scope: this,
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: `${api}/authorizers/${authorizer.ref}`,
    });
    return authorizer;
  }

  private create(id: string, props: Omit<apigateway.CfnAuthorizerProps, 'name' | 'restApiId'>): apigateway.CfnAuthorizer {
    const all = { ...props, name: id, restApiId: this.#api.restApiId };
    const authorizer = new apigateway.CfnAuthorizer(this, id, all);
    // A stage serves what was deployed last: another authorizer has to be deployed.
    this.#api.latestDeployment!.node.addDependency(authorizer);
    this.#api.latestDeployment!.addToLogicalId({ authorizer: all });
    return authorizer;
  }
}
