import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { groupsOf } from './function-group';
import { refuseWaiting } from '../operations/waiting-stacks';

const SAYS = {
  remedy: (own: string) => (stack: string) =>
    `the rules of allowTo would stand in ${own}, which could only be deployed after it: say it from ${stack} alone, as peer.connections.allowFrom(fn, port)`,
};

/** What a function is let out to in other stacks: none of them may wait for that of the function, where the rules stand. */
export class YoungerPeers {
  readonly #groups: ec2.ISecurityGroup[] = [];

  public constructor(private readonly fn: Construct) {}

  /** Notes a peer, of which is asked when everything is made. */
  public note(other: ec2.IConnectable): void {
    const own = Stack.of(this.fn);
    const groups = groupsOf(other).filter(group => Stack.of(group) !== own);
    if (groups.length === 0) return;
    if (this.#groups.length === 0) refuseWaiting(this.fn, () => ({ allowTo: this.#groups }), SAYS.remedy(own.node.path));
    this.#groups.push(...groups);
  }
}
