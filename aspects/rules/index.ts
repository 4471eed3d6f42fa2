// Derived from the files beside it by `npm run derive`.
import { bucketAccessLogs } from './data/bucket-access-logs';
import { bucketAclNoAuthenticatedRead } from './data/bucket-acl-no-authenticated-read';
import { bucketAclNoPublicRead } from './data/bucket-acl-no-public-read';
import { bucketAclNoPublicWrite } from './data/bucket-acl-no-public-write';
import { bucketCustomerKey } from './data/bucket-customer-key';
import { bucketEncryptionStated } from './data/bucket-encryption-stated';
import { bucketLifecycleStated } from './data/bucket-lifecycle-stated';
import { bucketNoWebsite } from './data/bucket-no-website';
import { bucketObjectLocked } from './data/bucket-object-locked';
import { bucketPolicyStated } from './data/bucket-policy-stated';
import { bucketPolicyTlsOnly } from './data/bucket-policy-tls-only';
import { bucketPublicAccessBlockStated } from './data/bucket-public-access-block-stated';
import { bucketPublicAccessBlocked } from './data/bucket-public-access-blocked';
import { bucketPublicAclsBlocked } from './data/bucket-public-acls-blocked';
import { bucketPublicAclsIgnored } from './data/bucket-public-acls-ignored';
import { bucketPublicPoliciesBlocked } from './data/bucket-public-policies-blocked';
import { bucketPublicPoliciesRestricted } from './data/bucket-public-policies-restricted';
import { bucketReadsTlsOnly } from './data/bucket-reads-tls-only';
import { bucketReplicated } from './data/bucket-replicated';
import { bucketTlsOnly } from './data/bucket-tls-only';
import { bucketVersioned } from './data/bucket-versioned';
import { fileSystemEncrypted } from './data/file-system-encrypted';
import { keyRotated } from './data/key-rotated';
import { queueCustomerKey } from './data/queue-customer-key';
import { queueEncrypted } from './data/queue-encrypted';
import { queueEncryptionStated } from './data/queue-encryption-stated';
import { queueKmsKey } from './data/queue-kms-key';
import { queueTlsOnly } from './data/queue-tls-only';
import { statefulResourceRetained } from './data/stateful-resource-retained';
import { streamEncrypted } from './data/stream-encrypted';
import { tableCustomerKey } from './data/table-customer-key';
import { tableDeletionProtected } from './data/table-deletion-protected';
import { tableEncryptionStated } from './data/table-encryption-stated';
import { tableInBackupPlan } from './data/table-in-backup-plan';
import { tableRecoverable } from './data/table-recoverable';
import { topicCustomerKey } from './data/topic-customer-key';
import { topicEncrypted } from './data/topic-encrypted';
import { topicTlsOnly } from './data/topic-tls-only';
import { ecrPolicyNoPublic } from './dependencies/ecr-policy-no-public';
import { ecrScanOnPush } from './dependencies/ecr-scan-on-push';
import { ecrTagsImmutable } from './dependencies/ecr-tags-immutable';
import { lambdaRuntimeNewest } from './dependencies/lambda-runtime-newest';
import { lambdaRuntimeSupported } from './dependencies/lambda-runtime-supported';
import { bucketPolicyNoPublic } from './identity/bucket-policy-no-public';
import { busPolicyNoPublic } from './identity/bus-policy-no-public';
import { cognitoMfaOffered } from './identity/cognito-mfa-offered';
import { cognitoMfaRequired } from './identity/cognito-mfa-required';
import { cognitoNoUnauthenticated } from './identity/cognito-no-unauthenticated';
import { cognitoPasswordPolicy } from './identity/cognito-password-policy';
import { cognitoThreatProtection } from './identity/cognito-threat-protection';
import { iamAccessKeyNoRoot } from './identity/iam-access-key-no-root';
import { iamGroupHasUsers } from './identity/iam-group-has-users';
import { iamGroupNoInlinePolicy } from './identity/iam-group-no-inline-policy';
import { iamPolicyNoAdmin } from './identity/iam-policy-no-admin';
import { iamPolicyNoEscalation } from './identity/iam-policy-no-escalation';
import { iamPolicyNoNotAction } from './identity/iam-policy-no-not-action';
import { iamPolicyNoPartialWildcard } from './identity/iam-policy-no-partial-wildcard';
import { iamPolicyNoServiceWildcard } from './identity/iam-policy-no-service-wildcard';
import { iamPolicyPermissionChangesScoped } from './identity/iam-policy-permission-changes-scoped';
import { iamPolicyResourcesScoped } from './identity/iam-policy-resources-scoped';
import { iamPolicyWritesScoped } from './identity/iam-policy-writes-scoped';
import { iamRoleNoAdministratorAccess } from './identity/iam-role-no-administrator-access';
import { iamRoleNoAwsManagedPolicy } from './identity/iam-role-no-aws-managed-policy';
import { iamRoleNoFullAccessPolicy } from './identity/iam-role-no-full-access-policy';
import { iamRolePassRoleNamed } from './identity/iam-role-pass-role-named';
import { iamRolePassRoleScoped } from './identity/iam-role-pass-role-scoped';
import { iamRolePassRoleServiceNamed } from './identity/iam-role-pass-role-service-named';
import { iamRolePermissionsBoundary } from './identity/iam-role-permissions-boundary';
import { iamRoleTrustExternalId } from './identity/iam-role-trust-external-id';
import { iamRoleTrustScoped } from './identity/iam-role-trust-scoped';
import { iamUserInGroup } from './identity/iam-user-in-group';
import { iamUserNoPolicies } from './identity/iam-user-no-policies';
import { iamUserOneAccessKey } from './identity/iam-user-one-access-key';
import { iamUserPasswordReset } from './identity/iam-user-password-reset';
import { iamUserPasswordStrong } from './identity/iam-user-password-strong';
import { keyPolicyNoPublic } from './identity/key-policy-no-public';
import { keyPolicyStated } from './identity/key-policy-stated';
import { kmsDecryptScoped } from './identity/kms-decrypt-scoped';
import { lambdaFunctionOwnRole } from './identity/lambda-function-own-role';
import { lambdaLayerTrustedAccount } from './identity/lambda-layer-trusted-account';
import { lambdaPermissionBucketAccountNamed } from './identity/lambda-permission-bucket-account-named';
import { lambdaPermissionInvokeOnly } from './identity/lambda-permission-invoke-only';
import { lambdaPermissionNoPublicPrincipal } from './identity/lambda-permission-no-public-principal';
import { lambdaPermissionPrincipalNamed } from './identity/lambda-permission-principal-named';
import { lambdaPermissionSourceBound } from './identity/lambda-permission-source-bound';
import { lambdaPermissionSourceMatches } from './identity/lambda-permission-source-matches';
import { lambdaUrlCorsRestricted } from './identity/lambda-url-cors-restricted';
import { lambdaUrlIamAuth } from './identity/lambda-url-iam-auth';
import { logPolicyGroupsNamed } from './identity/log-policy-groups-named';
import { policyAccountsOwn } from './identity/policy-accounts-own';
import { policyPrincipalsNarrow } from './identity/policy-principals-narrow';
import { queuePolicyNoPublic } from './identity/queue-policy-no-public';
import { resourcePolicyNoManagement } from './identity/resource-policy-no-management';
import { resourcePolicyNoWildcardAction } from './identity/resource-policy-no-wildcard-action';
import { resourcePolicySourceBound } from './identity/resource-policy-source-bound';
import { secretPolicyNoPublic } from './identity/secret-policy-no-public';
import { streamPolicyNoPublic } from './identity/stream-policy-no-public';
import { topicPolicyNoPublic } from './identity/topic-policy-no-public';
import { apigwApiAuthorizer } from './input/apigw-api-authorizer';
import { apigwApiPrivate } from './input/apigw-api-private';
import { apigwApiValidator } from './input/apigw-api-validator';
import { apigwCacheEncrypted } from './input/apigw-cache-encrypted';
import { apigwCorsRestricted } from './input/apigw-cors-restricted';
import { apigwDefaultEndpointOff } from './input/apigw-default-endpoint-off';
import { apigwDomainModernTls } from './input/apigw-domain-modern-tls';
import { apigwMethodAuthorized } from './input/apigw-method-authorized';
import { apigwMethodRequestValidated } from './input/apigw-method-request-validated';
import { apigwModelAnyContentType } from './input/apigw-model-any-content-type';
import { apigwModelStrict } from './input/apigw-model-strict';
import { apigwStageClientCertificate } from './input/apigw-stage-client-certificate';
import { apigwStageThrottled } from './input/apigw-stage-throttled';
import { apigwStageUsagePlan } from './input/apigw-stage-usage-plan';
import { apigwStageWaf } from './input/apigw-stage-waf';
import { bucketCorsRestricted } from './input/bucket-cors-restricted';
import { resourceTagged } from './isolation/resource-tagged';
import { sensitivityNotMixed } from './isolation/sensitivity-not-mixed';
import { sensitivityPublicPathGuarded } from './isolation/sensitivity-public-path-guarded';
import { alarmHasAction } from './monitoring/alarm-has-action';
import { apigwAuthFailureAlarm } from './monitoring/apigw-auth-failure-alarm';
import { apigwStageAccessLogs } from './monitoring/apigw-stage-access-logs';
import { apigwStageAccessLogsFormatted } from './monitoring/apigw-stage-access-logs-formatted';
import { apigwStageAccessLogsJson } from './monitoring/apigw-stage-access-logs-json';
import { apigwStageExecutionLogs } from './monitoring/apigw-stage-execution-logs';
import { apigwStageMetrics } from './monitoring/apigw-stage-metrics';
import { apigwStageNoDataTrace } from './monitoring/apigw-stage-no-data-trace';
import { apigwStageTraced } from './monitoring/apigw-stage-traced';
import { appHasSecurityAlarms } from './monitoring/app-has-security-alarms';
import { appsyncApiLogged } from './monitoring/appsync-api-logged';
import { appsyncApiTraced } from './monitoring/appsync-api-traced';
import { lambdaAsyncDropAlarm } from './monitoring/lambda-async-drop-alarm';
import { lambdaEnvNoEventDump } from './monitoring/lambda-env-no-event-dump';
import { lambdaFunctionErrorAlarm } from './monitoring/lambda-function-error-alarm';
import { lambdaFunctionJsonLogs } from './monitoring/lambda-function-json-logs';
import { lambdaFunctionLogGroupOwned } from './monitoring/lambda-function-log-group-owned';
import { lambdaFunctionMayLog } from './monitoring/lambda-function-may-log';
import { lambdaFunctionThrottleAlarm } from './monitoring/lambda-function-throttle-alarm';
import { lambdaFunctionTraced } from './monitoring/lambda-function-traced';
import { logGroupCustomerKey } from './monitoring/log-group-customer-key';
import { logGroupDataProtection } from './monitoring/log-group-data-protection';
import { logGroupRetention } from './monitoring/log-group-retention';
import { queueDeadLetterAlarm } from './monitoring/queue-dead-letter-alarm';
import { sfnMachineLogged } from './monitoring/sfn-machine-logged';
import { sfnMachineLogsAll } from './monitoring/sfn-machine-logs-all';
import { sfnMachineTraced } from './monitoring/sfn-machine-traced';
import { vpcFlowLogged } from './monitoring/vpc-flow-logged';
import { wafAclLogged } from './monitoring/waf-acl-logged';
import { lambdaFunctionInVpc } from './network/lambda-function-in-vpc';
import { lambdaVpcEgressRestricted } from './network/lambda-vpc-egress-restricted';
import { lambdaVpcNoPublicSubnet } from './network/lambda-vpc-no-public-subnet';
import { lambdaVpcReachesItsServices } from './network/lambda-vpc-reaches-its-services';
import { lambdaVpcSeveralZones } from './network/lambda-vpc-several-zones';
import { networkAclDenialForAll } from './network/network-acl-denial-for-all';
import { networkAclNoOpenAdmin } from './network/network-acl-no-open-admin';
import { networkAclNumbersDistinct } from './network/network-acl-numbers-distinct';
import { networkAclPortsDistinct } from './network/network-acl-ports-distinct';
import { networkAclPortsNamed } from './network/network-acl-ports-named';
import { networkAclProtocolNamed } from './network/network-acl-protocol-named';
import { routeNoOpenInternetGateway } from './network/route-no-open-internet-gateway';
import { securityGroupDescribed } from './network/security-group-described';
import { securityGroupEgressPortsScoped } from './network/security-group-egress-ports-scoped';
import { securityGroupEgressProtocolsScoped } from './network/security-group-egress-protocols-scoped';
import { securityGroupEgressRestricted } from './network/security-group-egress-restricted';
import { securityGroupEgressStated } from './network/security-group-egress-stated';
import { securityGroupNoFullyOpenIngress } from './network/security-group-no-fully-open-ingress';
import { securityGroupNoOpenHttp } from './network/security-group-no-open-http';
import { securityGroupNoOpenIngress } from './network/security-group-no-open-ingress';
import { securityGroupNoOpenRdp } from './network/security-group-no-open-rdp';
import { securityGroupNoOpenRiskyPorts } from './network/security-group-no-open-risky-ports';
import { securityGroupNoOpenSsh } from './network/security-group-no-open-ssh';
import { securityGroupPortsScoped } from './network/security-group-ports-scoped';
import { securityGroupProtocolsScoped } from './network/security-group-protocols-scoped';
import { securityGroupRiskyPortsNarrow } from './network/security-group-risky-ports-narrow';
import { securityGroupRulesDescribed } from './network/security-group-rules-described';
import { securityGroupSourcesNarrow } from './network/security-group-sources-narrow';
import { securityGroupVpcNamed } from './network/security-group-vpc-named';
import { subnetNoPublicAddresses } from './network/subnet-no-public-addresses';
import { vpcDefaultSecurityGroupClosed } from './network/vpc-default-security-group-closed';
import { vpcEndpointPolicyScoped } from './network/vpc-endpoint-policy-scoped';
import { vpcHasServiceEndpoints } from './network/vpc-has-service-endpoints';
import { apigwStageCached } from './resilience/apigw-stage-cached';
import { concurrencyBudget } from './resilience/concurrency-budget';
import { eventSourceConcurrencyBounded } from './resilience/event-source-concurrency-bounded';
import { lambdaConcurrencyBounded } from './resilience/lambda-concurrency-bounded';
import { lambdaConcurrencyReserved } from './resilience/lambda-concurrency-reserved';
import { lambdaMemoryDeliberate } from './resilience/lambda-memory-deliberate';
import { lambdaTimeoutDeliberate } from './resilience/lambda-timeout-deliberate';
import { lambdaTimeoutWithinCaller } from './resilience/lambda-timeout-within-caller';
import { lambdaWarmWhenLatencyBound } from './resilience/lambda-warm-when-latency-bound';
import { resourceNameGenerated } from './resilience/resource-name-generated';
import { tableCapacityDeliberate } from './resilience/table-capacity-deliberate';
import { tableCapacityScales } from './resilience/table-capacity-scales';
import { cfnParameterNoEcho } from './secrets/cfn-parameter-no-echo';
import { lambdaEnvCustomerKey } from './secrets/lambda-env-customer-key';
import { lambdaEnvNoLiteralSecret } from './secrets/lambda-env-no-literal-secret';
import { lambdaEnvNoResolvedSecret } from './secrets/lambda-env-no-resolved-secret';
import { secretCustomerKey } from './secrets/secret-customer-key';
import { secretParameterClosed } from './secrets/secret-parameter-closed';
import { secretPublicPolicyBlocked } from './secrets/secret-public-policy-blocked';
import { secretReadersFew } from './secrets/secret-readers-few';
import { secretRotationFrequent } from './secrets/secret-rotation-frequent';
import { secretRotationOn } from './secrets/secret-rotation-on';
import { secretValueNotInDefinition } from './secrets/secret-value-not-in-definition';
import { secretValueNotInOutput } from './secrets/secret-value-not-in-output';
import { secretValueNotInTemplate } from './secrets/secret-value-not-in-template';
import { eventSourceBounded } from './triggers/event-source-bounded';
import { eventSourceFailureDestination } from './triggers/event-source-failure-destination';
import { lambdaAsyncFailureDestination } from './triggers/lambda-async-failure-destination';
import { lambdaDeadLetterQueue } from './triggers/lambda-dead-letter-queue';
import { lambdaRecursiveLoopTerminated } from './triggers/lambda-recursive-loop-terminated';
import { queueRedrive } from './triggers/queue-redrive';
import { queueVisibilityOutlastsFunction } from './triggers/queue-visibility-outlasts-function';
import { ruleTargetRedrive } from './triggers/rule-target-redrive';
import { scheduleRedrive } from './triggers/schedule-redrive';
import { subscriptionRedrive } from './triggers/subscription-redrive';
import { triggerCascadeBounded } from './triggers/trigger-cascade-bounded';
import { triggerFewPerFunction } from './triggers/trigger-few-per-function';
import { triggerNoLoop } from './triggers/trigger-no-loop';
import { triggerPermissionLinked } from './triggers/trigger-permission-linked';
import { triggerReachesAlias } from './triggers/trigger-reaches-alias';
import { Rule } from '../rule/rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  alarmHasAction,
  apigwApiAuthorizer,
  apigwApiPrivate,
  apigwApiValidator,
  apigwAuthFailureAlarm,
  apigwCacheEncrypted,
  apigwCorsRestricted,
  apigwDefaultEndpointOff,
  apigwDomainModernTls,
  apigwMethodAuthorized,
  apigwMethodRequestValidated,
  apigwModelAnyContentType,
  apigwModelStrict,
  apigwStageAccessLogs,
  apigwStageAccessLogsFormatted,
  apigwStageAccessLogsJson,
  apigwStageCached,
  apigwStageClientCertificate,
  apigwStageExecutionLogs,
  apigwStageMetrics,
  apigwStageNoDataTrace,
  apigwStageThrottled,
  apigwStageTraced,
  apigwStageUsagePlan,
  apigwStageWaf,
  appHasSecurityAlarms,
  appsyncApiLogged,
  appsyncApiTraced,
  bucketAccessLogs,
  bucketAclNoAuthenticatedRead,
  bucketAclNoPublicRead,
  bucketAclNoPublicWrite,
  bucketCorsRestricted,
  bucketCustomerKey,
  bucketEncryptionStated,
  bucketLifecycleStated,
  bucketNoWebsite,
  bucketObjectLocked,
  bucketPolicyNoPublic,
  bucketPolicyStated,
  bucketPolicyTlsOnly,
  bucketPublicAccessBlockStated,
  bucketPublicAccessBlocked,
  bucketPublicAclsBlocked,
  bucketPublicAclsIgnored,
  bucketPublicPoliciesBlocked,
  bucketPublicPoliciesRestricted,
  bucketReadsTlsOnly,
  bucketReplicated,
  bucketTlsOnly,
  bucketVersioned,
  busPolicyNoPublic,
  cfnParameterNoEcho,
  cognitoMfaOffered,
  cognitoMfaRequired,
  cognitoNoUnauthenticated,
  cognitoPasswordPolicy,
  cognitoThreatProtection,
  concurrencyBudget,
  ecrPolicyNoPublic,
  ecrScanOnPush,
  ecrTagsImmutable,
  eventSourceBounded,
  eventSourceConcurrencyBounded,
  eventSourceFailureDestination,
  fileSystemEncrypted,
  iamAccessKeyNoRoot,
  iamGroupHasUsers,
  iamGroupNoInlinePolicy,
  iamPolicyNoAdmin,
  iamPolicyNoEscalation,
  iamPolicyNoNotAction,
  iamPolicyNoPartialWildcard,
  iamPolicyNoServiceWildcard,
  iamPolicyPermissionChangesScoped,
  iamPolicyResourcesScoped,
  iamPolicyWritesScoped,
  iamRoleNoAdministratorAccess,
  iamRoleNoAwsManagedPolicy,
  iamRoleNoFullAccessPolicy,
  iamRolePassRoleNamed,
  iamRolePassRoleScoped,
  iamRolePassRoleServiceNamed,
  iamRolePermissionsBoundary,
  iamRoleTrustExternalId,
  iamRoleTrustScoped,
  iamUserInGroup,
  iamUserNoPolicies,
  iamUserOneAccessKey,
  iamUserPasswordReset,
  iamUserPasswordStrong,
  keyPolicyNoPublic,
  keyPolicyStated,
  keyRotated,
  kmsDecryptScoped,
  lambdaAsyncDropAlarm,
  lambdaAsyncFailureDestination,
  lambdaConcurrencyBounded,
  lambdaConcurrencyReserved,
  lambdaDeadLetterQueue,
  lambdaEnvCustomerKey,
  lambdaEnvNoEventDump,
  lambdaEnvNoLiteralSecret,
  lambdaEnvNoResolvedSecret,
  lambdaFunctionErrorAlarm,
  lambdaFunctionInVpc,
  lambdaFunctionJsonLogs,
  lambdaFunctionLogGroupOwned,
  lambdaFunctionMayLog,
  lambdaFunctionOwnRole,
  lambdaFunctionThrottleAlarm,
  lambdaFunctionTraced,
  lambdaLayerTrustedAccount,
  lambdaMemoryDeliberate,
  lambdaPermissionBucketAccountNamed,
  lambdaPermissionInvokeOnly,
  lambdaPermissionNoPublicPrincipal,
  lambdaPermissionPrincipalNamed,
  lambdaPermissionSourceBound,
  lambdaPermissionSourceMatches,
  lambdaRecursiveLoopTerminated,
  lambdaRuntimeNewest,
  lambdaRuntimeSupported,
  lambdaTimeoutDeliberate,
  lambdaTimeoutWithinCaller,
  lambdaUrlCorsRestricted,
  lambdaUrlIamAuth,
  lambdaVpcEgressRestricted,
  lambdaVpcNoPublicSubnet,
  lambdaVpcReachesItsServices,
  lambdaVpcSeveralZones,
  lambdaWarmWhenLatencyBound,
  logGroupCustomerKey,
  logGroupDataProtection,
  logGroupRetention,
  logPolicyGroupsNamed,
  networkAclDenialForAll,
  networkAclNoOpenAdmin,
  networkAclNumbersDistinct,
  networkAclPortsDistinct,
  networkAclPortsNamed,
  networkAclProtocolNamed,
  policyAccountsOwn,
  policyPrincipalsNarrow,
  queueCustomerKey,
  queueDeadLetterAlarm,
  queueEncrypted,
  queueEncryptionStated,
  queueKmsKey,
  queuePolicyNoPublic,
  queueRedrive,
  queueTlsOnly,
  queueVisibilityOutlastsFunction,
  resourceNameGenerated,
  resourcePolicyNoManagement,
  resourcePolicyNoWildcardAction,
  resourcePolicySourceBound,
  resourceTagged,
  routeNoOpenInternetGateway,
  ruleTargetRedrive,
  scheduleRedrive,
  secretCustomerKey,
  secretParameterClosed,
  secretPolicyNoPublic,
  secretPublicPolicyBlocked,
  secretReadersFew,
  secretRotationFrequent,
  secretRotationOn,
  secretValueNotInDefinition,
  secretValueNotInOutput,
  secretValueNotInTemplate,
  securityGroupDescribed,
  securityGroupEgressPortsScoped,
  securityGroupEgressProtocolsScoped,
  securityGroupEgressRestricted,
  securityGroupEgressStated,
  securityGroupNoFullyOpenIngress,
  securityGroupNoOpenHttp,
  securityGroupNoOpenIngress,
  securityGroupNoOpenRdp,
  securityGroupNoOpenRiskyPorts,
  securityGroupNoOpenSsh,
  securityGroupPortsScoped,
  securityGroupProtocolsScoped,
  securityGroupRiskyPortsNarrow,
  securityGroupRulesDescribed,
  securityGroupSourcesNarrow,
  securityGroupVpcNamed,
  sensitivityNotMixed,
  sensitivityPublicPathGuarded,
  sfnMachineLogged,
  sfnMachineLogsAll,
  sfnMachineTraced,
  statefulResourceRetained,
  streamEncrypted,
  streamPolicyNoPublic,
  subnetNoPublicAddresses,
  subscriptionRedrive,
  tableCapacityDeliberate,
  tableCapacityScales,
  tableCustomerKey,
  tableDeletionProtected,
  tableEncryptionStated,
  tableInBackupPlan,
  tableRecoverable,
  topicCustomerKey,
  topicEncrypted,
  topicPolicyNoPublic,
  topicTlsOnly,
  triggerCascadeBounded,
  triggerFewPerFunction,
  triggerNoLoop,
  triggerPermissionLinked,
  triggerReachesAlias,
  vpcDefaultSecurityGroupClosed,
  vpcEndpointPolicyScoped,
  vpcFlowLogged,
  vpcHasServiceEndpoints,
  wafAclLogged,
];
