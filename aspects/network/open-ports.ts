import { anyOf } from './answers';
import { isEverybody } from './peer';
import { GroupRule, rulesHeldBy } from './security-groups';
import { describe, isOnePort, Ports, Traffic } from './traffic';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** The rules of others that ask whether a group lets the whole world in, on whatever port. */
export const INGRESS_COVERS: readonly string[] = [
  'cdk-nag:EC2RestrictedInbound', 'cfn_nag:W2', 'trivy:AWS-0107', 'guard:EC2_SECURITY_GROUP_INGRESS_OPEN_TO_WORLD_RULE',
  'kics:4a1e6b34-1008-4e61-a5f2-1f7c276f8d14', 'kics:9564406d-e761-4e61-b8d7-5926e3ab8e79', 'cfripper:EC2SecurityGroupOpenToWorldRule',
  'cfripper:EC2SecurityGroupIngressOpenToWorldRule', 'securityhub:EC2.18',
  'cfn_nag:W9', 'guard:SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE', // whatever is wider than one address
];

/** How messages name what listens, and the ports that it listens on. */
export type NamedPorts = Readonly<Record<string, readonly number[]>>;

export const SSH: NamedPorts = { SSH: [22] };
export const REMOTE_DESKTOP: NamedPorts = { 'Remote Desktop': [3389] };
export const HTTP: NamedPorts = { HTTP: [80] };

/**
 * What is attacked as soon as it is reachable; SSH, Remote Desktop and HTTP have rules of their own.
 *
 * Source: the high-risk ports of Security Hub's control EC2.19, the registered ports of the databases and caches that AWS offers, and what IANA's registry of
 * service names and ports or the makers' own documents say of those that others count as sensitive. In November 2026 compared with the lists of
 * EC2.19, of AWS Config's restricted-common-ports, and of cdk-nag 3, KICS and Prowler: of theirs only DNS (53) is missing, which may be meant for everybody;
 * security-group-no-open-ingress reports it.
 */
export const RISKY_PORTS: NamedPorts = {
  'FTP': [20, 21],
  'Telnet': [23],
  'mail': [25, 110, 143],
  'SFTP of old': [115],
  'Windows services': [135, 137, 138, 139, 445, 3020, 5985, 5986], // 3020 is registered for CIFS, the last two are remote management
  'SNMP': [161],
  'LDAP': [389, 636],
  'NFS': [2049],
  'Kerberos': [88, 464, 749, 750],
  'SQL Server': [1433, 1434, 2382, 2383],
  'Oracle': [1521, 1522, 2483, 2484],
  'MySQL': [3306, 3309, 4333], // the second stands in the list of cdk-nag
  'PostgreSQL': [5432],
  'Redshift': [5439],
  'MongoDB': [27017, 27018],
  'Cassandra': [7000, 7001, 7199, 9042, 9160, 61620, 61621],
  'Kafka': [9092],
  'Redis': [6379],
  'Memcached': [11211, 11214, 11215],
  'OpenSearch': [5601, 9200, 9300],
  'Hadoop': [8020, 9000, 50070, 50470],
  'Docker': [2375, 2376],
  'VNC': [5500, 5900],
  'Salt': [4505, 4506],
  'Puppet': [8140],
  'web consoles': [9090], // registered for the System Manager of AIX; Prometheus and Cockpit listen there
  'development servers': [3000, 5000, 8000, 8080, 8088, 8888],
};

/** What listens on UDP too: Kerberos, NetBIOS, SNMP, LDAP, the browser of SQL Server, NFS, Remote Desktop, Memcached. Source: IANA's registry. */
const OVER_UDP = [88, 137, 138, 161, 389, 464, 1434, 2049, 3389, 11211];

const NAMED = new Set([SSH, REMOTE_DESKTOP, HTTP, RISKY_PORTS].flatMap(ports => Object.values(ports)).flat());

/** Whether some traffic is one port that has a rule of its own. */
export function hasRuleOfItsOwn(traffic: Traffic): boolean {
  const port = traffic.ports.from;
  return isOnePort(traffic) && (traffic.protocol !== 'udp' || OVER_UDP.includes(port)) && NAMED.has(port);
}

/**
 * Finds the rules of a security group that let the whole world in on one of some ports.
 *
 * @param isAsked which rules to look at
 */
export function* openPorts(holder: Resource, named: NamedPorts, app: AppModel, isAsked: (rule: GroupRule) => boolean = () => true): Generator<Found> {
  for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === 'ingress' && isAsked(one))) {
    const everybody = isOpenToAll(rule);
    const carried = Object.entries(named).map(([name, ports]) => ({ name, carried: anyOf(ports.map(port => carriesPort(rule, port))) }))
      .filter(one => one.carried !== 'no');
    if (everybody === 'no' || carried.length === 0) continue;
    const certain = carried.filter(one => one.carried === 'yes');
    const names = (certain.length > 0 ? certain : carried).map(({ name }) => name);
    const what = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    const [text] = rule.peers.filter(peer => isEverybody(peer) !== 'no').map(peer => peer.text);
    const details = { property: rule.property, detail: `${describe(rule.traffic)} from ${text}` };
    if (everybody === 'yes' && certain.length > 0) yield noncompliant(holder, `${describe(rule.traffic)} is open to ${text}: ${what}`, details);
    else yield undecided(holder, `whether ${what} is open to the whole world is only known at deployment`, details);
  }
}

/** Whether a rule speaks of the whole world. */
export function isOpenToAll(rule: GroupRule): Answer {
  const answer = anyOf(rule.peers.map(isEverybody));
  return answer === 'yes' && !rule.certain ? 'undecided' : answer;
}

/** Whether a rule speaks of one of some ports. */
export function carriesOneOf(rule: GroupRule, named: NamedPorts): Answer {
  return anyOf(Object.values(named).flat().map(port => carriesPort(rule, port)));
}

function carriesPort({ traffic: { protocol, ports, open } }: GroupRule, port: number): Answer {
  if (protocol === 'any') return 'yes';
  if (protocol === undefined) return open || within(port, ports) ? 'undecided' : 'no';
  if (protocol !== 'tcp' && !(protocol === 'udp' && OVER_UDP.includes(port))) return 'no';
  return open ? 'undecided' : within(port, ports) ? 'yes' : 'no';
}

function within(port: number, { from, to }: Ports): boolean {
  return from <= port && port <= to;
}
