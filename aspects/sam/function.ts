import { eventInvokeConfig } from './event-invoke-config';
import { allow, EventTarget, inlinePolicy } from './event-target';
import { functionEvents } from './function-events';
import { Generation, Owner } from './generation';
import { alphanumeric, compact, getAtt, isNothing, mapBranches, mapOf, own, ref, s3Location, tagList, textOf, without } from './intrinsic';
import { MANAGED } from './managed-policies';
import { addRole, roleArn } from './role';
import { Json, JsonObject } from '../model/json';

/** The properties that only SAM knows; all others are those of `AWS::Lambda::Function`, new ones included. */
const SAM_ONLY = [
  'AssumeRolePolicyDocument', 'AutoPublishAlias', 'AutoPublishAliasAllProperties', 'AutoPublishCodeSha256', 'CodeUri', 'DeadLetterQueue',
  'DeploymentPreference', 'EventInvokeConfig', 'Events', 'FunctionUrlConfig', 'ImageUri', 'InlineCode', 'PermissionsBoundary', 'Policies',
  'PropagateTags', 'ProvisionedConcurrencyConfig', 'RolePath', 'SourceKMSKeyArn', 'Tracing', 'VersionDeletionPolicy', 'VersionDescription',
] as const;

/**
 * `AWS::Serverless::Function`: the function, its role, version and alias, its URL, and what its events become.
 *
 * The tag `lambda:createdBy` that SAM adds is left out: it says nothing about what the user wrote. So are the CodeDeploy
 * resources of a `DeploymentPreference`.
 */
export function samFunction(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  generation.reserve(owner);
  const alias = addAlias(generation, owner);
  const target: EventTarget = {
    generation,
    owner,
    logicalId: alias ?? logicalId,
    name: ref(alias ?? logicalId),
    arn: alias === undefined ? getAtt(logicalId, 'Arn') : ref(alias),
    boundary: properties.PermissionsBoundary,
    managed: [],
    inline: [],
  };
  functionUrl(target);
  eventInvokeConfig(target);
  functionEvents(target);
  generation.add(owner, logicalId, 'AWS::Lambda::Function', {
    ...without(properties, SAM_ONLY),
    Code: codeOf(properties),
    Role: roleArn(properties.Role, () => getAtt(functionRole(target), 'Arn')),
    Tags: tagList(properties.Tags),
    DeadLetterConfig: mapBranches(properties.DeadLetterQueue, queue => ({ TargetArn: mapOf(queue).TargetArn })),
    TracingConfig: isTraced(properties.Tracing) ? { Mode: properties.Tracing } : undefined,
  });
}

function isTraced(tracing: Json): boolean {
  return !isNothing(tracing) && tracing !== 'Disabled';
}

function codeOf({ CodeUri, ImageUri, InlineCode, SourceKMSKeyArn }: JsonObject): Json {
  if (!isNothing(InlineCode)) return { ZipFile: InlineCode };
  if (!isNothing(ImageUri)) return { ImageUri };
  if (isNothing(CodeUri)) return undefined;
  const location = mapBranches(CodeUri, uri => s3Location(uri, 'S3'));
  return SourceKMSKeyArn === undefined ? location : { ...mapOf(location), SourceKMSKeyArn };
}

function functionRole({ generation, owner, managed, inline }: EventTarget): string {
  const { logicalId, properties } = owner;
  const queue = mapOf(properties.DeadLetterQueue);
  const send = own({ SQS: 'sqs:SendMessage', SNS: 'sns:Publish' } as Readonly<Record<string, string>>, textOf(queue.Type));
  return addRole(generation, owner, `${logicalId}Role`, {
    service: 'lambda.amazonaws.com',
    managed: [
      MANAGED.logs,
      ...(isNothing(properties.DurableConfig) ? [] : [MANAGED.durable]),
      ...(isTraced(properties.Tracing) ? [MANAGED.xray] : []),
      ...(isNothing(properties.VpcConfig) ? [] : [MANAGED.vpc]),
      ...managed,
    ],
    inline: [...(send === undefined ? [] : [inlinePolicy('DeadLetterQueuePolicy', [allow(send, queue.TargetArn)])]), ...inline],
    policies: properties.Policies,
    boundary: properties.PermissionsBoundary,
    path: properties.RolePath,
    trust: properties.AssumeRolePolicyDocument,
  });
}

/** The version and the alias of `AutoPublishAlias`; the hash of the code at the end of the version's id is left out. */
function addAlias(generation: Generation, owner: Owner): string | undefined {
  const { logicalId, properties } = owner;
  if (isNothing(properties.AutoPublishAlias)) return undefined;
  const version = generation.add(owner, `${logicalId}Version`, 'AWS::Lambda::Version', {
    FunctionName: ref(logicalId), Description: properties.VersionDescription,
  }, { DeletionPolicy: properties.VersionDeletionPolicy ?? 'Retain' });
  const alias = generation.add(owner, `${logicalId}Alias${alphanumeric(generation.textOf(properties.AutoPublishAlias) ?? '')}`, 'AWS::Lambda::Alias', {
    Name: properties.AutoPublishAlias,
    FunctionName: ref(logicalId),
    FunctionVersion: getAtt(version, 'Version'),
    ProvisionedConcurrencyConfig: properties.ProvisionedConcurrencyConfig,
  });
  generation.name(logicalId, 'Version', version);
  generation.name(logicalId, 'Alias', alias);
  return alias;
}

/** The function's URL, and what lets anybody call it where nobody is asked for credentials. */
function functionUrl({ generation, owner, name }: EventTarget): void {
  const { logicalId, properties } = owner;
  if (isNothing(properties.FunctionUrlConfig)) return;
  const config = mapOf(properties.FunctionUrlConfig);
  generation.add(owner, `${logicalId}Url`, 'AWS::Lambda::Url', compact({
    TargetFunctionArn: name, AuthType: config.AuthType, Cors: config.Cors, InvokeMode: config.InvokeMode,
  }));
  if (config.AuthType !== 'NONE') return;
  generation.add(owner, `${logicalId}UrlPublicPermissions`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunctionUrl', FunctionName: name, Principal: '*', FunctionUrlAuthType: 'NONE',
  });
  generation.add(owner, `${logicalId}URLInvokeAllowPublicAccess`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: name, Principal: '*', InvokedViaFunctionUrl: true,
  });
}
