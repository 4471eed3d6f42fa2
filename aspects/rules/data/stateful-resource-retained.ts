import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { KEEPING, Retain } from '../../rule/patch';
import { Declined, Repair, ResourceType, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

interface Stateful {
  /** Whether CloudFormation can take a snapshot instead. Source: the CloudFormation guide, DeletionPolicy. */
  readonly snapshots?: boolean;
  /** What CloudFormation does where no DeletionPolicy is written. */
  readonly byDefault?: 'Snapshot';
}

/**
 * What holds data that nothing else holds. Not among them: buckets and repositories, which CloudFormation does not delete
 * while they hold anything; keys and secrets, which wait for days before they are gone; queues, streams and caches,
 * whose data is on its way or elsewhere; instances of a cluster, which holds the data.
 *
 * Source: the CloudFormation guide, DeletionPolicy, on snapshots and defaults; compared with what cfn-lint 1.58 counts as stateful.
 */
const STATEFUL: Readonly<Record<string, Stateful>> = {
  'AWS::Cognito::UserPool': {},
  'AWS::DocDB::DBCluster': { snapshots: true },
  'AWS::DynamoDB::GlobalTable': {},
  'AWS::DynamoDB::Table': {},
  'AWS::EC2::Volume': { snapshots: true },
  'AWS::EFS::FileSystem': {},
  'AWS::Elasticsearch::Domain': {},
  'AWS::FSx::FileSystem': {},
  'AWS::Neptune::DBCluster': { snapshots: true },
  'AWS::OpenSearchService::Domain': {},
  'AWS::RDS::DBCluster': { snapshots: true, byDefault: 'Snapshot' },
  'AWS::RDS::DBInstance': { snapshots: true, byDefault: 'Snapshot' },
  'AWS::Redshift::Cluster': { snapshots: true },
  'AWS::Timestream::Database': {},
  'AWS::Timestream::Table': {},
};

/** Data outlives the template it is declared in. */
export const statefulResourceRetained: Rule = {
  id: 'stateful-resource-retained',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'What holds data is kept when it leaves the template or is replaced',
  threat: 'A renamed construct, a property that forces a replacement, a deleted stack: one deployment, careless or an attacker\'s, takes the data with it.',
  remedy: 'Set removalPolicy: RemovalPolicy.RETAIN (or SNAPSHOT); in a raw template both DeletionPolicy and UpdateReplacePolicy. Acknowledge what may go with its stack.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  covers: [],
  target: Object.keys(STATEFUL) as ResourceType[],
  check: (resource: Resource) => {
    if (resource.get('DBClusterIdentifier') !== undefined && resource.type === 'AWS::RDS::DBInstance') return undefined;
    return ATTRIBUTES.reduce<Found | undefined>((found, attribute) => found ?? lost(resource, attribute), undefined);
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Nothing changes before the resource leaves the template; then it stays, is paid for, and keeps its name. What somebody wrote to be deleted is '
      + 'left alone: a stack that comes and goes would find the name taken. Where a snapshot is taken in one case, it is taken in the other as well.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('retained, as the CDK does by default', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    compliant('a snapshot of a volume', ({ stack, cdk }) => {
      const volume = new cdk.CfnResource(stack, 'Volume', { type: 'AWS::EC2::Volume', properties: { AvailabilityZone: 'eu-west-1a' } });
      volume.applyRemovalPolicy(cdk.RemovalPolicy.SNAPSHOT);
    }),
    compliant('an instance of a cluster, which holds the data', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Instance', { type: 'AWS::RDS::DBInstance', properties: { DBClusterIdentifier: 'orders' } });
    }),
    noncompliantExample('nothing said in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: {} });
    }),
    noncompliantExample('kept when it is removed, gone when it is replaced', ({ stack, dynamodb }) => {
      const table = new dynamodb.CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
      table.addOverride('DeletionPolicy', 'RetainExceptOnCreate');
    }),
    noncompliantExample('deleted with its stack', ({ stack, cdk, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, removalPolicy: cdk.RemovalPolicy.DESTROY });
    }),
    undecidedExample('a function chooses', ({ stack, cdk }) => {
      const policy = new cdk.CfnParameter(stack, 'Policy', { allowedValues: ['Retain', 'Delete'] });
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::DynamoDB::Table', properties: {} }).addOverride('DeletionPolicy', { Ref: policy.logicalId });
    }),
  ],
};

const ATTRIBUTES = KEEPING;

/** What one of the two attributes says, or what CloudFormation does where it says nothing. */
function policyOf(resource: Resource, attribute: typeof ATTRIBUTES[number]): Value {
  return resource.template.evaluate(resource.definition[attribute]) ?? (attribute === 'DeletionPolicy' ? STATEFUL[resource.type].byDefault : undefined);
}

/** Finds data that is lost by one of the two attributes. A transform lets functions stand in them. */
function lost(resource: Resource, attribute: typeof ATTRIBUTES[number]): Found | undefined {
  const { snapshots } = STATEFUL[resource.type];
  const policy = policyOf(resource, attribute);
  const keeps = policy === 'Retain' || (attribute === 'DeletionPolicy' && policy === 'RetainExceptOnCreate') || (policy === 'Snapshot' && snapshots === true);
  if (keeps) return undefined;
  if (policy !== undefined && typeof policy !== 'string') return undecided(resource, `${attribute} is only known at deployment`, { property: attribute });
  const when = attribute === 'DeletionPolicy' ? 'when it leaves the template' : 'when CloudFormation replaces it';
  return noncompliant(resource, `the data is deleted ${when}`, { property: attribute });
}

/** What is kept already stays as somebody wrote it: who asks for a snapshot pays for no database that stays behind. */
function repair(resource: Resource): Repair | Declined {
  const meant = ATTRIBUTES.find(attribute => resource.definition[attribute] === 'Delete');
  if (meant !== undefined) return { declined: `somebody wrote ${meant}: Delete, so it is meant: acknowledge it, or write Retain` };
  const isKept = (attribute: typeof ATTRIBUTES[number]) => lost(resource, attribute) === undefined;
  const kept = ATTRIBUTES.filter(isKept).map(attribute => policyOf(resource, attribute));
  const policy = kept.includes('Snapshot') ? 'Snapshot' : 'Retain';
  const policies = Object.fromEntries(ATTRIBUTES.filter(attribute => !isKept(attribute)).map(attribute => [attribute, policy]));
  return { level: FixLevel.OPERATIONAL, patches: [new Retain(resource, policies)] };
}
