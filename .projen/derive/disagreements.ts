/** Who is right where our verdict and that of another tool differ. */
export type Right = 'ours' | 'theirs' | 'both';

/** Labels of other tools that our rules answer otherwise, and why. */
export interface Disagreement {
  /**
   * The labels, as `peer:rule file resource`; without a resource the whole file is meant.
   *
   * The file is named as its authors name it, without a folder.
   */
  readonly labels: readonly string[];
  /** What the other tool expects. */
  readonly expects: 'a finding' | 'none';
  /** What stands in the template. */
  readonly template: string;
  /** `theirs` where our rule is wrong, `both` where the two ask different questions and each answers its own. */
  readonly right: Right;
  /** Why, in whole sentences. */
  readonly reason: string;
}

/** Every label that our rules answer otherwise than its authors expect; each was read with its template. */
export const DISAGREEMENTS: readonly Disagreement[] = [
  // The boundary
  {
    labels: ['checkov:CKV_AWS_59 APIGatewayAuthorization-PASSED.yaml MyMethod3'],
    expects: 'none',
    template: 'A method without authorization that asks for an API key',
    right: 'ours',
    reason: 'An API key is no authorization: API Gateway\'s documentation says so, and the key travels in the open in every client.',
  },
  {
    labels: [
      'cdk-nag:APIGWCacheEnabledAndEncrypted APIGWCacheEnabledAndEncrypted.noncompliant.1.json RestApiDeploymentStageprod3855DE66',
      'cdk-nag:APIGWCacheEnabledAndEncrypted APIGWCacheEnabledAndEncrypted.noncompliant.3.json RestApiDeploymentStageprod3855DE66',
      'guard:API_GW_CACHE_ENABLED_AND_ENCRYPTED api_gw_cache_enabled_and_encrypted.07.json myApiGWStage',
    ],
    expects: 'a finding',
    template: 'A stage that caches nothing',
    right: 'ours',
    reason: 'The peers also demand a cache. Without one nothing is stored that could be read; caching is a matter of cost and speed.',
  },
  {
    labels: ['cdk-nag:APIGWRequestValidation APIGWRequestValidation.noncompliant.1.json RestApi0C43BF4B'],
    expects: 'a finding',
    template: 'An API whose only method is a mock',
    right: 'ours',
    reason: 'A mock integration passes nothing on, so there is nothing to validate; and a declared validator would satisfy the peer without being attached to any method.',
  },
  {
    labels: ['cdk-nag:APIGWAccessLogging APIGWAccessLogging.noncompliant.4.json stage'],
    expects: 'a finding',
    template: 'A stage with a log destination and no format',
    right: 'ours',
    reason: 'The log is written, in the service\'s own format. Checkov passes the same shape.',
  },
  {
    labels: ['cdk-nag:APIGWStructuredLogging APIGWStructuredLogging.noncompliant.4.json SamHttpApiNoLogs'],
    expects: 'a finding',
    template: 'An HTTP API without an access log',
    right: 'both',
    reason: 'One weakness, one finding: a log that is missing is reported by apigw-stage-access-logs, and has no format that apigw-stage-access-logs-json could judge.',
  },
  {
    labels: [
      'kics:80d45af4-4920-4236-a56e-b7ef419d1941 positive4.json MyStage',
      'kics:80d45af4-4920-4236-a56e-b7ef419d1941 positive13.yaml Prod',
      'kics:80d45af4-4920-4236-a56e-b7ef419d1941 positive13.yaml',
    ],
    expects: 'a finding',
    template: 'A stage whose API is not in the template',
    right: 'ours',
    reason: 'Undecided: whether it is a WebSocket API, which has an execution log, or an HTTP API, which has none, only the deployment knows.',
  },
  // Permissions
  {
    labels: [
      'checkov:CKV_AWS_109 PASSED.yaml NotPermissionsScopedAndWildcard',
      'checkov:CKV_AWS_111 PASSED.yaml NotWriteWildcard',
    ],
    expects: 'none',
    template: '`s3:Get*` on every resource',
    right: 'both',
    reason: 'The peer asks about one kind of action, permission management or writing, and another of its rules about the rest; iam-policy-resources-scoped asks about all of them.',
  },
  {
    labels: ['cfripper:WildcardResourceRule iam_policy_with_wildcard_resource_and_wildcard_action.json'],
    expects: 'none',
    template: '`*` on `*`',
    right: 'both',
    reason: 'The peer leaves full access to another of its rules; iam-policy-no-admin, which answers both questions, reports it.',
  },
  {
    labels: ['cfripper:WildcardResourceRule policy_with_string_policy_document.json GuardDutyResourcePolicy'],
    expects: 'a finding',
    template: 'A resource policy of CloudWatch Logs that lets delivery services create streams in every group',
    right: 'theirs',
    reason: 'Our rule reads the policies of principals. No rule of ours reads AWS::Logs::ResourcePolicy, where `*` means every log group of the account.',
  },
  {
    labels: ['guard:IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE iam_role_administrator_access_policy_rule.04.json'],
    expects: 'none',
    template: 'A role with `*` on `*` written inline',
    right: 'ours',
    reason: 'The peer looks for one managed policy by its name; the same rights written out are the same rights.',
  },
  {
    labels: ['guard:IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE iam_policy_no_wildcard_resource_on_passrole.07.json'],
    expects: 'none',
    template: '`iam:PassRole` on `*` for one service',
    right: 'ours',
    reason: 'The condition says which service takes the role, not which role: an administrator\'s may be passed.',
  },
  {
    labels: ['trivy:AWS-0120 no_state_machine_policy_wildcards.bad1.yaml BadFunction'],
    expects: 'a finding',
    template: 'A SAM state machine with both `Role` and `Policies`',
    right: 'ours',
    reason: 'SAM refuses a state machine with both, so nothing of what the peer reports is ever deployed.',
  },
  {
    labels: [
      'cfn_nag:F13 lambda_with_wildcard_principal_and_non_invoke_function_permission.json lambdaPermission',
      'kics:1d6e16f1-5d8a-4379-bfb3-2dadd38ed5a7 positive1.yaml s3Permission',
    ],
    expects: 'a finding',
    template: 'A permission for everybody, bound to one account and one source of it',
    right: 'ours',
    reason: 'Lambda adds both as conditions, so nobody outside of that account can use it.',
  },
  {
    labels: ['kics:1d6e16f1-5d8a-4379-bfb3-2dadd38ed5a7 positive2.json s3Permission'],
    expects: 'a finding',
    template: 'A permission for everybody, bound to the text `AWS::AccountId` instead of a reference to it',
    right: 'ours',
    reason: 'No account has that number: the permission lets nobody in, and Lambda refuses it.',
  },
  {
    labels: ['trivy:AWS-0067 restrict_source_arn.good1.yaml'],
    expects: 'none',
    template: 'A permission for S3 whose `SourceArn` is the text `lambda.amazonaws.com`',
    right: 'ours',
    reason: 'That is no ARN of a bucket, so it bounds nothing and matches nothing.',
  },
  // Secrets
  {
    labels: ['kics:2564172f-c92b-4261-9acd-464aed511696 positive4.json LambdaFunction6'],
    expects: 'a finding',
    template: 'An environment variable of eighty digits and a dollar sign',
    right: 'ours',
    reason: 'No credential looks like that; the peer reports whatever has the length of a key.',
  },
  {
    labels: ['guard:IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD iam_user_login_profile_no_plaintext_password.06.json SampleIAMUserResource'],
    expects: 'a finding',
    template: 'A password from a parameter that shows what is typed',
    right: 'both',
    reason: 'One weakness, one finding: cfn-parameter-no-echo reports the parameter, which is what has to change.',
  },
  {
    labels: ['cdk-nag:CognitoUserPoolStrongPasswordPolicy CognitoUserPoolStrongPasswordPolicy.noncompliant.1.json rUserPoolE0718DC6'],
    expects: 'a finding',
    template: 'A user pool without a password policy',
    right: 'ours',
    reason: 'Cognito\'s own default asks for eight characters of all four classes.',
  },
  // Triggers
  {
    labels: [
      'cdk-nag:LambdaDLQ LambdaDLQ.noncompliant.1.json Function',
      'kics:c2eae442-d3ba-4cb1-84ca-1db4f80eae3d positive1.yaml Function',
      'kics:c2eae442-d3ba-4cb1-84ca-1db4f80eae3d positive2.yaml Function2',
      'kics:cb2f612b-ed42-4ff5-9fb9-255c73d39a18 positive1.yaml Function',
    ],
    expects: 'a finding',
    template: 'A function that nothing invokes asynchronously',
    right: 'ours',
    reason: 'A dead-letter queue serves asynchronous invocations only: behind an API or a queue it would hold nothing. Security Hub gave up the same check in 2021.',
  },
  {
    labels: [
      'cdk-nag:LambdaEventSourceMappingDestination LambdaEventSourceMappingDestination.noncompliant.1.json EventSourceMapping1',
      'cdk-nag:LambdaEventSourceMappingDestination LambdaEventSourceMappingDestination.noncompliant.2.json EventSourceMapping4',
    ],
    expects: 'a finding',
    template: 'A mapping whose source is the text `myEventSourceArn`',
    right: 'ours',
    reason: 'The peer asks every mapping, those of queues too, which can have no such destination; the text does not say that the source is a stream.',
  },
  {
    labels: ['cdk-nag:SQSQueueDLQ SQSQueueDLQ.noncompliant.2.json DlqD1FAA4AD'],
    expects: 'a finding',
    template: 'A queue called Dlq that nothing of the template sends dead letters to',
    right: 'ours',
    reason: 'Undecided: by its name it takes the dead letters of somebody else, and a dead-letter queue needs none of its own.',
  },
  // Data
  {
    labels: ['trivy:AWS-0096 enable_queue_encryption.bad1.yaml Queue'],
    expects: 'a finding',
    template: 'A queue with nothing said about encryption',
    right: 'ours',
    reason: 'SQS encrypts every new queue with its own key since October 2022; cdk-nag agrees.',
  },
  {
    labels: [
      'cdk-nag:S3BucketPublicWriteProhibited S3BucketPublicWriteProhibited.noncompliant.1.json rBucketDEB6E181',
      'guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED s3_bucket_public_write_prohibited.05.json ExampleS3',
      'trivy:AWS-0086 block_public_acls.bad1.yaml BadExample',
      'trivy:AWS-0091 ignore_public_acls.bad1.yaml BadExample',
    ],
    expects: 'a finding',
    template: 'A bucket with nothing said about public access',
    right: 'ours',
    reason: 'S3 blocks public access of every new bucket since April 2023.',
  },
  {
    labels: [
      'cfn_nag:F14 buckets_with_insecure_acl.json S3BucketRead',
      'cfn_nag:W31 buckets_with_insecure_acl.json S3BucketReadWrite',
      'guard:S3_BUCKET_NO_PUBLIC_RW_ACL s3_bucket_public_rw_acl.04.json',
      'guard:S3_BUCKET_PUBLIC_READ_ACL s3_bucket_public_read_acl.04.json',
      'kics:07dda8de-d90d-469e-9b37-1aca53526ced negative4.yaml',
      'kics:07dda8de-d90d-469e-9b37-1aca53526ced negative7.json',
      'kics:07dda8de-d90d-469e-9b37-1aca53526ced negative8.json',
      'kics:219f4c95-aa50-44e0-97de-cf71f4641170 negative3.yaml',
      'kics:219f4c95-aa50-44e0-97de-cf71f4641170 negative4.yaml',
      'kics:835d5497-a526-4aea-a23f-98a9afd1635f negative3.yaml',
      'kics:835d5497-a526-4aea-a23f-98a9afd1635f negative7.json',
    ],
    expects: 'none',
    template: 'A bucket with a public ACL of another kind than the one asked for, or with a block switched off',
    right: 'both',
    reason: 'The peer has one rule for each kind of public ACL; bucket-public-access-blocked answers all of them, and the bucket has one.',
  },
  {
    labels: ['trivy:AWS-0086 block_public_acls.good1.yaml', 'trivy:AWS-0093 no_public_buckets.good1.yaml'],
    expects: 'none',
    template: 'A bucket with one of the four blocks on, the others off',
    right: 'both',
    reason: 'The peer has one rule for each of the four; bucket-public-access-blocked asks for all of them, and others are off.',
  },
  {
    labels: ['cdk-nag:S3BucketLoggingEnabled S3BucketLoggingEnabled.noncompliant.3.json Bucket'],
    expects: 'a finding',
    template: 'A bucket with an empty logging configuration',
    right: 'ours',
    reason: 'Without a destination S3 logs into the bucket itself.',
  },
  {
    labels: [
      'cdk-nag:S3BucketSSLRequestsOnly S3BucketSSLRequestsOnly.noncompliant.2.json rPolicy',
      'cdk-nag:S3BucketSSLRequestsOnly S3BucketSSLRequestsOnly.noncompliant.5.json rPolicy',
    ],
    expects: 'a finding',
    template: 'A bucket whose policy lets plain text in',
    right: 'both',
    reason: 'One weakness, one finding: bucket-tls-only reports the bucket, with the policy as related; the peer reports both.',
  },
  {
    labels: ['cdk-nag:S3BucketSSLRequestsOnly S3BucketSSLRequestsOnly.noncompliant.9.json rBucketPolicy2AD33CC82'],
    expects: 'a finding',
    template: 'A bucket with two policies, one of which refuses plain text',
    right: 'ours',
    reason: 'The bucket refuses plain text, whatever else is said about it.',
  },
  {
    labels: ['guard:CW_LOGGROUP_RETENTION_PERIOD_CHECK cw_loggroup_retention_period_check.04.json ExampleLogGroup'],
    expects: 'a finding',
    template: 'A log group with a retention of 8675309 days',
    right: 'ours',
    reason: 'CloudWatch refuses that number, so nothing is deployed; what is asked is whether logs are kept for ever.',
  },
  // Network
  {
    labels: [
      'cfn_nag:W2 security_group_open_to_world_on_ingress.json sgOpenIngress2',
      'cfn_nag:W5 security_group_open_to_world_on_egress.json sgOpenEgress2',
    ],
    expects: 'a finding',
    template: 'A group that a rule of its own resource opens',
    right: 'both',
    reason: 'Both report it; our finding stands on the rule that opens the group, which is what has to change.',
  },
  {
    labels: ['guard:RESTRICTED_INCOMING_TRAFFIC restricted_common_ports.05.json ExampleSecurityGroup'],
    expects: 'a finding',
    template: 'Ports open to 192.168.0.0/16',
    right: 'ours',
    reason: 'That is a private network: nobody on the internet has such an address.',
  },
  {
    labels: [
      'cdk-nag:EC2RestrictedCommonPorts EC2RestrictedCommonPorts.compliant.6.json',
      'cdk-nag:EC2RestrictedSSH EC2RestrictedSSH.compliant.9.json',
    ],
    expects: 'none',
    template: 'Port 80 open to the world',
    right: 'both',
    reason: 'The peer asks about a list of other ports; security-group-no-open-ingress asks about all of them.',
  },
  {
    labels: ['kics:1a427b25-2e9e-4298-9530-0499a55e736b negative1.yaml'],
    expects: 'none',
    template: 'TCP from port 0 to 65535',
    right: 'both',
    reason: 'The peer asks about the protocol alone; every port of one protocol is as wide.',
  },
  // Dependencies
  {
    labels: ['cdk-nag:LambdaLatestVersion LambdaLatestVersion.noncompliant.4.json Function'],
    expects: 'a finding',
    template: 'A function on `java8.al2`',
    right: 'ours',
    reason: 'The peer demands the newest version that the CDK knows. Lambda still patches this one, by the dates of its documentation.',
  },
];
