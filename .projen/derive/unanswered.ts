/** Rules of other tools, in our field, that no rule of ours answers, and why. */
export interface Unanswered {
  /** Why there is none, in whole sentences. */
  readonly reason: string;
  /** The rules, as `covers` would name them. */
  readonly ids: readonly string[];
}

/**
 * Rules of other tools without an answer, grouped by the reason.
 *
 * Reviewed by hand. A test fails where a rule of ours covers one of them after all, or where a rule of cdk-nag in our field is in neither list.
 */
export const UNANSWERED: readonly Unanswered[] = [
  {
    reason: 'It asks about some actions only, and its own test templates let everybody send and receive and pass. queue-policy-no-public asks whether everybody may do anything at all.',
    ids: ['kics:9b6a3f5b-5fd6-40ee-9bc0-ed604911212d'],
  },
  {
    reason: 'It fires on every grant of the CDK, which writes inline policies. What such a policy allows is what matters, and the rules on policies judge it wherever it stands.',
    ids: ['cdk-nag:IAMNoInlinePolicy', 'guard:IAM_NO_INLINE_POLICY_CHECK'],
  },
  {
    reason: 'IAM users, their groups, passwords and access keys are the business of an account, not of a serverless application: a function has a role. '
      + 'What the policy of a user or a group allows is judged like any other; a password or key in plain text is secret-value-not-in-template.',
    ids: [
      'kics:800fa019-49dd-421b-9042-7331fdd83fa2',
      'kics:d71b5fd7-9020-4b2d-9ec8-b3839faa2744',
      'securityhub:IAM.3', 'securityhub:IAM.5', 'securityhub:IAM.7', 'securityhub:IAM.8', 'securityhub:IAM.22', 'trivy:AWS-0123',
    ],
  },
  {
    reason: 'It judges an account, or what is done in it from day to day, which no template describes.',
    ids: [
      'guard:ACCESS_KEYS_ROTATED', 'guard:IAM_PASSWORD_POLICY', 'guard:IAM_USER_MFA_ENABLED', 'guard:IAM_USER_UNUSED_CREDENTIALS_CHECK',
      'guard:MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS', 'guard:ROOT_ACCOUNT_HARDWARE_MFA_ENABLED', 'guard:ROOT_ACCOUNT_MFA_ENABLED', 'guard:S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS',
      'guard:S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC', 'securityhub:IAM.6', 'securityhub:IAM.9', 'securityhub:S3.1', 'securityhub:S3.22',
      'securityhub:S3.23', 'securityhub:SecretsManager.2', 'securityhub:SecretsManager.3', 'securityhub:KMS.3', 'securityhub:EC2.22',
    ],
  },
  {
    reason: 'Every kind of endpoint passes, whether for the public or not. apigw-api-private asks whom an API is for.',
    ids: ['guard:API_GW_ENDPOINT_TYPE_CHECK'],
  },
  {
    reason: 'It passes managed policies with a name, too. resource-name-generated reports them.',
    ids: ['guard:static_managedpolicyname'],
  },
  {
    reason: 'Names, descriptions and tags keep an account tidy; without them nobody gains anything.',
    ids: ['securityhub:IAM.23'],
  },
  {
    reason: 'Compressed responses, their least size and detailed metrics are a matter of cost and speed.',
    ids: ['kics:a2f2800e-614b-4bc8-89e6-fec8afd24800', 'kics:d6653eee-2d4d-4e6a-976f-6794a497999a'],
  },
  {
    reason: 'An API key is no authorization: it identifies a client for quotas and travels in the open in every application that uses it. apigw-method-authorized asks who may call.',
    ids: ['kics:3641d5b4-d339-4bc2-bfb9-208fe8d3477f'],
  },
  {
    reason: 'It asks whether an authorizer is declared, or for one kind of it. apigw-method-authorized asks whether each method has one, of whatever kind.',
    ids: ['cdk-nag:CognitoUserPoolAPIGWAuthorizer'],
  },
  {
    reason: 'An API for the public is a legitimate thing to build; who may call it is apigw-method-authorized, what lies before it apigw-stage-waf and apigw-stage-throttled. '
      + 'A permission for API Gateway to invoke a function is how an API works.',
    ids: [
      'kics:57b12981-3816-4c31-b190-a1e614361dd2',
    ],
  },
  {
    reason: 'A client certificate tells an HTTP backend that the call came from API Gateway. A function has no use for it: its permission says who may call.',
    ids: [
      'securityhub:APIGateway.10',
    ],
  },
  {
    reason: 'Backup plans, replicas in other regions, object locks and capacity are how an owner plans for loss. table-recoverable, bucket-versioned and stateful-resource-retained ask for what '
      + 'undoes an attack.',
    ids: [
      'guard:DYNAMODB_THROUGHPUT_LIMIT_CHECK',
      'securityhub:S3.11', 'securityhub:S3.20',
      'securityhub:Kinesis.3',
    ],
  },
  {
    reason: 'It asks whether the algorithm that a bucket names is one of two; S3 takes no other but a stronger one. bucket-encryption-stated asks whether anything is said.',
    ids: ['checkov:CKV_AWS_19'],
  },
  {
    reason: 'It asks for the key of AWS and against one\'s own, the opposite of what other tools ask; stream-encrypted accepts both.',
    ids: ['cdk-nag:KinesisDataStreamDefaultKeyWhenSSE'],
  },
  {
    reason: 'Not to be a single address is no weakness by itself: a group of addresses of one\'s own is how networks are described. security-group-no-open-ingress asks whether the world is let in.',
    ids: [
      'kics:a3e4e39a-e5fc-4ee9-8cf5-700febfa86dd',
    ],
  },
  {
    reason: 'A group without rules lets nobody in, and a group\'s name says nothing about what it allows.',
    ids: ['kics:e200a6f3-c589-49ec-9143-7421d4a2c845', 'kics:01d5a458-a6c4-452a-ac50-054d59275b7c', 'kics:ea33fcf7-394b-4d11-a228-985c5d08f205'],
  },
  {
    reason: 'Which VPCs may have an internet gateway only their owner knows; route-no-open-internet-gateway reports what leads to one.',
    ids: ['guard:INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY'],
  },
  {
    reason: 'Whether a network has an access list of its own, or one that no subnet uses, is a matter of taste: what its entries let through is asked by the rules on network ACLs.',
    ids: ['cdk-nag:VPCNoNACLs', 'securityhub:EC2.16'],
  },
  {
    reason: 'A network firewall is charged by the hour in each zone, and what it would let through only its owner knows; the rules on egress, routes and network ACLs ask what '
      + 'a template says.',
    ids: ['kics:3e293410-d5b8-411f-85fd-7d26294f20c9'],
  },
  {
    reason: 'An empty VPC or many gateways waste money and open nothing.',
    ids: ['kics:3b3b4411-ad1f-40e7-b257-a78a6bb9673a', 'kics:97e94d17-e2c7-4109-a53b-6536ac1bb64e', 'guard:VPC_VPN_2_TUNNELS_UP', 'securityhub:EC2.20'],
  },
  {
    reason: 'A website in a bucket is a legitimate thing to build: whether the bucket is public is bucket-public-access-blocked and bucket-policy-no-public. CloudFront is not in our field.',
    ids: [
      'cdk-nag:S3WebBucketOAIAccess', 'guard:CLOUDFRONT_ORIGIN_ACCESS_IDENTITY_ENABLED',
    ],
  },
  {
    reason: 'Whether users of a pool need a second factor, and whether a pool buys threat protection, depends on what they sign in to and who they are; no template says it. '
      + 'cognito-password-policy and cognito-no-unauthenticated judge what holds for every pool.',
    ids: [
      'securityhub:Cognito.4', 'securityhub:Cognito.6',
    ],
  },
  {
    reason: 'The sum of a policy\'s parts is no threat that one could name or repair. The rules on policies name the action and the resource.',
    ids: ['cfn_nag:W76'],
  },
  {
    reason: 'A key that is switched off or about to be deleted is safe; what it locks is its owner\'s business.',
    ids: ['kics:2844c749-bd78-4cd1-90e8-b179df827602'],
  },
  {
    reason: 'It asks about the log level of a function through a property that the resource does not have.',
    ids: ['cdk-nag:LambdaLogLevel'],
  },
  {
    reason: 'It asks where a password comes from and accepts a parameter only. secret-value-not-in-template and cfn-parameter-no-echo accept whatever keeps it out of the template.',
    ids: [
      'guard:IAM_USER_LOGIN_PROFILE_USES_SECURE_PARAMETER', 'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_USES_SECURE_PARAMETER',
      'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_USES_SECURE_PARAMETER',
    ],
  },
  {
    reason: 'No rule of ours reads this type of resource yet: it is rare in serverless applications.',
    ids: ['securityhub:AppSync.1', 'securityhub:AppSync.6', 'securityhub:S3.19', 'securityhub:S3.24'],
  },
  {
    reason: 'It needs CloudTrail, which is set up for an account.',
    ids: ['trivy:AWS-0171', 'trivy:AWS-0172'],
  },
  {
    reason: 'Who offers an endpoint service decides whether to accept each consumer; a serverless application offers none. The endpoints that it uses are judged by vpc-endpoint-policy-scoped.',
    ids: ['checkov:CKV_AWS_123'],
  },
];
/** Rules of other tools on services outside our field: they are left out of `docs/coming-from.md` and of what `docs/accuracy.md` measures. */
export const OUTSIDE: readonly string[] = [
  'cdk-nag:ALBHttpToHttpsRedirection', 'cdk-nag:CloudTrailCloudWatchLogsEnabled', 'cdk-nag:CodeBuildProjectKMSEncryptedArtifacts', 'cdk-nag:CodeBuildProjectManagedImages',
  'cdk-nag:DAXEncrypted', 'cdk-nag:DocumentDBClusterBackupRetentionPeriod', 'cdk-nag:DocumentDBClusterEncryptionAtRest', 'cdk-nag:DocumentDBClusterNonDefaultPort',
  'cdk-nag:EC2EBSInBackupPlan', 'cdk-nag:EC2EBSOptimizedInstance', 'cdk-nag:EC2EBSVolumeEncrypted', 'cdk-nag:EC2IMDSv2Enabled', 'cdk-nag:EC2InstanceDetailedMonitoringEnabled',
  'cdk-nag:EC2InstanceNoPublicIp', 'cdk-nag:EC2InstanceProfileAttached', 'cdk-nag:EC2InstanceTerminationProtection', 'cdk-nag:EC2InstancesInVPC',
  'cdk-nag:ECSTaskDefinitionContainerLogging', 'cdk-nag:ECSTaskDefinitionUserForHostMode', 'cdk-nag:EFSInBackupPlan', 'cdk-nag:ELBCrossZoneLoadBalancingEnabled',
  'cdk-nag:ELBv2ACMCertificateRequired', 'cdk-nag:KinesisDataAnalyticsFlinkCheckpointing', 'cdk-nag:KinesisDataFirehoseSSE', 'cdk-nag:OpenSearchAllowlistedIPs', 'cdk-nag:RDSInBackupPlan',
  'cdk-nag:RDSInstanceDeletionProtectionEnabled', 'cdk-nag:RDSMultiAZSupport', 'cdk-nag:RDSNonDefaultPort', 'cdk-nag:SageMakerNotebookInstanceKMSKeyConfigured',
  'cfn_nag:W88', 'guard:CFN_AUTHENTICATION_RULE', 'guard:ELASTICSEARCH_AUDIT_LOGGING_ENABLED', 'guard:KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTION_RULE',
  'guard:OPENSEARCH_APPLICATION_LOGGING_ENABLED', 'kics:9e8c89b3-7997-4d15-93e4-7911b9db99fd',
];
