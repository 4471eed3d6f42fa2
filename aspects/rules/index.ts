// Derived from the files beside it by `npm run derive`.
import { queueEncrypted } from './data/queue-encrypted';
import { iamPolicyNoAdmin } from './identity/iam-policy-no-admin';
import { iamPolicyNoServiceWildcard } from './identity/iam-policy-no-service-wildcard';
import { lambdaFunctionOwnRole } from './identity/lambda-function-own-role';
import { lambdaPermissionSourceBound } from './identity/lambda-permission-source-bound';
import { apigwMethodAuthorized } from './input/apigw-method-authorized';
import { apigwStageNoDataTrace } from './monitoring/apigw-stage-no-data-trace';
import { lambdaFunctionLogGroupOwned } from './monitoring/lambda-function-log-group-owned';
import { lambdaFunctionTraced } from './monitoring/lambda-function-traced';
import { lambdaEnvNoLiteralSecret } from './secrets/lambda-env-no-literal-secret';
import { lambdaEnvNoResolvedSecret } from './secrets/lambda-env-no-resolved-secret';
import { queueVisibilityOutlastsFunction } from './triggers/queue-visibility-outlasts-function';
import { triggerNoLoop } from './triggers/trigger-no-loop';
import { Rule } from '../rule/rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  apigwMethodAuthorized,
  apigwStageNoDataTrace,
  iamPolicyNoAdmin,
  iamPolicyNoServiceWildcard,
  lambdaEnvNoLiteralSecret,
  lambdaEnvNoResolvedSecret,
  lambdaFunctionLogGroupOwned,
  lambdaFunctionOwnRole,
  lambdaFunctionTraced,
  lambdaPermissionSourceBound,
  queueEncrypted,
  queueVisibilityOutlastsFunction,
  triggerNoLoop,
];
