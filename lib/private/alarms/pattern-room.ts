import { Names, Token } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** The characters of a pattern at most. Source: the EventBridge guide, quotas */
const PATTERN = 2_048;

/** The characters of an ARN around the name of a secret, in the longest of partitions and Regions, and of the quotes around the ARN. */
const AROUND = 80;

/** What CloudFormation adds to the id of a secret that has no name. */
const ADDED = 13;

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
