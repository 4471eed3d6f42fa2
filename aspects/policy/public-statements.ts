import { admitsOnlyNamed } from './admitted';
import { holdersOf } from './resource-policies';
import { refusesOthers } from '../api/caller-policy';
import { AppModel } from '../model/app-model';
import { actionMatches, actionPatterns, allows, Statement, statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, booleanOf, isOpen, keyOf, patternOf, Value } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** Where the policy of a kind of resource stands, and what keeps everybody out whatever it says. */
interface Holder {
  readonly property: string;
  /** How messages name what the policy is of. */
  readonly noun: string;
  /** The document, where it is not simply the property. */
  document?(holder: Resource): Value;
  /** Whether the service itself refuses a policy for everybody. */
  refuses?(holder: Resource, app: AppModel): boolean;
}

/** The policies of resources, by the type that holds them. Source: the CloudFormation resource reference. */
const HOLDERS = {
  'AWS::ECR::Repository': { property: 'RepositoryPolicyText', noun: 'repository' },
  'AWS::Events::EventBus': { property: 'Policy', noun: 'event bus' },
  'AWS::Events::EventBusPolicy': { property: 'Statement', noun: 'event bus', document: ofBus },
  'AWS::KMS::Key': { property: 'KeyPolicy', noun: 'key' },
  'AWS::KMS::ReplicaKey': { property: 'KeyPolicy', noun: 'key' },
  'AWS::Kinesis::ResourcePolicy': { property: 'ResourcePolicy', noun: 'stream' },
  'AWS::S3::BucketPolicy': { property: 'PolicyDocument', noun: 'bucket', refuses: bucketIsClosed },
  'AWS::SecretsManager::ResourcePolicy': {
    property: 'ResourcePolicy', noun: 'secret', refuses: (policy: Resource) => booleanOf(policy.get('BlockPublicPolicy')) === true,
  },
  'AWS::SNS::TopicInlinePolicy': { property: 'PolicyDocument', noun: 'topic' },
  'AWS::SNS::TopicPolicy': { property: 'PolicyDocument', noun: 'topic' },
  'AWS::SQS::QueueInlinePolicy': { property: 'PolicyDocument', noun: 'queue' },
  'AWS::SQS::QueuePolicy': { property: 'PolicyDocument', noun: 'queue' },
} as const satisfies Readonly<Record<string, Holder>>;

/** The resource types whose policies are read here. */
export const RESOURCE_POLICY_TYPES = Object.keys(HOLDERS) as (keyof typeof HOLDERS)[];

function kindOf(holder: Resource): Holder | undefined {
  return (HOLDERS as Readonly<Record<string, Holder>>)[holder.type];
}

/** A statement of a resource's policy, and its place. */
export interface Placed {
  readonly statement: Statement;
  /** The path of the statement: `PolicyDocument.Statement.0`. */
  readonly property: string;
}

/** The statements of the policy that a resource holds for a queue, topic, stream, bucket, secret, bus, key or repository; none where it holds no such policy. */
export function placedStatements(holder: Resource): readonly Placed[] {
  const kind = kindOf(holder);
  if (kind === undefined) return [];
  const { property, document } = kind;
  const path = (index: number): string => (document === undefined ? `${property}.Statement.${index}` : property);
  const statements = statementsOf(document === undefined ? holder.get(property) : document(holder));
  return statements.map(statement => ({ statement, property: path(statement.index) }));
}

/** How messages name what a resource's policy is of: `queue`. */
export function nounOf(holder: Resource): string {
  return kindOf(holder)!.noun;
}

/**
 * Finds the statements of a resource's policy that let everybody in.
 *
 * To be among everybody takes no more than an AWS account, and for buckets not even that.
 */
export function* publicStatements(holder: Resource, app: AppModel): Generator<Found> {
  const { noun, refuses } = kindOf(holder)!;
  if (refuses?.(holder, app)) return;
  const placed = placedStatements(holder);
  const denials = placed.map(({ statement }) => statement).filter(({ effect }) => String(effect).toLowerCase() === 'deny');
  for (const { statement, property } of placed.filter(one => allows(one.statement))) {
    const named = [admitsOnlyNamed(statement), ...denials.map(denial => refusesOthersFor(denial, statement))];
    if (named.includes('yes')) continue;
    const what = said(statement);
    const element = statement.notPrincipal === undefined ? 'Principal' : 'NotPrincipal';
    const details = { property: `${property}.${element}`, detail: what };
    const certain = statement.certain && !isOpen(statement.effect) && !named.includes('undecided');
    yield certain ? noncompliant(holder, `the policy of the ${noun} allows everybody ${what}`, details)
      : undecided(holder, `only the deployment knows whether the policy of the ${noun} allows everybody ${what}`, details);
  }
}

/** Whether a denial keeps all but named callers from what another statement allows. */
function refusesOthersFor(denial: Statement, allowed: Statement): Answer {
  const answer = refusesOthers(denial);
  if (answer === 'no' || denial.notActions.length > 0 || denial.notResources.length > 0 || allowed.notActions.length > 0) return 'no';
  const actions = actionPatterns(denial.actions);
  const refused = actionPatterns(allowed.actions).every(action => actions.some(pattern => actionMatches(pattern, action)));
  const resources = new Set(denial.resources.flatMap(alternativesOf).map(keyOf));
  const everywhere = resources.has(keyOf('*')) || allowed.resources.every(resource => resources.has(keyOf(resource)));
  return refused && everywhere ? (denial.certain ? answer : 'undecided') : 'no';
}

function said({ actions, notActions }: Statement): string {
  const words = (values: readonly Value[]): string => values.slice(0, 3).map(action => patternOf(action) ?? '?').join(', ')
    + (values.length > 3 ? ` and ${values.length - 3} more` : '');
  return notActions.length > 0 ? `all but ${words(notActions)}` : words(actions);
}

/** The statement of an event bus has no document around it; the older form of it is spread over properties. */
function ofBus(policy: Resource): Value {
  const statement = policy.get('Statement');
  if (statement !== undefined) return { Statement: statement };
  const asked = policy.get('Condition');
  const bound = { StringEquals: { 'aws:PrincipalOrgID': policy.get('Condition.Value') } };
  const principal = policy.get('Principal');
  return { Statement: { Effect: 'Allow', Action: policy.get('Action'), Principal: principal, ...(asked === undefined ? {} : { Condition: bound }) } };
}

/** Where either of the two is on, S3 refuses a policy for everybody, or lets only the bucket's own account pass by it. */
function bucketIsClosed(policy: Resource, app: AppModel): boolean {
  const { resources, elsewhere } = holdersOf(policy, app);
  return elsewhere.length === 0 && resources.length > 0 && resources.every(bucket => ['BlockPublicPolicy', 'RestrictPublicBuckets']
    .some(setting => booleanOf(bucket.get(`PublicAccessBlockConfiguration.${setting}`)) === true));
}
