import { Generation, Owner } from './generation';
import { alphanumeric, compact, getAtt, isNothing, mapOf, ref } from './intrinsic';
import { isObject, Json, JsonObject, listOf } from '../model/json';

/** `Domain` of a REST API: its domain name, base paths and DNS records. SAM's hash in the domain's id is left out. */
export function restDomain(generation: Generation, owner: Owner, stage: string): void {
  const domain = domainOf(owner);
  if (!domain) return;
  const isEdge = domain.EndpointConfiguration === 'EDGE';
  const id = generation.once(`domain ${JSON.stringify(domain.DomainName)}`, () => generation.add(owner, `${owner.logicalId}DomainName`, 'AWS::ApiGateway::DomainName', {
    DomainName: domain.DomainName,
    [isEdge ? 'CertificateArn' : 'RegionalCertificateArn']: domain.CertificateArn,
    EndpointConfiguration: { Types: [domain.EndpointConfiguration ?? 'REGIONAL'] },
    SecurityPolicy: domain.SecurityPolicy,
    EndpointAccessMode: domain.EndpointAccessMode,
    MutualTlsAuthentication: domain.MutualTlsAuthentication,
    OwnershipVerificationCertificateArn: domain.OwnershipVerificationCertificateArn,
  }));
  generation.name(owner.logicalId, 'DomainName', id);
  for (const path of basePaths(domain)) {
    generation.add(owner, `${owner.logicalId}${pathSuffix(path)}BasePathMapping`, 'AWS::ApiGateway::BasePathMapping', {
      DomainName: ref(id), RestApiId: ref(owner.logicalId), Stage: ref(stage), BasePath: typeof path === 'string' ? path.replace(/^\//, '') : path,
    });
  }
  addRecords(generation, owner, domain, id, isEdge ? 'Distribution' : 'Regional');
}

/** `Domain` of an HTTP or a WebSocket API. */
export function httpDomain(generation: Generation, owner: Owner, stage: string): void {
  const domain = domainOf(owner);
  if (!domain) return;
  const id = generation.once(`domain ${JSON.stringify(domain.DomainName)}`, () => generation.add(owner, `${owner.logicalId}DomainName`, 'AWS::ApiGatewayV2::DomainName', {
    DomainName: domain.DomainName,
    DomainNameConfigurations: [compact({
      CertificateArn: domain.CertificateArn,
      EndpointType: domain.EndpointConfiguration ?? 'REGIONAL',
      SecurityPolicy: domain.SecurityPolicy,
      OwnershipVerificationCertificateArn: domain.OwnershipVerificationCertificateArn,
    })],
    MutualTlsAuthentication: domain.MutualTlsAuthentication,
  }));
  generation.name(owner.logicalId, 'DomainName', id);
  for (const path of basePaths(domain)) {
    generation.add(owner, `${owner.logicalId}${pathSuffix(path)}ApiMapping`, 'AWS::ApiGatewayV2::ApiMapping', {
      DomainName: ref(id), ApiId: ref(owner.logicalId), Stage: ref(stage), ApiMappingKey: typeof path === 'string' ? path.replace(/^\//, '') : path,
    });
  }
  addRecords(generation, owner, domain, id, 'Regional');
}

function domainOf({ properties }: Owner): JsonObject | undefined {
  const domain = mapOf(properties.Domain);
  return isNothing(domain.DomainName) ? undefined : domain;
}

/** The base paths; one without a path where none is written. */
function basePaths({ BasePath }: JsonObject): readonly Json[] {
  const paths = listOf<Json>(BasePath as Json);
  return paths.length === 0 ? [undefined] : paths;
}

function pathSuffix(path: Json): string {
  return typeof path === 'string' && path !== '/' ? alphanumeric(path) : '';
}

function addRecords(generation: Generation, owner: Owner, { DomainName, Route53 }: JsonObject, domain: string, kind: string): void {
  if (!isObject(Route53) || (isNothing(Route53.HostedZoneId) && isNothing(Route53.HostedZoneName))) return;
  const target = { HostedZoneId: getAtt(domain, `${kind}HostedZoneId`), DNSName: getAtt(domain, `${kind}DomainName`) };
  generation.add(owner, `${owner.logicalId}RecordSetGroup`, 'AWS::Route53::RecordSetGroup', {
    HostedZoneId: Route53.HostedZoneId,
    HostedZoneName: Route53.HostedZoneName,
    RecordSets: ['A', ...(Route53.IpV6 === true ? ['AAAA'] : [])].map(Type => ({ Name: DomainName, Type, AliasTarget: target })),
  });
}
