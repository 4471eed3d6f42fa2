import { anyOf } from './answers';
import { meets, Peer, peerGroup, peerList, peersInRange, Place, rangeIn } from './peer';
import { rangeOf } from './range';
import { carries, Ports, Traffic, trafficOf } from './traffic';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { alternativesOf, Answer, entryOf, isMap, Unknown, Value, valuesOf } from '../model/value';

export type Direction = 'ingress' | 'egress';

/** One rule of a security group, wherever it is written. */
export interface GroupRule {
  readonly direction: Direction;
  readonly traffic: Traffic;
  /** Whom it speaks of. */
  readonly peers: readonly Peer[];
  /** The resource that holds the rule: the group, or a rule of its own. */
  readonly holder: Resource;
  readonly property?: string;
  /** The group, where it is part of the application. */
  readonly group?: Resource;
  /** False where only the deployment knows whether the rule is there. */
  readonly certain: boolean;
  /** Set for the rule that EC2 itself gives to a group that says nothing about egress. */
  readonly isDefault?: boolean;
}

const LISTS = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
const STANDALONE = { ingress: 'AWS::EC2::SecurityGroupIngress', egress: 'AWS::EC2::SecurityGroupEgress' } as const;

/** The types that hold rules. */
export const RULE_HOLDERS = ['AWS::EC2::SecurityGroup', STANDALONE.ingress, STANDALONE.egress] as const;

/** Every rule of every security group of the application. */
export function groupRules(app: AppModel): readonly GroupRule[] {
  return app.once(readRules);
}

/** The rules that a resource holds: those inside a group, or the one that stands alone. */
export function rulesHeldBy(holder: Resource, app: AppModel): readonly GroupRule[] {
  return app.once(rulesByHolder).get(holder) ?? [];
}

function rulesByHolder(app: AppModel): ReadonlyMap<Resource, readonly GroupRule[]> {
  const byHolder = new Map<Resource, GroupRule[]>();
  for (const rule of groupRules(app)) byHolder.set(rule.holder, [...(byHolder.get(rule.holder) ?? []), rule]);
  return byHolder;
}

/** The rules of one group, its own and those that stand alone. */
export function rulesOfGroup(group: Resource, direction: Direction, app: AppModel): readonly GroupRule[] {
  return app.once(rulesByGroup).get(`${direction} ${group.id}`) ?? [];
}

function rulesByGroup(app: AppModel): ReadonlyMap<string, readonly GroupRule[]> {
  const byGroup = new Map<string, GroupRule[]>();
  for (const rule of groupRules(app)) {
    if (rule.group === undefined) continue;
    const key = `${rule.direction} ${rule.group.id}`;
    byGroup.set(key, [...(byGroup.get(key) ?? []), rule]);
  }
  return byGroup;
}

function readRules(app: AppModel): readonly GroupRule[] {
  const alone = (['ingress', 'egress'] as const).flatMap(direction => app.ofType(STANDALONE[direction]).map(holder => {
    const group = app.resourceOf(holder.get('GroupId') ?? holder.get('GroupName'));
    const isGroup = group?.type === 'AWS::EC2::SecurityGroup';
    return ruleOf(holder.properties, direction, app, { holder, group: isGroup ? group : undefined, certain: true });
  }));
  const withEgress = new Set(alone.filter(rule => rule.direction === 'egress').map(rule => rule.group?.id));
  const inline = app.ofType('AWS::EC2::SecurityGroup').flatMap(group => (['ingress', 'egress'] as const).flatMap(direction => {
    const rules = inlineRules(group, direction, app);
    return direction === 'egress' && rules.length === 0 && !withEgress.has(group.id) ? [defaultRule(group)] : rules;
  }));
  return [...inline, ...alone];
}

function inlineRules(group: Resource, direction: Direction, app: AppModel): readonly GroupRule[] {
  const property = LISTS[direction];
  const lists = alternativesOf(group.get(property));
  return lists.flatMap(list => valuesOf(list).flatMap((entry, index) => {
    const where = { holder: group, group, property: `${property}.${index}`, certain: lists.length === 1 && !(entry instanceof Unknown) };
    return alternativesOf(entry).filter(one => one !== undefined).map((one): GroupRule => ruleOf(one, direction, app, where));
  }));
}

/**
 * EC2 opens the egress of a group that says nothing about it.
 *
 * CloudFormation takes that rule away with the first egress rule, also with one that stands alone: CDK relies on it.
 */
function defaultRule(group: Resource): GroupRule {
  const traffic = trafficOf('-1', undefined, undefined);
  const peers: readonly Peer[] = [{ kind: 'range', text: '0.0.0.0/0', range: rangeOf('0.0.0.0/0')! }];
  return { direction: 'egress', traffic, peers, holder: group, group, property: LISTS.egress, certain: true, isDefault: true };
}

