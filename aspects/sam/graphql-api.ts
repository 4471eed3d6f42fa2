import { allow } from './event-target';
import { Generation, Owner } from './generation';
import { alphanumeric, compact, getAtt, isFalse, isIntrinsic, isNothing, isTrue, mapOf, ref, s3Location, sub, tagList } from './intrinsic';
import { addRole } from './role';
import { isObject, Json, JsonObject, listOf } from '../model/json';

/** How SAM calls the settings of an authorization type, and how AppSync does. */
const AUTH_CONFIGS: Readonly<Record<string, string>> = {
  LambdaAuthorizer: 'LambdaAuthorizerConfig', OpenIDConnect: 'OpenIDConnectConfig', UserPool: 'UserPoolConfig',
};

/** `AWS::Serverless::GraphQLApi`: the API with its schema, keys, log role, data sources, functions and resolvers. */
export function graphqlApi(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  generation.reserve(owner);
  const auth = mapOf(properties.Auth);
  generation.add(owner, logicalId, 'AWS::AppSync::GraphQLApi', {
    Name: properties.Name ?? logicalId,
    ...authentication(auth),
    AdditionalAuthenticationProviders: isNothing(auth.Additional)
      ? undefined
      : listOf<Json>(auth.Additional as Json).map(one => authentication(mapOf(one))),
    LogConfig: logConfig(generation, owner),
    XrayEnabled: properties.XrayEnabled,
    Visibility: properties.Visibility,
    OwnerContact: properties.OwnerContact,
    IntrospectionConfig: properties.IntrospectionConfig,
    QueryDepthLimit: properties.QueryDepthLimit,
    ResolverCountLimit: properties.ResolverCountLimit,
    Tags: tagList(properties.Tags),
  });
  const api = { ApiId: getAtt(logicalId, 'ApiId') };
  const schema = generation.add(owner, `${logicalId}Schema`, 'AWS::AppSync::GraphQLSchema', {
    ...api, Definition: properties.SchemaInline, DefinitionS3Location: properties.SchemaUri,
  });
  if (!isNothing(properties.Cache)) generation.add(owner, `${logicalId}ApiCache`, 'AWS::AppSync::ApiCache', { ...api, ...mapOf(properties.Cache) });
  for (const [name, key] of Object.entries(mapOf(properties.ApiKeys))) {
    const { ApiKeyId, Description, ExpiresOn } = mapOf(key);
    generation.add(owner, `${logicalId}${alphanumeric(name)}`, 'AWS::AppSync::ApiKey', { ...api, ApiKeyId, Description, Expires: ExpiresOn });
  }
  const sources = addDataSources(generation, owner);
  const functions = addFunctions(generation, owner, sources);
  addResolvers(generation, owner, schema, functions);
}

function authentication(auth: JsonObject): JsonObject {
  return compact({
    AuthenticationType: auth.Type,
    ...Object.fromEntries(Object.entries(AUTH_CONFIGS).map(([name, config]) => [config, auth[name]])),
  });
}

/** SAM logs everything unless told otherwise. */
function logConfig(generation: Generation, owner: Owner): Json {
  const logging = owner.properties.Logging;
  if (isFalse(logging)) return undefined;
  if (isIntrinsic(logging)) return logging;
  const config = isNothing(logging) || isTrue(logging) ? { FieldLogLevel: 'ALL' } : mapOf(logging);
  if (!isNothing(config.CloudWatchLogsRoleArn)) return config;
  const role = addRole(generation, owner, `${owner.logicalId}CloudWatchRole`, {
    service: 'appsync.amazonaws.com', managed: [sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs')],
  });
  return { ...config, CloudWatchLogsRoleArn: getAtt(role, 'Arn') };
}

type Names = ReadonlyMap<string, string>;

function addDataSources(generation: Generation, owner: Owner): Names {
  const { logicalId, properties } = owner;
  const sources = mapOf(properties.DataSources);
  const added: [string, string][] = [];
  for (const [name, written] of Object.entries(mapOf(sources.DynamoDb))) {
    const source = mapOf(written);
    const role = (): string => sourceRole(generation, owner, `${logicalId}${alphanumeric(name)}DynamoDBDataSource`, tableActions(source.Permissions), source.TableArn, '/index/*');
    added.push([name, addDataSource(generation, owner, name, 'DynamoDB', 'AMAZON_DYNAMODB', source, role, {
      DynamoDBConfig: compact({ AwsRegion: source.Region ?? ref('AWS::Region'), TableName: source.TableName, UseCallerCredentials: source.UseCallerCredentials }),
    })]);
  }
  for (const [name, written] of Object.entries(mapOf(sources.Lambda))) {
    const source = mapOf(written);
    const role = (): string => sourceRole(generation, owner, `${logicalId}${alphanumeric(name)}LambdaDataSource`, ['lambda:InvokeAsync', 'lambda:InvokeFunction'], source.FunctionArn, ':*');
    added.push([name, addDataSource(generation, owner, name, 'Lambda', 'AWS_LAMBDA', source, role, { LambdaConfig: { LambdaFunctionArn: source.FunctionArn } })]);
  }
  return new Map(added);
}

function tableActions(permissions: Json): readonly string[] {
  const wanted = isNothing(permissions) ? ['Read', 'Write'] : listOf<Json>(permissions as Json);
  const read = ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'ConditionCheckItem', 'PartiQLSelect'];
  const write = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'];
  return [...(wanted.includes('Read') ? read : []), ...(wanted.includes('Write') ? write : [])].map(action => `dynamodb:${action}`);
}

