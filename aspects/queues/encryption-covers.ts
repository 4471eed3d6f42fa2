/** The rules of others that fault a queue unless it says how it is encrypted: one that says nothing, and one that is told not to. */
export const QUEUE_STATED_COVERS: readonly string[] = ['kics:12726829-93ed-4d51-9cbe-13423f4299e1', 'trivy:AWS-0096'];

/** Those that ask for a key of KMS besides. */
export const QUEUE_KEY_COVERS: readonly string[] = ['cfn_nag:W48', 'checkov:CKV_AWS_27', 'guard:SQS_QUEUE_KMS_MASTER_KEY_ID_RULE'];
