import { authorizersOf, identitySources, invocationUri } from './authorization';
import { Generation, Owner } from './generation';
import { branchesOf, compact, isFalse, isIntrinsic, isNothing, mapBranches, mapOf, ref } from './intrinsic';
import { isObject, Json, JsonObject, listOf } from '../model/json';

type Flavour = 'rest' | 'http';

const OPERATIONS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method']);

/**
 * The OpenAPI definition that a user wrote, with what `Auth` and `Cors` of the SAM resource add to it.
 *
 * As SAM does: the default authorizer goes to every operation that has an integration and names neither an authorizer of
 * the API nor `NONE`, and stands beside what else it demands. A definition that is included from elsewhere stays as it is.
 */
export function securedBody(api: Owner, flavour: Flavour): Json {
  return mapBranches(api.properties.DefinitionBody, body => (isObject(body) && !isIntrinsic(body) ? secured(body, api, flavour) : body));
}

function secured(body: JsonObject, api: Owner, flavour: Flavour): JsonObject {
  const auth = mapOf(api.properties.Auth);
  const schemes = securitySchemes(api, flavour);
  const cors = flavour === 'rest' && !isNothing(api.properties.Cors);
  if (Object.keys(schemes).length === 0 && !cors) return body;
  const paths = Object.fromEntries(Object.entries(mapOf(body.paths)).map(([path, item]) => [path, mapBranches(item, branch => {
    const withPreflight = cors && isObject(branch) && branch.options === undefined ? { ...branch, options: preflight(api.properties.Cors) } : branch;
    return secureItem(withPreflight, auth, api, flavour);
  })]));
  return {
    ...body,
    ...(isNothing(body.paths) ? {} : { paths }),
    ...(body.swagger === undefined
      ? { components: { ...mapOf(body.components), securitySchemes: { ...mapOf(mapOf(body.components).securitySchemes), ...schemes } } }
      : { securityDefinitions: { ...mapOf(body.securityDefinitions), ...schemes } }),
  };
}

function secureItem(item: Json, auth: JsonObject, api: Owner, flavour: Flavour): Json {
  const name = auth.DefaultAuthorizer;
  if (typeof name !== 'string' || name === 'NONE' || !isObject(item)) return item;
  const authorizers = new Map(authorizersOf(api));
  const scopes = authorizers.get(name)?.AuthorizationScopes ?? [];
  const decided = new Set(['NONE', 'AWS_IAM', ...authorizers.keys()]);
  return Object.fromEntries(Object.entries(item).map(([method, operation]) => {
    const isExempt = method === 'options' && (flavour === 'http' || isFalse(auth.AddDefaultAuthorizerToCorsPreflight));
    if (!OPERATIONS.has(method) || isExempt) return [method, operation];
    return [method, mapBranches(operation, branch => {
      const given = mapOf(branch);
      const security = listOf<Json>(given.security as Json);
      const isDecided = security.some(one => Object.keys(mapOf(one)).some(scheme => decided.has(scheme)));
      return isDecided || isNothing(given['x-amazon-apigateway-integration']) ? branch : { ...given, security: [...security, { [name]: scopes }] };
    })];
  }));
}

/** An operation that answers a CORS preflight. */
function preflight(cors: Json): JsonObject {
  return { 'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '200', responseParameters: corsHeaders(cors) } } } };
}

/** The headers of an answer to a CORS preflight, as SAM's `Cors` asks for. */
function corsHeaders(cors: Json): JsonObject {
  const choice = branchesOf(cors);
  if (choice || typeof cors === 'string' || isIntrinsic(cors)) return { 'method.response.header.Access-Control-Allow-Origin': cors };
  const { AllowOrigin, AllowMethods, AllowHeaders, AllowCredentials, MaxAge } = mapOf(cors);
  return compact({
    'method.response.header.Access-Control-Allow-Origin': AllowOrigin,
    'method.response.header.Access-Control-Allow-Methods': AllowMethods,
    'method.response.header.Access-Control-Allow-Headers': AllowHeaders,
    'method.response.header.Access-Control-Allow-Credentials': isNothing(AllowCredentials) || isFalse(AllowCredentials) ? undefined : "'true'",
    'method.response.header.Access-Control-Max-Age': MaxAge,
  });
}

function securitySchemes(api: Owner, flavour: Flavour): JsonObject {
  const auth = mapOf(api.properties.Auth);
  const schemes = authorizersOf(api).map(([name, authorizer]): [string, Json] => [name, flavour === 'rest' ? restScheme(authorizer) : httpScheme(authorizer)]);
  const isIam = auth.DefaultAuthorizer === 'AWS_IAM' || (flavour === 'http' && auth.EnableIamAuthorizer === true);
  const iam = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  return Object.fromEntries([...schemes, ...(isIam ? [['AWS_IAM', iam] as [string, Json]] : [])]);
}

function restScheme(authorizer: JsonObject): JsonObject {
  const isCognito = !isNothing(authorizer.UserPoolArn);
  return {
    'type': 'apiKey',
    'name': mapOf(authorizer.Identity).Header ?? 'Authorization',
    'in': 'header',
    'x-amazon-apigateway-authtype': isCognito ? 'cognito_user_pools' : 'custom',
    'x-amazon-apigateway-authorizer': isCognito
      ? { type: 'cognito_user_pools', providerARNs: listOf<Json>(authorizer.UserPoolArn as Json) }
      : compact({
        type: authorizer.FunctionPayloadType === 'REQUEST' ? 'request' : 'token',
        authorizerUri: invocationUri(authorizer.FunctionArn),
        authorizerResultTtlInSeconds: mapOf(authorizer.Identity).ReauthorizeEvery,
      }),
  };
}

function httpScheme(authorizer: JsonObject): JsonObject {
  if (isNothing(authorizer.FunctionArn)) {
    const { issuer, audience } = mapOf(authorizer.JwtConfiguration);
    return {
      'type': 'oauth2',
      'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: compact({ issuer, audience }), identitySource: authorizer.IdentitySource },
    };
  }
  return {
    'type': 'apiKey',
    'name': 'Unused',
    'in': 'header',
    'x-amazon-apigateway-authorizer': compact({
      type: 'request',
      authorizerUri: invocationUri(authorizer.FunctionArn),
      authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
      enableSimpleResponses: authorizer.EnableSimpleResponses,
      identitySource: httpIdentitySources(authorizer),
    }),
  };
}

/** Where a Lambda authorizer of an HTTP API finds who calls. */
export function httpIdentitySources(authorizer: JsonObject): readonly string[] | undefined {
  const sources = identitySources(mapOf(authorizer.Identity), {
    Headers: '$request.header.', QueryStrings: '$request.querystring.', StageVariables: '$stageVariables.', Context: '$context.',
  });
  return sources.length === 0 ? undefined : sources;
}

/** Adds the answer to CORS preflights to a path of an API whose methods SAM writes. */
export function addPreflight(generation: Generation, api: Owner, logicalId: string, resourceId: Json, authorization: JsonObject): string {
  return generation.add(api, logicalId, 'AWS::ApiGateway::Method', {
    RestApiId: ref(api.logicalId),
    ResourceId: resourceId,
    HttpMethod: 'OPTIONS',
    ...authorization,
    Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '200', ResponseParameters: corsHeaders(api.properties.Cors) }] },
  });
}
