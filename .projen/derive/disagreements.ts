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
    labels: ['cfripper:WildcardResourceRule iam_policy_with_wildcard_resource_and_wildcard_action.json'],
    expects: 'none',
    template: '`*` on `*`',
    right: 'both',
    reason: 'The labels contradict each other: the same template is to be reported for its one policy, and not as a file. iam-policy-no-admin reports it.',
  },
  {
    labels: ['trivy:AWS-0120 no_state_machine_policy_wildcards.bad1.yaml BadFunction'],
    expects: 'a finding',
    template: 'A SAM state machine with both `Role` and `Policies`',
    right: 'ours',
    reason: 'SAM refuses a state machine with both, so nothing of what the peer reports is ever deployed.',
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
    labels: ['cdk-nag:CognitoUserPoolStrongPasswordPolicy CognitoUserPoolStrongPasswordPolicy.noncompliant.1.json rUserPoolE0718DC6'],
    expects: 'a finding',
    template: 'A user pool without a password policy',
    right: 'ours',
    reason: 'Cognito\'s own default asks for eight characters of all four classes.',
  },
  // Triggers
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
    labels: ['cdk-nag:S3BucketSSLRequestsOnly S3BucketSSLRequestsOnly.noncompliant.9.json rBucketPolicy2AD33CC82'],
    expects: 'a finding',
    template: 'A bucket with two policies, one of which refuses plain text',
    right: 'ours',
    reason: 'Undecided: S3 keeps one policy for a bucket, and which of the two is in force the template does not say.',
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
  // Resilience
  // Dependencies
  // Hygiene
  {
    labels: [
      'cfn_nag:W68 api_gateway_usage_plan_does_not_exist_for_api_deployments_that_are_refd_in_stages.yaml ApiGatewayDeployment3',
      'cfn_nag:W68 api_gateway_usage_plan_does_not_exist_for_api_deployments_that_are_refd_in_stages.yaml ApiGatewayDeployment4',
    ],
    expects: 'a finding',
    template: 'A deployment that a stage without a usage plan serves',
    right: 'both',
    reason: 'One weakness, one finding: apigw-stage-usage-plan reports the stage, which is what a plan names; the peer reports the deployment behind it.',
  },
  {
    labels: ['kics:783860a3-6dca-4c8b-81d0-7b62769ccbca positive3.yaml Deployment2'],
    expects: 'a finding',
    template: 'A plan for a stage that the template refers to and does not declare',
    right: 'ours',
    reason: 'Undecided: which stage the reference means only the deployment knows.',
  },
  {
    labels: [
      'cfn_nag:W58 lambda_with_role_elsewhere.json FunctionWithRoleFromParameter', 'cfn_nag:W58 lambda_with_role_elsewhere.json FunctionWithRoleStringArn',
    ],
    expects: 'a finding',
    template: 'A function whose role is not part of the template',
    right: 'ours',
    reason: 'Undecided: what the role may do is written elsewhere.',
  },
  {
    labels: ['cfn_nag:W9 non_32_cidr_with_ip6.json sgDualModel'],
    expects: 'a finding',
    template: 'A group that a rule of its own resource opens to a range',
    right: 'both',
    reason: 'Both report it; our finding stands on the rule that opens the group, which is what has to change.',
  },
  {
    labels: ['cfn_nag:W9 non_32_cidr_with_ip6.json securityGroupIngressIp6'],
    expects: 'none',
    template: 'A rule of its own that opens a group to a range',
    right: 'both',
    reason: 'Both report it; the peer does so on the group, our finding stands on the rule, which is what has to change.',
  },
  {
    labels: ['kics:c333e906-8d8b-4275-b999-78b6318f8dc6 negative2.json'],
    expects: 'none',
    template: 'Three tables, one of which says nothing about its capacity',
    right: 'ours',
    reason: 'The first of the tables has no billing mode, which is what the peer faults in its other templates.',
  },
];
