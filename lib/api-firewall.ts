import { aws_wafv2 as wafv2 } from 'aws-cdk-lib/interfaces';
import { FirewallSpec } from './private/api/firewall-spec';

/** How a web ACL judges requests. */
export interface ManagedFirewallProps {
  /**
   * How many requests one address may send in five minutes before it is blocked, from 10 to 2,000,000,000.
   *
   * @default - 2000, about seven each second: many people share one address in offices and mobile networks
   */
  readonly requestsPerAddress?: number;

  /**
   * Rules of AWS's managed groups that count what they match and let it pass, by name: `SizeRestrictions_BODY` for bodies of more than 8 KB,
   * or a rule that mistakes your own requests for an attack.
   *
   * @default - every rule blocks
   */
  readonly countedRules?: string[];
}

/**
 * What stands before a REST API.
 */
export class ApiFirewall {
  /**
   * A web ACL of its own: AWS's managed groups for common attacks, known bad inputs, SQL injection and addresses of ill repute, and a rate
   * for each address. What it blocks and counts is logged, without the headers that authorize, those that a Lambda authorizer decides on included; where
   * one decides on query parameters, without the query.
   *
   * @param props how it judges requests
   */
  public static managed(props: ManagedFirewallProps = {}): ApiFirewall {
    return new ApiFirewall({ kind: 'managed', ...props });
  }

  /**
   * A web ACL that stands already, in the same Region, of the scope REGIONAL.
   *
   * @param webAcl the web ACL
   */
  public static existing(webAcl: wafv2.IWebACLRef): ApiFirewall {
    return new ApiFirewall({ kind: 'existing', webAcl });
  }

  /**
   * No web ACL. The audit's finding on the stage is accepted for the reason given here.
   *
   * @param reason why none stands before the API, as it will appear in the reports
   */
  public static none(reason: string): ApiFirewall {
    return new ApiFirewall({ kind: 'none', reason });
  }

  /** @internal */
  public readonly _spec: FirewallSpec;

  private constructor(spec: FirewallSpec) {
    this._spec = spec;
  }
}
