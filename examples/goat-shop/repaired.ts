/**
 * Everything that can be repaired in the shop. What may refuse callers or drop data is asked for rule by rule, so each is named;
 * the demo fails where one is missing.
 */
export const REPAIRED = [
  'apigw-stage-access-logs', 'apigw-stage-no-data-trace', 'apigw-stage-throttled', 'apigw-stage-traced', 'bucket-access-logs',
  'bucket-customer-key', 'bucket-public-access-block-stated', 'bucket-public-access-blocked', 'bucket-tls-only', 'bucket-versioned',
  'event-source-bounded', 'event-source-failure-destination', 'iam-role-no-aws-managed-policy', 'lambda-async-failure-destination',
  'lambda-env-customer-key', 'lambda-env-no-event-dump', 'lambda-function-json-logs', 'lambda-function-log-group-owned',
  'lambda-function-traced', 'lambda-permission-source-bound', 'lambda-url-iam-auth', 'lambda-vpc-egress-restricted', 'queue-encrypted',
  'queue-redrive', 'queue-tls-only', 'queue-visibility-outlasts-function', 'rule-target-redrive', 'secret-customer-key', 'stream-encrypted',
  'table-customer-key', 'table-deletion-protected', 'table-recoverable', 'topic-tls-only', 'vpc-flow-logged',
];
