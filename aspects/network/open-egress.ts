import { anyOf } from './answers';
import { isEverybody } from './peer';
import { GroupRule } from './security-groups';
import { describe, isOnePort } from './traffic';
import { Answer } from '../model/value';

/** The rules of others that ask whether a group lets traffic out to anywhere. Those that ask whether it says anything at all are security-group-egress-stated. */
export const EGRESS_COVERS: readonly string[] = [
  'checkov:CKV_AWS_382', 'trivy:AWS-0104', 'cfn_nag:W5', 'guard:EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE', 'kics:1cc2fbd7-816c-4fbf-ad6d-38a4afa4312a',
];

/** Whether an egress rule lets traffic out to the whole world. */
export function isOpenEgress(rule: GroupRule): Answer {
  if (rule.direction !== 'egress') return 'no';
  const answer = anyOf(rule.peers.map(isEverybody));
  return answer === 'yes' && !rule.certain ? 'undecided' : answer;
}

/** Whether an egress rule is for one port, and so says what it is for. */
export function isNarrow(rule: GroupRule): boolean {
  return isOnePort(rule.traffic);
}

/** Says what an open egress rule lets out, and to whom. */
export function openEgressMessage(rule: GroupRule): string {
  if (rule.isDefault === true) return 'the group says nothing about egress, so EC2 lets everything out to anywhere';
  const [text] = rule.peers.filter(peer => isEverybody(peer) === 'yes').map(peer => peer.text);
  return `${describe(rule.traffic)} may leave to ${text}`;
}
