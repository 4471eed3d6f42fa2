import { isPublicAcl } from './public-acl';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { allows, isOpenDocument } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen } from '../model/value';
import { admitsOnlyNamed } from '../policy/admitted';
import { placedStatements } from '../policy/public-statements';
import { attachedPolicies } from '../policy/resource-policies';
import { Found, noncompliant, undecided } from '../rule/found';
import { SetProperty } from '../rule/patch';
import { Declined, Repair } from '../rule/rule';

/** The four settings that block public access to a bucket. */
export const SETTINGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

/** One of them. */
export type Setting = typeof SETTINGS[number];

/** The property that holds them. */
export const BLOCKS = 'PublicAccessBlockConfiguration';

/** All of them on. */
const ALL_BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } as const;

/** The rules of others that ask for all four settings; they fault a bucket that says nothing, too: what holds for it depends on when it was made. */
const ALL_COVERS: readonly string[] = [
  'cdk-nag:S3BucketLevelPublicAccessProhibited', 'guard:S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED', 'guard:S3_BUCKET_PUBLIC_READ_PROHIBITED',
  'guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
];

/** Those that ask for one of them. */
const OWN_COVERS: Readonly<Record<Setting, readonly string[]>> = {
  BlockPublicAcls: ['checkov:CKV_AWS_53', 'kics:48f100d9-f499-4c6d-b2b8-deafe47ffb26', 'trivy:AWS-0086'],
  BlockPublicPolicy: [
    'cdk-nag:S3BucketPublicReadProhibited', 'cdk-nag:S3BucketPublicWriteProhibited', 'checkov:CKV_AWS_54', 'kics:860ba89b-b8de-4e72-af54-d6aee4138a69', 'trivy:AWS-0087',
  ],
  IgnorePublicAcls: ['checkov:CKV_AWS_55', 'kics:6c8d51af-218d-4bfb-94a9-94eabaa0703a', 'trivy:AWS-0091'],
  RestrictPublicBuckets: ['checkov:CKV_AWS_56', 'kics:350cd468-0e2c-44ef-9d22-cfb73a62523c', 'trivy:AWS-0093'],
};

/** What others ask of one setting. */
export function coversOf(setting: Setting): readonly string[] {
  return [...ALL_COVERS, ...OWN_COVERS[setting]];
}

/** What others ask of all of them together, or of each: none is on where nothing is said, and none where all are off. */
export const BLOCK_COVERS: readonly string[] = [...ALL_COVERS, ...SETTINGS.flatMap(setting => OWN_COVERS[setting]), 'trivy:AWS-0094'];

/** Says where all four settings are off, or where nobody can tell of any of them. */
export function allOff(bucket: Resource): Found | undefined {
  const answer = sameForAll(statesOf(bucket));
  if (answer === 'yes') return noncompliant(bucket, 'public access is not blocked: all four settings are off', { property: BLOCKS });
  return answer === 'undecided' ? undecided(bucket, 'only the deployment knows whether public access is blocked', { property: BLOCKS }) : undefined;
}

/** Says where one setting is off and not all of them are: that is one finding, of another rule. */
export function oneOff(bucket: Resource, setting: Setting, what: string): Found | undefined {
  const states = statesOf(bucket);
  const answer = states[SETTINGS.indexOf(setting)];
  if (answer === 'no' || sameForAll(states) !== undefined) return undefined;
  const details = { property: `${BLOCKS}.${setting}` };
  return answer === 'yes' ? noncompliant(bucket, `${what}: ${setting} is off`, details)
    : undecided(bucket, `only the deployment knows whether ${setting} is on`, details);
}

/** Turns on what is off: one setting, or all four. */
export function blocked(bucket: Resource, app: AppModel, setting?: Setting): Repair | Declined {
  // Where public ACLs are blocked, S3 refuses to take one: the deployment would fail.
  const isRefused = setting === undefined || setting === 'BlockPublicAcls';
  if (isRefused && ask(bucket.get('AccessControl'), acl => !isPublicAcl(acl)) !== 'yes') {
    return { declined: 'S3 would refuse a public ACL as soon as it is blocked: remove AccessControl' };
  }
  // So it does a public policy: also one that was there before, as soon as anything in it is changed.
  const policy = setting === undefined || setting === 'BlockPublicPolicy' ? attachedPolicies(bucket, app).find(mayLetEverybodyIn) : undefined;
  if (policy !== undefined) return { declined: `S3 would refuse ${policy.writtenId}, which may let everybody in, as soon as public policies are blocked: name in it whom you mean` };
  const patch = setting === undefined ? new SetProperty(bucket, BLOCKS, ALL_BLOCKED) : new SetProperty(bucket, `${BLOCKS}.${setting}`, true);
  return { level: FixLevel.STRICT, patches: [patch] };
}

/** Whether each setting is off. */
function statesOf(bucket: Resource): readonly Answer[] {
  const states = alternativesOf(bucket.get(BLOCKS)).map(blocks => SETTINGS.map((name): Answer => {
    if (blocks === undefined) return 'no'; // S3 blocks by default.
    // S3 takes the configuration as a whole: what it leaves out is off.
    return isOpen(blocks) ? 'undecided' : ask(entryOf(blocks, name), on => booleanOf(on) !== true);
  }));
  return SETTINGS.map((_, index) => {
    const answers = new Set(states.map(state => state[index]));
    return answers.size === 1 ? [...answers][0] : 'undecided';
  });
}

/** What holds for all four alike. */
function sameForAll(states: readonly Answer[]): Answer | undefined {
  return new Set(states).size === 1 ? states[0] : undefined;
}

/** Whether S3 may take a policy for a public one. It looks at what is allowed alone, not at what is denied. */
function mayLetEverybodyIn(policy: Resource): boolean {
  return alternativesOf(policy.get('PolicyDocument')).some(isOpenDocument)
    || placedStatements(policy).some(({ statement }) => allows(statement) && admitsOnlyNamed(statement) !== 'yes');
}
