import type { AccessEdge } from './edge';
import { Named, nodeOf, principalsIn } from './principals';
import { edgesOf } from './statement-edges';
import { EVERYTHING } from './targets';
import type { AppModel } from '../../model/app-model';
import { isOpenDocument, membersOf, Statement, statementsOf } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { entryOf, Unknown, Value, valuesOf } from '../../model/value';
import { secretOf } from '../../secrets/secret-of';

/** Where the policy of a kind of resource stands. */
interface Form {
  readonly document: string;
  /** The property that names what the policy is of; without it the resource holds its own policy. */
  readonly of?: string;
  /** The type of what is named by its name alone. */
  readonly named?: string;
}

/** Policies of resources, by the type that holds them. Source: the CloudFormation resource reference. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  'AWS::ApiGateway::RestApi': [{ document: 'Policy' }],
  'AWS::DynamoDB::Table': [{ document: 'ResourcePolicy.PolicyDocument' }],
  'AWS::ECR::Repository': [{ document: 'RepositoryPolicyText' }],
  'AWS::EFS::FileSystem': [{ document: 'FileSystemPolicy' }],
  'AWS::Events::EventBus': [{ document: 'Policy' }],
  'AWS::Kinesis::ResourcePolicy': [{ document: 'ResourcePolicy', of: 'ResourceArn' }],
  'AWS::KMS::Key': [{ document: 'KeyPolicy' }],
  'AWS::KMS::ReplicaKey': [{ document: 'KeyPolicy' }],
  'AWS::OpenSearchService::Domain': [{ document: 'AccessPolicies' }],
  'AWS::S3::AccessPoint': [{ document: 'Policy' }],
  'AWS::S3::BucketPolicy': [{ document: 'PolicyDocument', of: 'Bucket', named: 'AWS::S3::Bucket' }],
  'AWS::SNS::TopicInlinePolicy': [{ document: 'PolicyDocument', of: 'TopicArn' }],
  'AWS::SNS::TopicPolicy': [{ document: 'PolicyDocument', of: 'Topics' }],
  'AWS::SQS::QueueInlinePolicy': [{ document: 'PolicyDocument', of: 'Queue' }],
  'AWS::SQS::QueuePolicy': [{ document: 'PolicyDocument', of: 'Queues' }],
  'AWS::SecretsManager::ResourcePolicy': [{ document: 'ResourcePolicy', of: 'SecretId' }],
};

/** What the policies of resources say: those of buckets, queues, topics, keys, secrets, APIs, buses, functions, logs. */
export function* resourceEdges(app: AppModel): Generator<AccessEdge> {
  for (const [type, forms] of Object.entries(FORMS)) {
    for (const holder of app.ofType(type)) {
      for (const { document, of, named } of forms) {
        const value = holder.get(document);
        if (value === undefined) continue;
        yield* documentEdges(holder, document, value, of === undefined ? [itself(holder)] : policyOf(holder, of, named, app), app);
      }
    }
  }
  yield* busEdges(app);
  yield* logEdges(app);
  yield* functionEdges(app);
}

/** Whom roles trust. */
export function* trustEdges(app: AppModel): Generator<AccessEdge> {
  for (const role of app.ofType('AWS::IAM::Role')) {
    yield* documentEdges(role, 'AssumeRolePolicyDocument', role.get('AssumeRolePolicyDocument'), [itself(role)], app, 'trust');
  }
}

function itself(holder: Resource): Named {
  return { node: nodeOf(holder), certain: true };
}

function policyOf(holder: Resource, property: string, type: string | undefined, app: AppModel): readonly Named[] {
  return membersOf(valuesOf(holder.get(property))).flatMap(({ value, certain }) => {
    const resource = app.resourceOf(value) ?? (type !== undefined && typeof value === 'string' ? app.named(type, value, holder.template.environment) : undefined);
    const meant = resource?.type === 'AWS::SecretsManager::SecretTargetAttachment' ? secretOf(value, app) : resource;
    return meant === undefined ? [] : [{ node: nodeOf(meant), certain }];
  });
}

function* documentEdges(
  holder: Resource, property: string, value: Value, of: readonly Named[] | undefined, app: AppModel, by: AccessEdge['by'] = 'resource',
): Generator<AccessEdge> {
  for (const statement of statementsOf(value)) yield* statementEdges(holder, `${property}.Statement.${statement.index}`, statement, of, app, by);
  if (!isOpenDocument(value)) return;
  const unknown = new Unknown(`${holder.id}#${property}`);
  const open: Statement = {
    effect: 'Allow',
    actions: ['*'],
    notActions: [],
    resources: [],
    notResources: [],
    principal: unknown,
    notPrincipal: undefined,
    condition: undefined,
    index: 0,
    certain: true,
  };
  yield* statementEdges(holder, property, open, of ?? [{ node: EVERYTHING, certain: true }], app, by);
}

