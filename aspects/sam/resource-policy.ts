import { isNothing, mapOf } from './intrinsic';
import { Json, JsonObject, listOf } from '../model/json';

/** The lists of addresses and networks that SAM knows: the condition under which a caller is denied. */
const DENIALS: readonly { readonly lists: readonly string[]; readonly operator: string; readonly key: string; readonly only?: RegExp }[] = [
  { lists: ['IpRangeBlacklist'], operator: 'IpAddress', key: 'aws:SourceIp' },
  { lists: ['IpRangeWhitelist'], operator: 'NotIpAddress', key: 'aws:SourceIp' },
  { lists: ['SourceVpcBlacklist', 'IntrinsicVpcBlacklist'], operator: 'StringEquals', key: 'aws:SourceVpc', only: /^vpc-/ },
  { lists: ['SourceVpcBlacklist', 'IntrinsicVpceBlacklist'], operator: 'StringEquals', key: 'aws:SourceVpce', only: /^vpce-/ },
  { lists: ['SourceVpcWhitelist', 'IntrinsicVpcWhitelist'], operator: 'StringNotEquals', key: 'aws:SourceVpc', only: /^vpc-/ },
  { lists: ['SourceVpcWhitelist', 'IntrinsicVpceWhitelist'], operator: 'StringNotEquals', key: 'aws:SourceVpce', only: /^vpce-/ },
];

/**
 * The policy of an API that `ResourcePolicy` stands for: who is let in by account, and everybody but those whom a list
 * of addresses or networks keeps out.
 *
 * @param resources what of the API it is about
 */
export function resourcePolicy(written: Json, resources: readonly Json[]): JsonObject {
  return { Version: '2012-10-17', Statement: policyStatements(written, resources) };
}

/** The statements of such a policy. */
export function policyStatements(written: Json, resources: readonly Json[]): readonly JsonObject[] {
  const policy = mapOf(written);
  const statement = (Effect: string, Principal: Json, Condition?: JsonObject): JsonObject =>
    ({ Effect, Principal, Action: 'execute-api:Invoke', Resource: resources, ...(Condition && { Condition }) });
  const accounts = (list: string, effect: string): readonly JsonObject[] =>
    (isNothing(policy[list]) ? [] : [statement(effect, { AWS: listOf<Json>(policy[list] as Json) })]);
  const denials = DENIALS.flatMap(({ lists, operator, key, only }) => {
    const values = lists.flatMap(list => listOf<Json>(policy[list] as Json)).filter(value => !(only && typeof value === 'string' && !only.test(value)));
    return values.length === 0 ? [] : [statement('Deny', '*', { [operator]: { [key]: values } })];
  });
  return [
    ...accounts('AwsAccountWhitelist', 'Allow'),
    ...accounts('AwsAccountBlacklist', 'Deny'),
    ...(denials.length === 0 ? [] : [statement('Allow', '*')]),
    ...denials,
    ...listOf<Json>(policy.CustomStatements as Json).filter((one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one)),
  ];
}
