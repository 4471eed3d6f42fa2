import { agreed } from './answers';
import { carriesOneOf, REMOTE_DESKTOP, RISKY_PORTS } from './open-ports';
import { Peer } from './peer';
import { isWorld } from './range';
import { GroupRule, rulesHeldBy } from './security-groups';
import { describe } from './traffic';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** What is attacked first by whoever is in the network already; SSH asks for a key. */
const VALUABLE = { ...REMOTE_DESKTOP, ...RISKY_PORTS };

/** Finds the rules of a security group that let whole ranges of addresses in: on ports that are attacked first, or on all others. */
export function* wideSources(holder: Resource, risky: boolean, app: AppModel): Generator<Found> {
  for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === 'ingress' && isRisky(one) === risky)) {
    const ranges = rule.peers.filter(peer => isWide(peer) !== 'no');
    if (ranges.length === 0) continue;
    const text = ranges.map(peer => peer.text).join(' and ');
    const details = { property: rule.property, detail: `${describe(rule.traffic)} from ${text}` };
    const certain = rule.certain && ranges.some(peer => isWide(peer) === 'yes');
    yield certain ? noncompliant(holder, `${describe(rule.traffic)} is open to every address of ${text}`, details)
      : undecided(holder, `how many addresses ${describe(rule.traffic)} is open to is only known at deployment`, details);
  }
}

function isRisky(rule: GroupRule): boolean {
  return carriesOneOf(rule, VALUABLE) === 'yes';
}

/** Whether a peer is a range of several addresses; the whole world has rules of its own. */
function isWide(peer: Peer): Answer {
  if (peer.kind === 'either') return agreed(peer.options.map(isWide));
  if (peer.kind === 'open') return 'undecided';
  return peer.kind === 'range' && !isWorld(peer.range) && peer.range.bits.length < (peer.range.family === 4 ? 32 : 128) ? 'yes' : 'no';
}
