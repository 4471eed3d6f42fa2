import { Token } from 'aws-cdk-lib';
import { aws_wafv2 as wafv2 } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { authorizerProblems } from './authorizer-problems';
import { isEnhanced } from './tls';
import { MANAGED_RULES } from './web-acl';
import { ApiCors, SecureApiProps, SecureApiType } from '../../secure-api-props';
import { lateListProblems } from '../late-list';

/** Everything that `SecureApi` says about props it cannot take. */
const SAYS = {
  onlyRest: (prop: string, why: string) => `${prop}: an HTTP API ${why}; leave it out, or leave out type: SecureApiType.HTTP`,
  privateDomain: 'domain: a private API answers at the names of its VPC endpoints; leave domain out, or vpcEndpoints',
  upperCase: (name: string) => `domain: domainName: API Gateway takes lower case alone, got ${name}`,
  noEndpoints: 'vpcEndpoints: a private API needs at least one endpoint, got none; leave it out for a public API',
  tls: (policy: string) => `securityPolicy: ${policy} is not one of a regional API that refuses TLS 1.0; leave it out, or take TLS_1_2 or one of the TLS13_1 policies`,
  mutualTls: (policy: string) => `securityPolicy: API Gateway asks callers for certificates (domain: mutualTls) with TLS_1_2 alone, got ${policy}; leave it out, or mutualTls`,
  stageName: (name: string) => `stageName: letters, digits, hyphens and underscores, at most 128, got ${name}`,
  counted: (rule: string) => `firewall: countedRules names ${rule}, which is in none of the groups; the rules are listed in the WAF guide, AWS Managed Rules`,
  global: (arn: string) => `firewall: a web ACL of the scope CLOUDFRONT stands before CloudFront alone; give one of the scope REGIONAL, got ${arn}`,
  wildcard: (origin: string) => `cors: origins: ${origin} lets any website that a user visits call the API from the user's network and read the answers; name the websites`,
  noTls: (origin: string) => `cors: origins: a page without TLS is changed by whoever carries it, so only https:// origins, and http://localhost, are taken, got ${origin}`,
  noOrigin: (origin: string) => `cors: origins: an origin is a scheme, a host and perhaps a port, as in https://www.example.com, got ${origin}`,
  origins: 'cors: origins names no website; leave cors out where none calls the API',
};

/** What is wrong with the props of a `SecureApi`, each as a sentence about the props. */
export function apiProblems(props: SecureApiProps): string[] {
  const type = props.type ?? SecureApiType.REST;
  return [
    ...authorizerProblems(props.authorizer._spec, type),
    ...(type === SecureApiType.HTTP ? httpProblems(props) : restProblems(props)),
    ...firewallProblems(props),
  ];
}

function httpProblems({ firewall, vpcEndpoints, securityPolicy, stageName, accountHasLogRole }: SecureApiProps): string[] {
  return [
    ...(firewall === undefined ? [] : [SAYS.onlyRest('firewall', 'has a web ACL only through CloudFront')]),
    ...(vpcEndpoints === undefined ? [] : [SAYS.onlyRest('vpcEndpoints', 'is always public')]),
    ...(securityPolicy === undefined ? [] : [SAYS.onlyRest('securityPolicy', 'accepts TLS 1.2 and nothing else')]),
    ...(stageName === undefined ? [] : [SAYS.onlyRest('stageName', 'is deployed to the stage $default, which no address shows')]),
    ...(accountHasLogRole === undefined ? [] : [SAYS.onlyRest('accountHasLogRole', 'needs no role to write its log')]),
  ];
}

function restProblems({ vpcEndpoints, domain, securityPolicy, stageName }: SecureApiProps): string[] {
  const isRegional = securityPolicy === undefined || /^(TLS_1_2$|SecurityPolicy_TLS13_1_)/.test(securityPolicy);
  return [
    ...(vpcEndpoints?.length === 0 ? [SAYS.noEndpoints] : []),
    ...(vpcEndpoints !== undefined && domain !== undefined ? [SAYS.privateDomain] : []),
    ...(domain !== undefined && !Token.isUnresolved(domain.domainName) && /[A-Z]/.test(domain.domainName) ? [SAYS.upperCase(domain.domainName)] : []),
    ...(isRegional ? [] : [SAYS.tls(securityPolicy!)]),
    ...(domain?.mutualTls !== undefined && isRegional && isEnhanced(securityPolicy) ? [SAYS.mutualTls(securityPolicy!)] : []),
    ...(stageName === undefined || Token.isUnresolved(stageName) || /^[\w-]{1,128}$/.test(stageName) ? [] : [SAYS.stageName(stageName)]),
  ];
}

function firewallProblems({ firewall }: SecureApiProps): string[] {
  if (firewall?._spec.kind === 'existing') return scopeProblems(firewall._spec.webAcl);
  if (firewall?._spec.kind !== 'managed') return [];
  const { countedRules = [] } = firewall._spec;
  const late = lateListProblems('firewall: countedRules', countedRules, 'each is looked for in the groups of AWS');
  return late.length > 0 ? late : countedRules.filter(rule => !MANAGED_RULES.includes(rule)).map(SAYS.counted);
}

/** What is wrong with the scope of a web ACL, where that is known: its ARN says so too. */
function scopeProblems(webAcl: wafv2.IWebACLRef): string[] {
  const { scope } = webAcl as { scope?: string };
  const arn = webAcl.webAclRef.webAclArn;
  if (scope === 'CLOUDFRONT') return [SAYS.global((webAcl as unknown as IConstruct).node.path)];
  return !Token.isUnresolved(arn) && /:global\/webacl\//.test(arn) ? [SAYS.global(arn)] : [];
}

/** What is wrong with who may call from browsers. */
export function corsProblems({ origins, headers }: Partial<Pick<ApiCors, 'origins' | 'headers'>>, type: SecureApiType): string[] {
  const late = lateListProblems('cors: origins', origins, 'a wildcard among them is refused');
  // The answer of a REST API is one text; an HTTP API takes the list.
  const ofHeaders = type === SecureApiType.REST ? lateListProblems('cors: headers', headers, 'a REST API answers browsers with one text') : [];
  if (late.length > 0) return [...late, ...ofHeaders];
  // Where no types say so, nothing may have been given.
  if (origins === undefined || origins.length === 0) return [...ofHeaders, SAYS.origins];
  return [
    ...ofHeaders,
    ...origins.filter(origin => !Token.isUnresolved(origin)).flatMap(originProblems),
  ];
}

function originProblems(origin: string): string[] {
  if (origin.includes('*') || origin === 'null') return [SAYS.wildcard(origin)];
  if (!/^https?:\/\/[\w.-]+(:\d{1,5})?$/.test(origin)) return [SAYS.noOrigin(origin)];
  return /^http:\/\/(?!localhost(:|$)|127\.0\.0\.1(:|$))/.test(origin) ? [SAYS.noTls(origin)] : [];
}
