import { Resource } from '../model/resource';
import { ask, booleanOf } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** The canned ACLs that let in others than the bucket's owner. Source: the S3 guide, canned ACLs. */
const PUBLIC_ACLS = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'] as const;
export type PublicAcl = typeof PUBLIC_ACLS[number];

/** Whether a canned ACL lets in others than the bucket's owner. */
export function isPublicAcl(acl: unknown): boolean {
  return (PUBLIC_ACLS as readonly unknown[]).includes(acl);
}

/** Finds a canned ACL, unless the bucket is told to ignore public ones. */
export function cannedAcl(bucket: Resource, acl: PublicAcl, wrong: string): Found | undefined {
  const property = 'AccessControl';
  const open = ask(bucket.get(property), given => given === acl);
  if (open === 'no' || booleanOf(bucket.get('PublicAccessBlockConfiguration.IgnorePublicAcls')) === true) return undefined;
  return open === 'yes' ? noncompliant(bucket, wrong, { property })
    : undecided(bucket, `only the deployment knows whether the ACL of the bucket is ${acl}`, { property });
}
