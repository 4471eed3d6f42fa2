import { Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Source: the IAM guide, name requirements for IAM entities. */
const LONGEST_NAME = 64;
/** As `ap-northeast-1`, with some room. */
const LONGEST_REGION = 16;

/** The name of a role that somebody has to know before it is created; it tells stacks, applications and Regions apart, since an account has its roles in common. */
export function roleName(role: iam.IRole): string {
  return `${Names.uniqueResourceName(role, { maxLength: LONGEST_NAME - LONGEST_REGION - 1, separator: '-' })}-${Stack.of(role).region}`;
}
