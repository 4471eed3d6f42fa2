import { ownEntry } from '../model/json';
import { Answer, isOpen, numberOf, Value } from '../model/value';

/** Which packets a rule speaks of. */
export interface Traffic {
  /** `any`, `tcp`, `udp`, `icmp`, `icmpv6`, or another protocol's number; nothing where only the deployment knows it. */
  readonly protocol?: string;
  /** The first and the last port, of TCP and UDP; 0 and 65535 where all are meant. */
  readonly ports: Ports;
  /** Whether the ports are only known at deployment. */
  readonly open: boolean;
}

/** A range of ports, both ends included. */
export interface Ports { readonly from: number; readonly to: number }

const ALL_PORTS: Ports = { from: 0, to: 65535 };

/** What a client on Linux receives its answers on. */
export const RETURN_PORTS: Ports = { from: 32768, to: 60999 };

const PROTOCOLS: Readonly<Record<string, string>> = { '-1': 'any', 'all': 'any', '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

/** Reads protocol and ports, in the spellings of security groups and of network ACLs. */
export function trafficOf(protocol: Value, from: Value, to: Value): Traffic {
  const word = String(protocol).toLowerCase();
  const name = isOpen(protocol) || protocol === undefined ? undefined : ownEntry(PROTOCOLS, word) ?? word;
  if (name !== 'tcp' && name !== 'udp' && name !== undefined) return { protocol: name, ports: ALL_PORTS, open: false };
  const open = [from, to].some(port => isOpen(port));
  const [first, last] = [numberOf(from) ?? -1, numberOf(to) ?? numberOf(from) ?? -1];
  // Without ports, or with -1, all are meant; EC2 refuses a range that ends before it begins.
  return { protocol: name, ports: open || first < 0 ? ALL_PORTS : { from: first, to: Math.max(first, last) }, open };
}

/** Whether all of some TCP ports are among the traffic. */
export function carries(traffic: Traffic, ports: Ports): Answer {
  if (traffic.protocol === 'any') return 'yes';
  if (traffic.protocol === undefined) return 'undecided';
  if (traffic.protocol !== 'tcp') return 'no';
  if (traffic.open) return 'undecided';
  return traffic.ports.from <= ports.from && ports.to <= traffic.ports.to ? 'yes' : 'no';
}

/** Whether the traffic is one port and no more. */
export function isOnePort(traffic: Traffic): boolean {
  return traffic.protocol !== 'any' && !traffic.open && traffic.ports.from === traffic.ports.to;
}

/** The traffic in words: `TCP port 443`, `all traffic`. */
export function describe({ protocol, ports, open }: Traffic): string {
  if (protocol === 'any') return 'all traffic';
  const name = protocol === undefined ? 'traffic of some protocol' : protocol.toUpperCase();
  if (open || !['tcp', 'udp'].includes(protocol ?? '')) return name;
  if (ports.from === 0 && ports.to === 65535) return `all ${name} ports`;
  return ports.from === ports.to ? `${name} port ${ports.from}` : `${name} ports ${ports.from} to ${ports.to}`;
}
