import { executionArn } from './authorization';
import { Grant, GRANTS, GrantStatement } from './connector-grants';
import { Generation, Owner } from './generation';
import { branchesOf, getAtt, isIntrinsic, isNothing, mapOf, own, ref, referredId, sub, textOf } from './intrinsic';
import { isObject, Json, JsonObject, listOf } from '../model/json';

/** What SAM resources are, as sources and destinations of connectors. */
const BECOMES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::GraphQLApi': 'AWS::AppSync::GraphQLApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
};

/** What `Ref` gives for a type where that is the ARN. */
const ARN_BY_REF = new Set(['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine', 'AWS::Lambda::Alias']);

/** One end of a connector. */
interface End { readonly type: string; readonly arn: Json; readonly name: Json; readonly role: Json; readonly id?: string; readonly queueUrl?: Json }

/** `AWS::Serverless::Connector`: the policy that lets its source use its destination. */
export function connector(generation: Generation, owner: Owner): void {
  const { Source, Destination, Permissions } = owner.properties;
  const isMany = Array.isArray(Destination);
  listOf<Json>(Destination as Json).forEach((one, index) => grant(generation, owner, owner.logicalId, isMany ? `Destination${index}` : '', Source, one, Permissions));
}

/** The attribute `Connectors` that any resource may have: connectors of which it is the source. */
export function embeddedConnectors(generation: Generation, logicalId: string): void {
  const definition = mapOf(own(generation.written, logicalId));
  for (const [name, written] of Object.entries(mapOf(definition.Connectors))) {
    const { Properties, ...attributes } = mapOf(written);
    const { SourceReference, Destination, Permissions } = mapOf(Properties);
    const type = textOf(definition.Type);
    const owner: Owner = { logicalId: `${logicalId}${name}`, type, definition: attributes, properties: {}, writtenAs: { logicalId, type } };
    const source = { ...mapOf(SourceReference), Id: logicalId };
    const isMany = Array.isArray(Destination);
    listOf<Json>(Destination as Json).forEach((one, index) => grant(generation, owner, owner.logicalId, isMany ? `Destination${index}` : '', source, one, Permissions));
  }
}

function grant(generation: Generation, owner: Owner, id: string, suffix: string, from: Json, to: Json, permissions: Json): void {
  const source = endOf(generation, from);
  const destination = endOf(generation, to);
  const profile = own(own(GRANTS, source.type) ?? {}, destination.type);
  if (!profile) return;
  const wanted = listOf<Json>(permissions as Json);
  const statements = (['Read', 'Write'] as const).filter(access => wanted.includes(access)).flatMap(access => profile[access] ?? []);
  if (profile.to === 'function') {
    if (wanted.includes('Write')) addPermission(generation, owner, `${id}WriteLambdaPermission${suffix}`, profile, source, destination);
    return;
  }
  if (statements.length === 0) return;
  if (profile.to === 'queue' || profile.to === 'topic') {
    addResourcePolicy(generation, owner, id, suffix, profile, statements, source, destination);
    return;
  }
  const role = profile.to === 'source' ? source.role : destination.role;
  generation.add(owner, `${id}Policy${suffix}`, 'AWS::IAM::ManagedPolicy', {
    PolicyDocument: { Version: '2012-10-17', Statement: statements.map(statement => identityStatement(statement, source, destination)) },
    Roles: isNothing(role) ? undefined : [role],
  });
}

function identityStatement({ actions, resources }: GrantStatement, source: End, destination: End): JsonObject {
  return { Effect: 'Allow', Action: actions, Resource: resources.map(resource => fill(resource, source, destination)) };
}

/** A resource of the table with the ends that are meant. */
function fill(resource: string, source: End, destination: End): Json {
  if (resource === '{destination}') return destination.arn;
  if (resource === '{source}') return source.arn;
  const variables = { destinationName: destination.name, destination: destination.arn, source: source.arn };
  const used = Object.entries(variables).filter(([name]) => resource.includes(`{${name}}`));
  const text = used.reduce((whole, [name]) => whole.replace(`{${name}}`, `\${${name}}`), resource);
  return sub(text, used.length === 0 ? undefined : Object.fromEntries(used));
}

function addPermission(generation: Generation, owner: Owner, id: string, { principal }: Grant, source: End, destination: End): void {
  const isApi = principal === 'apigateway.amazonaws.com';
  const graphql = sub('arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/${Api}', { Api: source.name });
  generation.add(owner, id, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: destination.arn,
    Principal: principal,
    SourceArn: isApi ? executionArn(source.name, '*') : source.type === 'AWS::AppSync::GraphQLApi' ? graphql : source.arn,
    SourceAccount: principal === 's3.amazonaws.com' ? ref('AWS::AccountId') : undefined,
  });
}

function addResourcePolicy(
  generation: Generation, owner: Owner, id: string, suffix: string, profile: Grant, statements: readonly GrantStatement[],
  source: End, destination: End,
): void {
  const isQueue = profile.to === 'queue';
  generation.add(owner, `${id}${isQueue ? 'Queue' : 'Topic'}Policy${suffix}`, isQueue ? 'AWS::SQS::QueuePolicy' : 'AWS::SNS::TopicPolicy', {
    [isQueue ? 'Queues' : 'Topics']: [isQueue ? destination.queueUrl : destination.arn],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: statements.map(statement => ({
        ...identityStatement(statement, source, destination),
        Principal: { Service: profile.principal },
        Condition: { ArnEquals: { 'aws:SourceArn': source.arn } },
      })),
    },
  });
}

/** Reads one end: a resource of the template by its id, or one that is described. */
function endOf(generation: Generation, written: Json): End {
  const end = mapOf(written);
  const id = typeof end.Id === 'string' ? end.Id : undefined;
  if (id === undefined) {
    const role = typeof end.RoleName === 'string' || isIntrinsic(end.RoleName) ? end.RoleName : undefined;
    const type = own(BECOMES, textOf(end.Type)) ?? textOf(end.Type);
    return { type, arn: end.Arn, name: end.Name ?? end.ResourceId, role, queueUrl: end.QueueUrl };
  }
  const written_ = generation.typeOf(id) ?? '';
  const type = own(BECOMES, written_) ?? written_;
  return {
    id,
    type,
    arn: ARN_BY_REF.has(type) ? ref(id) : getAtt(id, 'Arn'),
    name: type === 'AWS::StepFunctions::StateMachine' ? getAtt(id, 'Name') : ref(id),
    role: roleNameOf(generation, id, type),
    queueUrl: ref(id),
  };
}

/** The role that an end acts with: the generated one of a SAM resource, or the one that is written. */
function roleNameOf(generation: Generation, id: string, type: string): Json {
  const owner = generation.owner(id);
  const properties = owner?.properties ?? mapOf(mapOf(own(generation.written, id)).Properties);
  const role = properties.Role ?? properties.RoleArn ?? properties.ServiceRoleArn ?? eventsRole(type, properties);
  if (owner && isNothing(role)) return ref(`${id}Role`);
  const choice = branchesOf(role);
  const roleId = referredId(choice ? choice.yes : role);
  return roleId === undefined ? undefined : ref(roleId);
}

/** A rule has its role at its targets. */
function eventsRole(type: string, { Targets }: JsonObject): Json {
  if (type !== 'AWS::Events::Rule') return undefined;
  return listOf<Json>(Targets as Json).filter(isObject).map(target => target.RoleArn).find(role => !isNothing(role));
}
