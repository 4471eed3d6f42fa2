import type { AccessNode } from './edge';
import { namedNode, nodeOf, undecidedNode } from './principals';
import { actionNamed } from '../../iam/actions';
import type { AppModel } from '../../model/app-model';
import { knownAccount, knownRegion } from '../../model/environment';
import { nameProperty } from '../../model/names';
import { actionMatches } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { Answer, Reference, Text, Unknown, Value } from '../../model/value';
import { isAnything, wildcard } from '../../model/wildcard';
import { secretOf } from '../../secrets/secret-of';
import { hasWord, worded } from '../arn';

/** Every resource there is. */
export const EVERYTHING: AccessNode = { id: 'everything', kind: 'everything', name: 'every resource' };

/** What an entry of a statement's resources means: a resource of the application, others by a pattern, or everything. */
export function targetNode(entry: Value, app: AppModel): AccessNode {
  const meant = meantBy(entry, app);
  if (meant !== undefined) return nodeOf(meant.resource);
  if (entry instanceof Unknown) return undecidedNode(entry);
  return typeof entry === 'string' && isAnything(entry) ? EVERYTHING : namedNode(entry);
}

interface Meant {
  readonly resource: Resource;
  /** What follows the resource: `/*` behind a bucket. */
  readonly rest: string;
}

/** The resource that an entry names by reference or by its name, and what follows it. */
function meantBy(entry: Value, app: AppModel): Meant | undefined {
  if (entry instanceof Unknown || entry === undefined) return undefined;
  const resource = app.resourceOf(entry) ?? namedAlike(worded(entry), app);
  if (resource === undefined) return undefined;
  // An alias or a version stands for its function, what attaches a secret for the secret.
  const stoodFor = resource.type === 'AWS::SecretsManager::SecretTargetAttachment' ? secretOf(entry, app) : app.functionOf(new Reference(resource, 'Ref'));
  return { resource: stoodFor ?? resource, rest: restOf(entry, resource) };
}

/** The resource whose name is the same open value that an ARN holds: `arn:aws:s3:::${Name}/*`. */
function namedAlike(arn: string | undefined, app: AppModel): Resource | undefined {
  const [, service, end] = arn === undefined || !hasWord(arn) ? [] : /^[^:]*:[^:]*:([^:]*):[^:]*:[^:]*:(.*)$/s.exec(arn) ?? [];
  if (end === undefined) return undefined;
  const names = (one: OpenName) => one.service === service && end.startsWith(one.end) && /^($|[/:*])/.test(end.slice(one.end.length));
  return app.once(openNames).find(names)?.resource;
}

/** A resource whose name is only known at deployment, as ARNs spell it. */
interface OpenName {
  readonly service: string;
  readonly end: string;
  readonly resource: Resource;
}

function openNames(app: AppModel): readonly OpenName[] {
  return app.ofType(...Object.keys(SHAPES)).flatMap(resource => {
    const [service, before] = SHAPES[resource.type];
    const name = nameOf(resource);
    return name === undefined || !hasWord(name) ? [] : [{ service, end: before + name, resource }];
  });
}

function nameOf(resource: Resource): string | undefined {
  const property = nameProperty(resource.type);
  return property === undefined ? undefined : worded(resource.get(property));
}

function restOf(entry: Value, resource: Resource): string {
  if (entry instanceof Text) {
    const last = entry.parts.map(part => part instanceof Reference).lastIndexOf(true);
    if (last >= 0) return entry.parts.slice(last + 1).map(part => (typeof part === 'string' ? part : '*')).join('');
  }
  const text = worded(entry);
  const name = nameOf(resource);
  return text === undefined || name === undefined ? '' : text.slice(text.lastIndexOf(name) + name.length);
}

/**
 * How the ARNs of a type read: the service, and what stands before the name. Of other types a pattern that is not for all
 * of the service may mean any or none. Source: the Service Authorization Reference.
 */