function* statementEdges(
  holder: Resource, property: string, statement: Statement, of: readonly Named[] | undefined, app: AppModel, by: AccessEdge['by'],
): Generator<AccessEdge> {
  const spared = principalsIn(statement.notPrincipal, holder, app);
  const from = statement.notPrincipal === undefined ? principalsIn(statement.principal, holder, app) : principalsIn('*', holder, app);
  const sparedFrom = spared.map(({ node }) => node);
  yield* edgesOf({ statement, by, declaredBy: holder, property, from, sparedFrom, ...(of === undefined ? {} : { of }) }, app);
}

/** The statement of an event bus has no document around it; the older form of it is spread over properties. */
function* busEdges(app: AppModel): Generator<AccessEdge> {
  for (const policy of app.ofType('AWS::Events::EventBusPolicy')) {
    const bus = policy.get('EventBusName');
    const resource = app.resourceOf(bus) ?? (typeof bus === 'string' ? app.named('AWS::Events::EventBus', bus, policy.template.environment) : undefined);
    const of = [resource === undefined ? { node: { id: 'default event bus', kind: 'named' as const, name: 'the default event bus' }, certain: true } : itself(resource)];
    const written = policy.get('Statement');
    const key = policy.get('Condition.Key');
    const condition = key === undefined ? {} : { Condition: { [String(policy.get('Condition.Type'))]: { [String(key)]: policy.get('Condition.Value') } } };
    const older = { Effect: 'Allow', Action: policy.get('Action'), Principal: policy.get('Principal'), ...condition };
    for (const statement of statementsOf({ Statement: written ?? older })) {
      yield* statementEdges(policy, written === undefined ? 'Principal' : 'Statement', statement, of, app, 'resource');
    }
  }
}

/** The policies of CloudWatch Logs are the account's: their statements name the log groups. */
function* logEdges(app: AppModel): Generator<AccessEdge> {
  for (const policy of app.ofType('AWS::Logs::ResourcePolicy')) yield* documentEdges(policy, 'PolicyDocument', policy.get('PolicyDocument'), undefined, app);
}

/** The permissions of functions and layers are statements, one resource each. */
function* functionEdges(app: AppModel): Generator<AccessEdge> {
  for (const permission of app.ofType('AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission')) {
    const isLayer = permission.type === 'AWS::Lambda::LayerVersionPermission';
    const named = permission.get(isLayer ? 'LayerVersionArn' : 'FunctionName');
    const resource = isLayer ? app.resourceOf(named) : app.functionOf(named, permission.template.environment);
    if (resource === undefined) continue;
    const statement: Statement = {
      effect: 'Allow',
      actions: valuesOf(permission.get('Action')),
      notActions: [],
      resources: [],
      notResources: [],
      principal: permittedTo(permission.get('Principal')),
      notPrincipal: undefined,
      condition: isLayer ? conditionOf(permission, LAYER_KEYS) : conditionOf(permission, FUNCTION_KEYS),
      index: 0,
      certain: true,
    };
    yield* statementEdges(permission, 'Principal', statement, [itself(resource)], app, 'resource');
  }
}

/** A service is written as it is, anything else is a principal of AWS. */
function permittedTo(principal: Value): Value {
  const isService = (value: Value) => typeof value === 'string' && /\.amazonaws\.com(\.cn)?$/.test(value);
  return isService(principal) || entryOf(principal, 'Service') !== undefined ? { Service: principal } : principal;
}

/** What a permission asks for, as the condition keys that Lambda makes of it. */
const FUNCTION_KEYS = [
  ['SourceAccount', 'StringEquals', 'AWS:SourceAccount'], ['SourceArn', 'ArnLike', 'AWS:SourceArn'], ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'], ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['InvokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
] as const;
const LAYER_KEYS = [['OrganizationId', 'StringEquals', 'aws:PrincipalOrgID']] as const;

function conditionOf(permission: Resource, keys: readonly (readonly [string, string, string])[]): Value {
  const condition: Record<string, Record<string, Value>> = {};
  for (const [property, operator, key] of keys) {
    const value = permission.get(property);
    if (value !== undefined) condition[operator] = { ...condition[operator], [key]: value };
  }
  return Object.keys(condition).length === 0 ? undefined : condition;
}
