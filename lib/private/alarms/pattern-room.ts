import { Names, Stack, Token } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';

/** The characters of a pattern at most. Source: the EventBridge guide, quotas */
export const PATTERN = 2_048;

/** The characters of an ARN around the name of a secret, in the longest of partitions and Regions, and of the quotes around the ARN. */
const AROUND = 80;

/** What CloudFormation adds to the id of a secret that has no name. */
const ADDED = 13;

/** The most characters of an ARN that only the deployment knows, such as a role's, which has a name of 64. */
const UNKNOWN_ARN = 102;

/** What CloudTrail names a role by: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_ID = 21;

/** The longest names of Regions, such as `ap-southeast-1`. */
const REGION = 14;

/** The quotes and commas of three names, and the end of the last one, or that it may have any: `{"prefix":"-"}`. */
const NAMED_THRICE = 3 * 3 + '{"prefix":"-"}'.length;

/**
 * Secrets in as many groups as it takes for the pattern of each to have room for them.
 *
 * @param times how often a pattern names a secret
 * @param besides the characters that it needs for what else it says
 */
export function inRules(secrets: readonly secretsmanager.ISecret[], times: number, besides: number): secretsmanager.ISecret[][] {
  const groups: secretsmanager.ISecret[][] = [];
  let left = 0;
  for (const secret of secrets) {
    const taken = times * (AROUND + nameLength(secret));
    if (groups.length > 0 && taken <= left) {
      groups[groups.length - 1].push(secret);
    } else {
      groups.push([secret]);
      left = PATTERN - besides;
    }
    left -= taken;
  }
  return groups;
}

/** The id of what stands for one of several groups; the first has the plain one. */
export function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}${index + 1}`;
}

/** How long a name is, or will be at most: CloudFormation makes one of the id, which follows from the place. */
function nameLength(secret: secretsmanager.ISecret): number {
  const { defaultChild } = secret.node;
  if (defaultChild instanceof secretsmanager.CfnSecret) {
    const { name } = defaultChild;
    return name !== undefined && !Token.isUnresolved(name) ? name.length : Names.nodeUniqueId(defaultChild.node).length + ADDED;
  }
  return Token.isUnresolved(secret.secretName) ? ADDED : secret.secretName.length;
}

/**
 * How many characters a pattern has once it is deployed, where some secrets are named in it by their names, and by their ARNs with and without the end.
 *
 * @param besides the pattern without these names
 */
export function patternSize(scope: IConstruct, secrets: readonly secretsmanager.ISecret[], besides: unknown): number {
  const { region, account } = Stack.of(scope);
  const known: Readonly<Record<string, number>> = {
    'AWS::AccountId': 12, 'AWS::Partition': RegionInfo.get(region).partition?.length ?? 'aws'.length, 'AWS::Region': REGION,
  };
  const lengthOf = (value: unknown): number => {
    if (typeof value === 'string') return value.length;
    const { 'Ref': name, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as { 'Ref'?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
    if (join !== undefined) return join[0].length * (join[1].length - 1) + join[1].reduce<number>((sum, part) => sum + lengthOf(part), 0);
    return attribute?.[1] === 'RoleId' ? ROLE_ID : known[String(name)] ?? UNKNOWN_ARN;
  };
  const text = JSON.stringify(Stack.of(scope).resolve(besides), (_key, value) => (isReference(value) ? 'x'.repeat(lengthOf(value)) : value));
  const around = 'arn::secretsmanager:::secret:'.length + known['AWS::Partition'] + (Token.isUnresolved(region) ? REGION : region.length)
    + (Token.isUnresolved(account) ? known['AWS::AccountId'] : account.length);
  return text.length + secrets.reduce((sum, secret) => sum + NAMED_THRICE + 2 * around + 3 * nameLength(secret), 0);
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).some(key => key === 'Ref' || key.startsWith('Fn::'));
}