const SHAPES: Readonly<Record<string, readonly [service: string, before: string]>> = {
  'AWS::ApiGateway::RestApi': ['execute-api', ''],
  'AWS::ApiGatewayV2::Api': ['execute-api', ''],
  'AWS::AppSync::GraphQLApi': ['appsync', 'apis/'],
  'AWS::Cognito::UserPool': ['cognito-idp', 'userpool/'],
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/'],
  'AWS::Events::EventBus': ['events', 'event-bus/'],
  'AWS::IAM::ManagedPolicy': ['iam', 'policy/'],
  'AWS::IAM::Role': ['iam', 'role/'],
  'AWS::IAM::User': ['iam', 'user/'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::Kinesis::Stream': ['kinesis', 'stream/'],
  'AWS::KinesisFirehose::DeliveryStream': ['firehose', 'deliverystream/'],
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::Logs::LogGroup': ['logs', 'log-group:'],
  'AWS::S3::Bucket': ['s3', ''],
  'AWS::SecretsManager::Secret': ['secretsmanager', 'secret:'],
  'AWS::SNS::Topic': ['sns', ''],
  'AWS::SQS::Queue': ['sqs', ''],
  'AWS::SSM::Parameter': ['ssm', 'parameter/'],
  'AWS::StepFunctions::StateMachine': ['states', 'stateMachine:'],
};

/** Whether an entry of a statement's resources covers a resource for an action. */
export function covers(entry: Value, resource: Resource, action: string, app: AppModel): Answer {
  const meant = meantBy(entry, app);
  if (meant !== undefined) return meant.resource === resource && isAbout(resource, meant.rest, action) ? 'yes' : 'no';
  const pattern = worded(entry);
  if (pattern === undefined || entry instanceof Unknown || entry instanceof Reference) return 'undecided';
  if (isAnything(pattern)) return 'yes';
  const [, service, region, account, end] = /^[^:]*:[^:]*:([^:]*):([^:]*):([^:]*):(.*)$/s.exec(pattern) ?? [];
  if (end === undefined) return hasWord(pattern) ? 'undecided' : 'no';
  const [ofType, before] = SHAPES[resource.type] ?? [resource.type.split('::')[1].toLowerCase(), undefined];
  if (!actionMatches(service, ofType) || isElsewhere(resource, account, region)) return 'no';
  if (isAnything(end)) return 'yes';
  return before === undefined ? 'undecided' : ends(end, before, resource, action);
}

/** Whether the account or the Region in an ARN is known to be another one. */
function isElsewhere({ template: { environment } }: Resource, account: string, region: string): boolean {
  const differs = (written: string | undefined, own: string | undefined) => written !== undefined && own !== undefined && written !== own;
  return differs(knownAccount(account), environment.account) || differs(knownRegion(region), environment.region);
}

/** Compares the last part of an ARN with the name of a resource. */
function ends(end: string, before: string, resource: Resource, action: string): Answer {
  const [name, rest] = resource.type === 'AWS::S3::Bucket' && end.includes('/') ? [end.split('/')[0], end.slice(end.indexOf('/'))] : [end, ''];
  const given = nameOf(resource);
  if (given !== undefined && name.startsWith(before + given) && /^($|[/:*])/.test(name.slice(before.length + given.length))) {
    return isAbout(resource, name.slice(before.length + given.length) + rest, action) ? 'yes' : 'no';
  }
  const follows = isAbout(resource, rest === '' && /[*?]$/.test(name) ? '*' : rest, action);
  if (!follows) return 'no';
  const start = name.split(/[*?]/)[0];
  if (start !== name && before.startsWith(start) && isAnything(name.slice(start.length))) return 'yes';
  if (given !== undefined && !hasWord(given) && !hasWord(name)) return wildcard(name).test(before + given) ? 'yes' : 'no';
  if (given === undefined) return start === name && !hasWord(name) ? 'no' : mayBeGenerated(start, before, resource);
  return 'undecided';
}

/** CloudFormation makes a name of the stack's name, the logical id and letters by chance. */
function mayBeGenerated(start: string, before: string, { template: { stackName } }: Resource): Answer {
  if (!start.startsWith(before)) return before.startsWith(start) ? 'undecided' : 'no';
  const literal = start.slice(before.length);
  return stackName === undefined || literal.startsWith(stackName) || stackName.startsWith(literal) || hasWord(literal) ? 'undecided' : 'no';
}

/** Whether an action on a resource is meant by what follows the resource in an entry. */
function isAbout(resource: Resource, rest: string, action: string): boolean {
  if (rest.startsWith('*')) return true;
  const types = actionNamed(action)?.resourceTypes.map(({ name }) => name) ?? [];
  if (types.length === 0) return true;
  if (resource.type === 'AWS::S3::Bucket') return (types.includes('object') && rest.startsWith('/')) || (types.includes('bucket') && rest === '');
  if (!/^AWS::DynamoDB::(Global)?Table$/.test(resource.type)) return true;
  const part = /^\/(index|stream)(\/|$)/.exec(rest)?.[1];
  return part === undefined ? types.includes('table') : types.includes(part);
}
