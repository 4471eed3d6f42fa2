import { Construct } from 'constructs';
import { SecureApiProps } from '../../secure-api-props';
import { SecureApiRoute } from '../../secure-api-route';
import { environmentProblems, Given, placedByArn, regionProblems } from '../environment-problems';

/** What of the things that an API takes is in another account or Region, where API Gateway does not look for it. */
export function placeProblems(api: Construct, { alarms, authorizer, domain, firewall, logKey, vpcEndpoints }: SecureApiProps): string[] {
  const acl = firewall?._spec;
  return [
    ...regionProblems(api, 'logKey', logKey),
    ...environmentProblems(api, 'alarms', alarms?.topic),
    ...environmentProblems(api, 'domain: certificate', domain && placedByArn(domain.certificate, domain.certificate.certificateArn)),
    ...environmentProblems(api, 'firewall', acl?.kind === 'existing' ? acl.webAcl : undefined),
    ...environmentProblems(api, 'vpcEndpoints', vpcEndpoints),
    ...authorizerPlaceProblems(api, authorizer),
  ];
}

/**
 * What of the functions that a route takes is in another account or Region: only there somebody can let the API invoke them, and without
 * that every request fails.
 */
export function routePlaceProblems(api: Construct, { authorizer, handler }: SecureApiRoute): string[] {
  return [...environmentProblems(api, 'handler', handler as Given), ...authorizerPlaceProblems(api, authorizer)];
}

function authorizerPlaceProblems(api: Construct, authorizer: SecureApiProps['authorizer'] | undefined): string[] {
  const spec = authorizer?._spec;
  return environmentProblems(api, 'authorizer', spec?.kind === 'lambda' ? spec.handler : undefined);
}
