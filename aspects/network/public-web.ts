import { GroupRule, guardedBy } from './security-groups';
import { isOnePort, Traffic } from './traffic';
import type { AppModel } from '../model/app-model';
import { sameValue } from '../model/value';

const WEB_PORTS = [80, 443];

/** Whether some traffic is one port of the web. */
export function isWeb(traffic: Traffic): boolean {
  return isOnePort(traffic) && WEB_PORTS.includes(traffic.ports.from);
}

/** Whether a rule lets callers in to the web, in a group that guards nothing but load balancers which face the internet. */
export function isWebOfPublicBalancer({ group, traffic }: GroupRule, app: AppModel): boolean {
  const guarded = group === undefined ? [] : guardedBy(group, app);
  return isWeb(traffic) && guarded.length > 0
    && guarded.every(({ resource, kind }) => kind === 'balancer' && !sameValue(resource.get('Scheme') ?? 'internet-facing', 'internal'));
}