function ruleOf(rule: Value, direction: Direction, app: AppModel, where: Pick<GroupRule, 'holder' | 'group' | 'certain' | 'property'>): GroupRule {
  const side = direction === 'ingress' ? 'Source' : 'Destination';
  const of = (name: string): Value => entryOf(rule, name);
  const groups = [of(`${side}SecurityGroupId`), of(`${side}SecurityGroupName`)].filter(value => value !== undefined);
  const lists = [of(`${side}PrefixListId`)].filter(value => value !== undefined);
  const ranges = [...peersInRange(of('CidrIp')), ...peersInRange(of('CidrIpv6'))];
  const peers: readonly Peer[] = isMap(rule)
    ? [...ranges, ...groups.map(group => peerGroup(group, app)), ...lists.map(list => peerList(list, app))]
    : [{ kind: 'open', text: 'a rule that is only known at deployment' }];
  return { direction, traffic: trafficOf(of('IpProtocol'), of('FromPort'), of('ToPort')), peers, ...where };
}

/**
 * Whether any of some groups lets traffic through to or from a place.
 *
 * @param groups the groups of one network interface; nothing for one that is not part of the application
 */
export function groupsLet(groups: readonly (Resource | undefined)[], direction: Direction, ports: Ports, place: Place, app: AppModel): Answer {
  return anyOf(groups.flatMap(group => {
    if (group === undefined) return ['undecided'] as const;
    return rulesOfGroup(group, direction, app).map((rule): Answer => {
      const answers = [carries(rule.traffic, ports), meets(rule.peers, place)];
      if (answers.includes('no')) return 'no';
      return rule.certain && answers.every(answer => answer === 'yes') ? 'yes' : 'undecided';
    });
  }));
}

/** What a security group guards. */
export interface GuardedBy { readonly resource: Resource; readonly kind: 'function' | 'balancer' | 'endpoint' | 'database' | 'other' }

/** The types whose network interfaces groups guard. Source: the CloudFormation resource reference. */
const KINDS: Readonly<Record<`${string}::${string}`, GuardedBy['kind']>> = {
  'AWS::AmazonMQ::Broker': 'database',
  'AWS::ApiGatewayV2::VpcLink': 'other',
  'AWS::AppRunner::VpcConnector': 'other',
  'AWS::AutoScaling::LaunchConfiguration': 'other',
  'AWS::Batch::ComputeEnvironment': 'other',
  'AWS::CodeBuild::Project': 'other',
  'AWS::DAX::Cluster': 'database',
  'AWS::DocDB::DBCluster': 'database',
  'AWS::EC2::Instance': 'other',
  'AWS::EC2::LaunchTemplate': 'other',
  'AWS::EC2::NetworkInterface': 'other',
  'AWS::EC2::VPCEndpoint': 'endpoint',
  'AWS::ECS::Service': 'other',
  'AWS::EFS::MountTarget': 'database',
  'AWS::EKS::Cluster': 'other',
  'AWS::ElastiCache::CacheCluster': 'database',
  'AWS::ElastiCache::ReplicationGroup': 'database',
  'AWS::ElastiCache::ServerlessCache': 'database',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'balancer',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'balancer',
  'AWS::Events::Rule': 'other',
  'AWS::Lambda::Function': 'function',
  'AWS::MSK::Cluster': 'database',
  'AWS::MWAA::Environment': 'other',
  'AWS::Neptune::DBCluster': 'database',
  'AWS::OpenSearchService::Domain': 'database',
  'AWS::RDS::DBCluster': 'database',
  'AWS::RDS::DBInstance': 'database',
  'AWS::RDS::DBProxy': 'database',
  'AWS::Redshift::Cluster': 'database',
};

/** What a group guards, in template order. */
export function guardedBy(group: Resource, app: AppModel): readonly GuardedBy[] {
  return app.once(guarded).get(group.id) ?? [];
}

function guarded(app: AppModel): ReadonlyMap<string, readonly GuardedBy[]> {
  const byGroup = new Map<string, GuardedBy[]>();
  for (const resource of app.ofType(...Object.keys(KINDS))) {
    const used = resource.references.map(reference => reference.resource);
    const groups = new Set(used.filter(one => one.type === 'AWS::EC2::SecurityGroup'));
    const kind = KINDS[resource.type as keyof typeof KINDS];
    for (const group of groups) byGroup.set(group.id, [...(byGroup.get(group.id) ?? []), { resource, kind }]);
  }
  return byGroup;
}

/** The addresses of subnets, where all of them are known. */
export function rangesOfSubnets(subnets: readonly Resource[]): Place['ranges'] {
  const ranges = subnets.map(subnet => rangeIn(subnet.get('CidrBlock')));
  return ranges.every(range => range !== undefined) && ranges.length > 0 ? ranges : undefined;
}