/** The role that a data source acts with. */
function sourceRole(generation: Generation, owner: Owner, id: string, actions: readonly string[], arn: Json, below: string): string {
  const role = addRole(generation, owner, `${id}Role`, { service: 'appsync.amazonaws.com' });
  if (!isNothing(arn) && actions.length > 0) {
    generation.add(owner, `${id}To${below === ':*' ? 'Lambda' : 'Table'}ConnectorPolicy`, 'AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Version: '2012-10-17', Statement: [allow(actions, [arn, sub(`\${Arn}${below}`, { Arn: arn })])] },
      Roles: [ref(role)],
    });
  }
  return role;
}

function addDataSource(
  generation: Generation, owner: Owner, name: string, suffix: string, type: string, source: JsonObject, role: () => string, config: JsonObject,
): string {
  return generation.add(owner, `${owner.logicalId}${alphanumeric(name)}${suffix}DataSource`, 'AWS::AppSync::DataSource', {
    ApiId: getAtt(owner.logicalId, 'ApiId'),
    Name: source.Name ?? name,
    Description: source.Description,
    Type: type,
    ServiceRoleArn: isNothing(source.ServiceRoleArn) ? getAtt(role(), 'Arn') : source.ServiceRoleArn,
    ...config,
  });
}

/** The code of a function or a resolver, and where it runs. */
function codeOf(written: JsonObject): JsonObject {
  const { Name, Version } = mapOf(written.Runtime);
  const location = s3Location(written.CodeUri, '');
  return {
    Code: written.InlineCode,
    CodeS3Location: isObject(location) ? sub('s3://${Bucket}/${Key}', { Bucket: location.Bucket, Key: location.Key }) : location,
    Runtime: isNothing(Name) ? undefined : compact({ Name, RuntimeVersion: Version }),
    MaxBatchSize: written.MaxBatchSize,
  };
}

function addFunctions(generation: Generation, owner: Owner, sources: Names): Names {
  return new Map(Object.entries(mapOf(owner.properties.Functions)).filter(([, written]) => isObject(written)).map(([name, written]) => {
    const { DataSource, Description, Name, Id } = mapOf(written);
    if (typeof Id === 'string') return [name, Id];
    const source = typeof DataSource === 'string' ? sources.get(DataSource) : undefined;
    return [name, generation.add(owner, `${owner.logicalId}${alphanumeric(name)}`, 'AWS::AppSync::FunctionConfiguration', {
      ApiId: getAtt(owner.logicalId, 'ApiId'), Name: Name ?? name, Description, DataSourceName: source === undefined ? DataSource : getAtt(source, 'Name'), ...codeOf(mapOf(written)),
    })];
  }));
}

function addResolvers(generation: Generation, owner: Owner, schema: string, functions: Names): void {
  for (const [typeName, fields] of Object.entries(mapOf(owner.properties.Resolvers))) {
    for (const [name, written] of Object.entries(mapOf(fields))) {
      const resolver = mapOf(written);
      const pipeline = listOf<Json>(resolver.Pipeline as Json).map(one => {
        const id = typeof one === 'string' ? functions.get(one) : undefined;
        return id === undefined ? one : getAtt(id, 'FunctionId');
      });
      generation.add(owner, `${owner.logicalId}${alphanumeric(typeName)}${alphanumeric(name)}`, 'AWS::AppSync::Resolver', {
        ApiId: getAtt(owner.logicalId, 'ApiId'),
        TypeName: typeName,
        FieldName: resolver.FieldName ?? name,
        Kind: 'PIPELINE',
        PipelineConfig: { Functions: pipeline },
        ...codeOf(resolver),
      }, { DependsOn: [schema] });
    }
  }
}
