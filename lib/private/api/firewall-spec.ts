import { aws_wafv2 as wafv2 } from 'aws-cdk-lib/interfaces';

/** What an `ApiFirewall` was made from. */
export type FirewallSpec = ManagedSpec | ExistingSpec | NoFirewallSpec;

export interface ManagedSpec {
  readonly kind: 'managed';
  readonly requestsPerAddress?: number;
  readonly countedRules?: readonly string[];
}

export interface ExistingSpec {
  readonly kind: 'existing';
  readonly webAcl: wafv2.IWebACLRef;
}

export interface NoFirewallSpec {
  readonly kind: 'none';
  readonly reason: string;
}
