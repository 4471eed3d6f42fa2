import { SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { ApiDomain } from '../../secure-api-props';

/**
 * The policy of TLS where none is given. A domain that asks callers for certificates takes none of the enhanced ones, and an API is asked by its own
 * policy at every domain: so both have the best that is left.
 * Source: the API Gateway guide, choose a security policy for your custom domain, considerations
 */
export function tlsBeside(domain: ApiDomain | undefined): SecurityPolicy {
  return domain?.mutualTls === undefined ? SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09 : SecurityPolicy.TLS_1_2;
}

/** Whether a policy is one of the enhanced ones, which come with an access mode. */
export function isEnhanced(policy: string | undefined): boolean {
  return policy?.startsWith('SecurityPolicy_') === true;
}
