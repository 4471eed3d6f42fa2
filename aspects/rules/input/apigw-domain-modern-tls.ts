import { FixLevel } from '../../fix-level';
import { isObject, Json } from '../../model/json';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isOpen, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { patchValueOf, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const LEAST = 'TLS_1_2';

/** Custom domains refuse TLS 1.0 and 1.1. */
export const apigwDomainModernTls: Rule = {
  id: 'apigw-domain-modern-tls',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A custom domain of an API takes TLS 1.2 or later',
  threat: 'Whoever stands between a client and the API, in a public network say, attacks the weak ciphers of TLS 1.0 and 1.1 and reads or changes what passes.',
  remedy: 'Set securityPolicy: SecurityPolicy.TLS_1_2, or one of the newer policies, whose names start with SecurityPolicy_TLS13.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/apigateway-domain-name-tls-check.html',
    'https://cwe.mitre.org/data/definitions/326.html',
  ],
  covers: [
    'cfn_nag:W62', 'kics:8275fab0-68ec-4705-bbf4-86975edb170e', 'guard:API_GW_DOMAIN_DENY_NON_TLS_TRAFFIC', 'trivy:AWS-0005', 'checkov:CKV_AWS_206',
    'securityhub:APIGateway.11', 'trivy:AWS-0112',
  ],
  target: ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'],
  check: (domain: Resource) => (domain.type === 'AWS::ApiGateway::DomainName' ? restDomain(domain) : httpDomain(domain)),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Clients that know nothing newer than TLS 1.1 are refused from then on; the domain and its certificate stay.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('TLS 1.2, which the L2 sets', ({ stack, apigateway }) => {
      new apigateway.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com', securityPolicy: 'TLS_1_2' });
    }),
    compliant('a policy of the new kind', ({ stack, cdk }) => {
      const properties = { DomainName: 'api.example.com', SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' };
      new cdk.CfnResource(stack, 'Domain', { type: 'AWS::ApiGateway::DomainName', properties });
    }),
    compliant('a domain of HTTP APIs, which know nothing older', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com', domainNameConfigurations: [{ endpointType: 'REGIONAL' }] });
    }),
    noncompliantExample('TLS 1.0', ({ stack, apigateway }) => {
      new apigateway.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com', securityPolicy: 'TLS_1_0' });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway }) => {
      new apigateway.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com' });
    }),
    noncompliantExample('TLS 1.0 for a WebSocket API', ({ stack, cdk }) => {
      const properties = { DomainName: 'chat.example.com', DomainNameConfigurations: [{ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_0' }] };
      new cdk.CfnResource(stack, 'Domain', { type: 'AWS::ApiGatewayV2::DomainName', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const policy = new cdk.CfnParameter(stack, 'Policy', { allowedValues: ['TLS_1_0', 'TLS_1_2'] });
      new apigateway.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com', securityPolicy: policy.valueAsString });
    }),
    undecidedExample('left to a parameter for a WebSocket API', ({ stack, cdk, apigatewayv2 }) => {
      const policy = new cdk.CfnParameter(stack, 'Policy', { allowedValues: ['TLS_1_0', 'TLS_1_2'] });
      new apigatewayv2.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com', domainNameConfigurations: [{ securityPolicy: policy.valueAsString }] });
    }),
  ],
};

/** All other policies begin with TLS 1.2 at least. Source: the API Gateway API reference, SecurityPolicy, as botocore 1.44 has it. */
function isOld(policy: unknown): boolean {
  return /^(TLS_1_0|TLS_1_1)$/i.test(String(policy));
}

function restDomain(domain: Resource): Found | undefined {
  const property = 'SecurityPolicy';
  const policy = domain.get(property);
  // The default has changed over the years, and differs by endpoint: what is not said is not sure to stay.
  if (policy === undefined) return noncompliant(domain, 'nothing says that the domain refuses TLS 1.0', { property, severity: Severity.LOW });
  return judged(domain, ask(policy, isOld), property);
}

function httpDomain(domain: Resource): Found | undefined {
  const property = 'DomainNameConfigurations';
  const configurations = alternativesOf(domain.get(property)).flatMap(list => (isOpen(list) ? [list] : valuesOf(list).flatMap(alternativesOf)));
  const answers = configurations.map((one: Value): Answer => (isOpen(one) ? 'undecided' : ask(entryOf(one, 'SecurityPolicy'), isOld)));
  return judged(domain, answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no', property);
}

function judged(domain: Resource, old: Answer, property: string): Found | undefined {
  if (old === 'no') return undefined;
  return old === 'yes' ? noncompliant(domain, 'the domain takes TLS 1.0 and 1.1', { property })
    : undecided(domain, 'only the deployment knows which TLS versions the domain takes', { property });
}

function repair(domain: Resource): Repair | Declined {
  if (domain.type === 'AWS::ApiGateway::DomainName') return { level: FixLevel.STRICT, patches: [new SetProperty(domain, 'SecurityPolicy', LEAST)] };
  const properties = domain.definition.Properties;
  const written = isObject(properties) ? properties.DomainNameConfigurations : undefined;
  const raise = (one: Json) => (isObject(one) && isOld(one.SecurityPolicy) ? { ...one, SecurityPolicy: LEAST } : one);
  const raised = Array.isArray(written) ? patchValueOf(domain, written.map(raise)) : undefined;
  if (raised === undefined) return { declined: 'DomainNameConfigurations is no plain list, or refers to something outside of the application' };
  return { level: FixLevel.STRICT, patches: [new SetProperty(domain, 'DomainNameConfigurations', raised)] };
}
