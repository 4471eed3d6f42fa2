// Derived from the files beside it by `npm run derive`.
import { bucketAccessLogs } from './data/bucket-access-logs';
import { bucketCustomerKey } from './data/bucket-customer-key';
import { bucketPublicAccessBlocked } from './data/bucket-public-access-blocked';
import { bucketTlsOnly } from './data/bucket-tls-only';
import { bucketVersioned } from './data/bucket-versioned';
import { fileSystemEncrypted } from './data/file-system-encrypted';
import { keyRotated } from './data/key-rotated';
import { queueEncrypted } from './data/queue-encrypted';
import { queueTlsOnly } from './data/queue-tls-only';
import { statefulResourceRetained } from './data/stateful-resource-retained';
import { streamEncrypted } from './data/stream-encrypted';
import { tableCustomerKey } from './data/table-customer-key';
import { tableDeletionProtected } from './data/table-deletion-protected';
import { tableRecoverable } from './data/table-recoverable';
import { topicEncrypted } from './data/topic-encrypted';
import { topicTlsOnly } from './data/topic-tls-only';
import { ecrScanOnPush } from './dependencies/ecr-scan-on-push';
import { ecrTagsImmutable } from './dependencies/ecr-tags-immutable';
import { lambdaRuntimeSupported } from './dependencies/lambda-runtime-supported';
import { bucketPolicyNoPublic } from './identity/bucket-policy-no-public';
import { busPolicyNoPublic } from './identity/bus-policy-no-public';
import { cognitoNoUnauthenticated } from './identity/cognito-no-unauthenticated';
import { cognitoPasswordPolicy } from './identity/cognito-password-policy';
import { iamPolicyNoAdmin } from './identity/iam-policy-no-admin';
import { iamPolicyNoNotAction } from './identity/iam-policy-no-not-action';
import { iamPolicyNoPartialWildcard } from './identity/iam-policy-no-partial-wildcard';
import { iamPolicyNoServiceWildcard } from './identity/iam-policy-no-service-wildcard';
import { iamPolicyResourcesScoped } from './identity/iam-policy-resources-scoped';
import { iamRoleNoAwsManagedPolicy } from './identity/iam-role-no-aws-managed-policy';
import { iamRolePassRoleScoped } from './identity/iam-role-pass-role-scoped';
import { iamRolePermissionsBoundary } from './identity/iam-role-permissions-boundary';
import { iamRoleTrustScoped } from './identity/iam-role-trust-scoped';
import { keyPolicyNoPublic } from './identity/key-policy-no-public';
import { kmsDecryptScoped } from './identity/kms-decrypt-scoped';
import { lambdaFunctionOwnRole } from './identity/lambda-function-own-role';
import { lambdaLayerTrustedAccount } from './identity/lambda-layer-trusted-account';
import { lambdaPermissionInvokeOnly } from './identity/lambda-permission-invoke-only';
import { lambdaPermissionNoPublicPrincipal } from './identity/lambda-permission-no-public-principal';
import { lambdaPermissionSourceBound } from './identity/lambda-permission-source-bound';
import { lambdaPermissionSourceMatches } from './identity/lambda-permission-source-matches';
import { lambdaUrlCorsRestricted } from './identity/lambda-url-cors-restricted';
import { lambdaUrlIamAuth } from './identity/lambda-url-iam-auth';
import { queuePolicyNoPublic } from './identity/queue-policy-no-public';
import { resourcePolicySourceBound } from './identity/resource-policy-source-bound';
import { secretPolicyNoPublic } from './identity/secret-policy-no-public';
import { topicPolicyNoPublic } from './identity/topic-policy-no-public';
import { apigwCacheEncrypted } from './input/apigw-cache-encrypted';
import { apigwCorsRestricted } from './input/apigw-cors-restricted';
import { apigwDefaultEndpointOff } from './input/apigw-default-endpoint-off';
import { apigwDomainModernTls } from './input/apigw-domain-modern-tls';
import { apigwMethodAuthorized } from './input/apigw-method-authorized';
import { apigwMethodRequestValidated } from './input/apigw-method-request-validated';
import { apigwModelAnyContentType } from './input/apigw-model-any-content-type';
import { apigwModelStrict } from './input/apigw-model-strict';
import { apigwStageThrottled } from './input/apigw-stage-throttled';
import { apigwStageWaf } from './input/apigw-stage-waf';
import { sensitivityNotMixed } from './isolation/sensitivity-not-mixed';
import { sensitivityPublicPathGuarded } from './isolation/sensitivity-public-path-guarded';
import { alarmHasAction } from './monitoring/alarm-has-action';
import { apigwAuthFailureAlarm } from './monitoring/apigw-auth-failure-alarm';
import { apigwStageAccessLogs } from './monitoring/apigw-stage-access-logs';
import { apigwStageAccessLogsJson } from './monitoring/apigw-stage-access-logs-json';
import { apigwStageExecutionLogs } from './monitoring/apigw-stage-execution-logs';
import { apigwStageNoDataTrace } from './monitoring/apigw-stage-no-data-trace';
import { apigwStageTraced } from './monitoring/apigw-stage-traced';
import { appHasSecurityAlarms } from './monitoring/app-has-security-alarms';
import { appsyncApiTraced } from './monitoring/appsync-api-traced';
import { lambdaAsyncDropAlarm } from './monitoring/lambda-async-drop-alarm';
import { lambdaEnvNoEventDump } from './monitoring/lambda-env-no-event-dump';
import { lambdaFunctionErrorAlarm } from './monitoring/lambda-function-error-alarm';
import { lambdaFunctionJsonLogs } from './monitoring/lambda-function-json-logs';
import { lambdaFunctionLogGroupOwned } from './monitoring/lambda-function-log-group-owned';
import { lambdaFunctionThrottleAlarm } from './monitoring/lambda-function-throttle-alarm';
import { lambdaFunctionTraced } from './monitoring/lambda-function-traced';
import { logGroupCustomerKey } from './monitoring/log-group-customer-key';
import { logGroupDataProtection } from './monitoring/log-group-data-protection';
import { logGroupRetention } from './monitoring/log-group-retention';
import { queueDeadLetterAlarm } from './monitoring/queue-dead-letter-alarm';
import { sfnMachineLogged } from './monitoring/sfn-machine-logged';
import { sfnMachineTraced } from './monitoring/sfn-machine-traced';
import { vpcFlowLogged } from './monitoring/vpc-flow-logged';
import { wafAclLogged } from './monitoring/waf-acl-logged';
import { lambdaVpcEgressRestricted } from './network/lambda-vpc-egress-restricted';
import { lambdaVpcNoPublicSubnet } from './network/lambda-vpc-no-public-subnet';
import { lambdaVpcReachesItsServices } from './network/lambda-vpc-reaches-its-services';
import { lambdaVpcSeveralZones } from './network/lambda-vpc-several-zones';
import { networkAclNoOpenAdmin } from './network/network-acl-no-open-admin';
import { securityGroupEgressRestricted } from './network/security-group-egress-restricted';
import { securityGroupNoOpenIngress } from './network/security-group-no-open-ingress';
import { securityGroupPortsScoped } from './network/security-group-ports-scoped';
import { vpcDefaultSecurityGroupClosed } from './network/vpc-default-security-group-closed';
import { vpcEndpointPolicyScoped } from './network/vpc-endpoint-policy-scoped';
import { vpcHasServiceEndpoints } from './network/vpc-has-service-endpoints';
import { concurrencyBudget } from './resilience/concurrency-budget';
import { eventSourceConcurrencyBounded } from './resilience/event-source-concurrency-bounded';
import { lambdaConcurrencyBounded } from './resilience/lambda-concurrency-bounded';
import { lambdaMemoryDeliberate } from './resilience/lambda-memory-deliberate';
import { lambdaTimeoutDeliberate } from './resilience/lambda-timeout-deliberate';
import { lambdaTimeoutWithinCaller } from './resilience/lambda-timeout-within-caller';
import { lambdaWarmWhenLatencyBound } from './resilience/lambda-warm-when-latency-bound';
import { cfnParameterNoEcho } from './secrets/cfn-parameter-no-echo';
import { lambdaEnvCustomerKey } from './secrets/lambda-env-customer-key';
import { lambdaEnvNoLiteralSecret } from './secrets/lambda-env-no-literal-secret';
import { lambdaEnvNoResolvedSecret } from './secrets/lambda-env-no-resolved-secret';
import { secretCustomerKey } from './secrets/secret-customer-key';
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
  apigwStageAccessLogsJson,
  apigwStageExecutionLogs,
  apigwStageNoDataTrace,
  apigwStageThrottled,
  apigwStageTraced,
  apigwStageWaf,
  appHasSecurityAlarms,
  appsyncApiTraced,
  bucketAccessLogs,
  bucketCustomerKey,
  bucketPolicyNoPublic,
  bucketPublicAccessBlocked,
  bucketTlsOnly,
  bucketVersioned,
  busPolicyNoPublic,
  cfnParameterNoEcho,
  cognitoNoUnauthenticated,
  cognitoPasswordPolicy,
  concurrencyBudget,
  ecrScanOnPush,
  ecrTagsImmutable,
  eventSourceBounded,
  eventSourceConcurrencyBounded,
  eventSourceFailureDestination,
  fileSystemEncrypted,
  iamPolicyNoAdmin,
  iamPolicyNoNotAction,
  iamPolicyNoPartialWildcard,
  iamPolicyNoServiceWildcard,
  iamPolicyResourcesScoped,
  iamRoleNoAwsManagedPolicy,
  iamRolePassRoleScoped,
  iamRolePermissionsBoundary,
  iamRoleTrustScoped,
  keyPolicyNoPublic,
  keyRotated,
  kmsDecryptScoped,
  lambdaAsyncDropAlarm,
  lambdaAsyncFailureDestination,
  lambdaConcurrencyBounded,
  lambdaEnvCustomerKey,
  lambdaEnvNoEventDump,
  lambdaEnvNoLiteralSecret,
  lambdaEnvNoResolvedSecret,
  lambdaFunctionErrorAlarm,
  lambdaFunctionJsonLogs,
  lambdaFunctionLogGroupOwned,
  lambdaFunctionOwnRole,
  lambdaFunctionThrottleAlarm,
  lambdaFunctionTraced,
  lambdaLayerTrustedAccount,
  lambdaMemoryDeliberate,
  lambdaPermissionInvokeOnly,
  lambdaPermissionNoPublicPrincipal,
  lambdaPermissionSourceBound,
  lambdaPermissionSourceMatches,
  lambdaRecursiveLoopTerminated,
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
  networkAclNoOpenAdmin,
  queueDeadLetterAlarm,
  queueEncrypted,
  queuePolicyNoPublic,
  queueRedrive,
  queueTlsOnly,
  queueVisibilityOutlastsFunction,
  resourcePolicySourceBound,
  ruleTargetRedrive,
  scheduleRedrive,
  secretCustomerKey,
  secretPolicyNoPublic,
  secretPublicPolicyBlocked,
  secretReadersFew,
  secretRotationFrequent,
  secretRotationOn,
  secretValueNotInDefinition,
  secretValueNotInOutput,
  secretValueNotInTemplate,
  securityGroupEgressRestricted,
  securityGroupNoOpenIngress,
  securityGroupPortsScoped,
  sensitivityNotMixed,
  sensitivityPublicPathGuarded,
  sfnMachineLogged,
  sfnMachineTraced,
  statefulResourceRetained,
  streamEncrypted,
  subscriptionRedrive,
  tableCustomerKey,
  tableDeletionProtected,
  tableRecoverable,
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
