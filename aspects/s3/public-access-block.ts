/** The four settings that block public access to a bucket. */
export const SETTINGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

/** The property that holds them. */
export const BLOCKS = 'PublicAccessBlockConfiguration';

/** All of them on. */
export const ALL_BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } as const;

/**
 * The rules of others that ask whether public access to a bucket is blocked, all of it or one setting of the four.
 *
 * They fault a bucket that says nothing, too: what holds for it depends on when it was made.
 */
export const BLOCK_COVERS: readonly string[] = [
  'cdk-nag:S3BucketPublicReadProhibited', 'cdk-nag:S3BucketPublicWriteProhibited', 'cdk-nag:S3BucketLevelPublicAccessProhibited',
  'checkov:CKV_AWS_53', 'checkov:CKV_AWS_54', 'checkov:CKV_AWS_55', 'checkov:CKV_AWS_56', 'trivy:AWS-0086', 'trivy:AWS-0087', 'trivy:AWS-0091',
  'trivy:AWS-0093', 'trivy:AWS-0094', 'guard:S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED', 'guard:S3_BUCKET_PUBLIC_READ_PROHIBITED',
  'guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'kics:350cd468-0e2c-44ef-9d22-cfb73a62523c', 'kics:48f100d9-f499-4c6d-b2b8-deafe47ffb26',
  'kics:6c8d51af-218d-4bfb-94a9-94eabaa0703a', 'kics:860ba89b-b8de-4e72-af54-d6aee4138a69',
];
