/** One statement of a policy template: actions, then the resources they are allowed on. `${Name}` is a parameter of the template. */
export interface TemplateStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator → key → value. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const arn = (service: string, resource: string): string => `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const on = (resources: string | readonly string[], service: string, actions: string, condition?: TemplateStatement['condition']): TemplateStatement => ({
  actions: actions.split(' ').map(action => `${service}:${action}`),
  resources: typeof resources === 'string' ? [resources] : resources,
  ...(condition && { condition }),
});

const TABLE = arn('dynamodb', 'table/${TableName}');
const TABLE_AND_INDEXES = [TABLE, `${TABLE}/index/*`];
const BUCKET = 'arn:${AWS::Partition}:s3:::${BucketName}';
const BUCKET_AND_OBJECTS = [BUCKET, `${BUCKET}/*`];
const COLLECTION = arn('rekognition', 'collection/${CollectionId}');
const CLUSTER = arn('elasticmapreduce', 'cluster/${ClusterId}');
const IDENTITY = arn('ses', 'identity/${IdentityName}');
const SSM_DESCRIBE = on('*', 'ssm', 'DescribeParameters');
const KEY = arn('kms', 'key/${KeyId}');
const CODECOMMIT_READ = [
  'GitPull ListBranches GetBranch GetCommit GetCommitHistory GetCommitsFromMergeBase GetDifferences GetReferences GetObjectIdentifier GetBlob GetFile GetFolder GetTree',
  'GetRepository GetRepositoryTriggers TestRepositoryTriggers ListTagsForResource GetUploadArchiveStatus BatchGetCommits',
  'GetPullRequest ListPullRequests BatchGetPullRequests DescribePullRequestEvents GetComment GetCommentsForComparedCommit GetCommentsForPullRequest',
  'GetMergeCommit GetMergeConflicts GetMergeOptions DescribeMergeConflicts BatchDescribeMergeConflicts',
].join(' ');
const CODECOMMIT_WRITE = [
  'GitPush CreateBranch DeleteBranch UpdateDefaultBranch CreateCommit CreateUnreferencedMergeCommit PutFile DeleteFile',
  'MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay',
  'MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay',
  'CreatePullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle',
  'PostCommentForComparedCommit PostCommentForPullRequest PostCommentReply UpdateComment DeleteCommentContent',
  'UpdateRepositoryDescription PutRepositoryTriggers TagResource UntagResource UploadArchive CancelUploadArchive',
].join(' ');

/**
 * The policy templates of AWS SAM: what each name allows.
 *
 * Source: AWS SAM developer guide, "AWS SAM policy template list"; the 81 of policy_templates.json in aws-sam-translator 1.115.0 (PyPI).
 */
export const POLICY_TEMPLATES: Readonly<Record<string, readonly TemplateStatement[]>> = {
  AMIDescribePolicy: [on('*', 'ec2', 'DescribeImages')],
  AWSSecretsManagerGetSecretValuePolicy: [on('${SecretArn}', 'secretsmanager', 'GetSecretValue')],
  AWSSecretsManagerRotationPolicy: [
    on(arn('secretsmanager', 'secret:*'), 'secretsmanager', 'DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage', {
      StringEquals: { 'secretsmanager:resource/AllowRotationLambdaArn': arn('lambda', 'function:${FunctionName}') },
    }),
    on('*', 'secretsmanager', 'GetRandomPassword'),
  ],
  AcmGetCertificatePolicy: [on('${CertificateArn}', 'acm', 'GetCertificate')],
  AthenaQueryPolicy: [
    on('*', 'athena', 'ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable'),
    on(
      arn('athena', 'workgroup/${WorkGroupName}'), 'athena',
      'StartQueryExecution StopQueryExecution GetQueryExecution BatchGetQueryExecution ListQueryExecutions GetQueryResults GetQueryResultsStream GetWorkGroup GetNamedQuery BatchGetNamedQuery ListNamedQueries CreateNamedQuery DeleteNamedQuery',
    ),
  ],
  CloudFormationDescribeStacksPolicy: [on(arn('cloudformation', 'stack/*'), 'cloudformation', 'DescribeStacks')],
  CloudWatchDashboardPolicy: [on('*', 'cloudwatch', 'GetDashboard ListDashboards PutDashboard ListMetrics')],
  CloudWatchDescribeAlarmHistoryPolicy: [on('*', 'cloudwatch', 'DescribeAlarmHistory')],
  CloudWatchPutMetricPolicy: [on('*', 'cloudwatch', 'PutMetricData')],
  CodeCommitCrudPolicy: [on(arn('codecommit', '${RepositoryName}'), 'codecommit', `${CODECOMMIT_READ} ${CODECOMMIT_WRITE}`)],
  CodeCommitReadPolicy: [on(arn('codecommit', '${RepositoryName}'), 'codecommit', CODECOMMIT_READ)],
  CodePipelineLambdaExecutionPolicy: [on('*', 'codepipeline', 'PutJobSuccessResult PutJobFailureResult')],
  CodePipelineReadOnlyPolicy: [on(arn('codepipeline', '${PipelineName}'), 'codepipeline', 'ListPipelineExecutions')],
  ComprehendBasicAccessPolicy: [on(
    '*', 'comprehend', 'BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
  )],
  CostExplorerReadOnlyPolicy: [on('*', 'ce', 'GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags')],
  DynamoDBBackupFullAccessPolicy: [
    on(TABLE, 'dynamodb', 'CreateBackup DescribeContinuousBackups'),
    on(`${TABLE}/backup/*`, 'dynamodb', 'DeleteBackup DescribeBackup ListBackups'),
  ],
  DynamoDBCrudPolicy: [on(
    TABLE_AND_INDEXES, 'dynamodb', 'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
  )],
  DynamoDBReadPolicy: [on(TABLE_AND_INDEXES, 'dynamodb', 'GetItem Scan Query BatchGetItem DescribeTable')],
  DynamoDBReconfigurePolicy: [on(TABLE, 'dynamodb', 'UpdateTable')],
  DynamoDBRestoreFromBackupPolicy: [
    on(`${TABLE}/backup/*`, 'dynamodb', 'RestoreTableFromBackup'),
    on(TABLE, 'dynamodb', 'PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem'),
  ],
  DynamoDBStreamReadPolicy: [
    on(`${TABLE}/stream/\${StreamName}`, 'dynamodb', 'DescribeStream GetRecords GetShardIterator'),
    on(`${TABLE}/stream/*`, 'dynamodb', 'ListStreams'),
  ],
  DynamoDBWritePolicy: [on(TABLE_AND_INDEXES, 'dynamodb', 'PutItem UpdateItem BatchWriteItem')],
  EC2CopyImagePolicy: [on(arn('ec2', 'image/${ImageId}'), 'ec2', 'CopyImage')],
  EC2DescribePolicy: [on('*', 'ec2', 'DescribeRegions DescribeInstances')],
  EFSWriteAccessPolicy: [on(
    arn('elasticfilesystem', 'file-system/${FileSystem}'), 'elasticfilesystem', 'ClientMount ClientWrite',
    { StringEquals: { 'elasticfilesystem:AccessPointArn': arn('elasticfilesystem', 'access-point/${AccessPoint}') } },
  )],
  EKSDescribePolicy: [on('*', 'eks', 'DescribeCluster ListClusters')],
  EcsRunTaskPolicy: [on(arn('ecs', 'task-definition/${TaskDefinition}'), 'ecs', 'RunTask')],
  ElasticMapReduceAddJobFlowStepsPolicy: [on(CLUSTER, 'elasticmapreduce', 'AddJobFlowSteps')],
  ElasticMapReduceCancelStepsPolicy: [on(CLUSTER, 'elasticmapreduce', 'CancelSteps')],
  ElasticMapReduceModifyInstanceFleetPolicy: [on(CLUSTER, 'elasticmapreduce', 'ModifyInstanceFleet ListInstanceFleets')],
  ElasticMapReduceModifyInstanceGroupsPolicy: [on(CLUSTER, 'elasticmapreduce', 'ModifyInstanceGroups ListInstanceGroups')],
  ElasticMapReduceSetTerminationProtectionPolicy: [on(CLUSTER, 'elasticmapreduce', 'SetTerminationProtection')],
  ElasticMapReduceTerminateJobFlowsPolicy: [on(CLUSTER, 'elasticmapreduce', 'TerminateJobFlows')],
  ElasticsearchHttpPostPolicy: [on(arn('es', 'domain/${DomainName}/*'), 'es', 'ESHttpPost ESHttpPut')],
  EventBridgePutEventsPolicy: [on(arn('events', 'event-bus/${EventBusName}'), 'events', 'PutEvents')],
  FilterLogEventsPolicy: [on(arn('logs', 'log-group:${LogGroupName}:log-stream:*'), 'logs', 'FilterLogEvents')],
  FirehoseCrudPolicy: [on(
    arn('firehose', 'deliverystream/${DeliveryStreamName}'), 'firehose',
    'CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination',
  )],
  FirehoseWritePolicy: [on(arn('firehose', 'deliverystream/${DeliveryStreamName}'), 'firehose', 'PutRecord PutRecordBatch')],
  KMSDecryptPolicy: [on(KEY, 'kms', 'Decrypt')],
  KMSEncryptPolicy: [on(KEY, 'kms', 'Encrypt')],
  KMSEncryptPolicy_v2: [on(KEY, 'kms', 'Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext')],
  KinesisCrudPolicy: [on(
    arn('kinesis', 'stream/${StreamName}'), 'kinesis',
    'AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream',
  )],
  KinesisStreamReadPolicy: [
    on(arn('kinesis', 'stream/*'), 'kinesis', 'ListStreams DescribeLimits'),
    on(arn('kinesis', 'stream/${StreamName}'), 'kinesis', 'DescribeStream DescribeStreamSummary GetRecords GetShardIterator'),
  ],
  LambdaInvokePolicy: [on(arn('lambda', 'function:${FunctionName}*'), 'lambda', 'InvokeFunction')],
  MobileAnalyticsWriteOnlyAccessPolicy: [on('*', 'mobileanalytics', 'PutEvents')],
  OrganizationsListAccountsPolicy: [on('*', 'organizations', 'ListAccounts')],
  PinpointEndpointAccessPolicy: [on(
    arn('mobiletargeting', 'apps/${PinpointApplicationId}/endpoints/*'), 'mobiletargeting', 'GetEndpoint UpdateEndpoint UpdateEndpointsBatch',
  )],
  PollyFullAccessPolicy: [
    on(arn('polly', 'lexicon/${LexiconName}'), 'polly', 'GetLexicon DeleteLexicon'),
    on(arn('polly', 'lexicon/*'), 'polly', 'DescribeVoices ListLexicons PutLexicon SynthesizeSpeech'),
  ],
  RekognitionDetectOnlyPolicy: [on('*', 'rekognition', 'DetectFaces DetectLabels DetectModerationLabels DetectText')],
  RekognitionFacesManagementPolicy: [on(COLLECTION, 'rekognition', 'IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces')],
  RekognitionFacesPolicy: [on('*', 'rekognition', 'CompareFaces DetectFaces')],
  RekognitionLabelsPolicy: [on('*', 'rekognition', 'DetectLabels DetectModerationLabels')],
  RekognitionNoDataAccessPolicy: [on(COLLECTION, 'rekognition', 'CompareFaces DetectFaces DetectLabels DetectModerationLabels')],
  RekognitionReadPolicy: [on(COLLECTION, 'rekognition', 'ListCollections ListFaces SearchFaces SearchFacesByImage')],
  RekognitionWriteOnlyAccessPolicy: [on(COLLECTION, 'rekognition', 'CreateCollection IndexFaces')],
  Route53ChangeResourceRecordSetsPolicy: [on('arn:${AWS::Partition}:route53:::hostedzone/${HostedZoneId}', 'route53', 'ChangeResourceRecordSets')],
  S3CrudPolicy: [on(
    BUCKET_AND_OBJECTS, 's3', 'GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
  )],
  S3FullAccessPolicy: [
    on(`${BUCKET}/*`, 's3', 'GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging'),
    on(BUCKET, 's3', 'ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration'),
  ],
  S3ReadPolicy: [on(BUCKET_AND_OBJECTS, 's3', 'GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration')],
  S3WritePolicy: [on(BUCKET_AND_OBJECTS, 's3', 'PutObject PutObjectAcl PutLifecycleConfiguration')],
  SESBulkTemplatedCrudPolicy: [on(
    IDENTITY, 'ses', 'GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity',
  )],
  SESBulkTemplatedCrudPolicy_v2: [
    on([IDENTITY, arn('ses', 'template/${TemplateName}')], 'ses', 'SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail'),
    on('*', 'ses', 'GetIdentityVerificationAttributes VerifyEmailIdentity'),
  ],
  SESCrudPolicy: [on(IDENTITY, 'ses', 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity')],
  SESEmailTemplateCrudPolicy: [on('*', 'ses', 'CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate')],
  SESSendBouncePolicy: [on(IDENTITY, 'ses', 'SendBounce')],
  SNSCrudPolicy: [on(arn('sns', '${TopicName}*'), 'sns', 'ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish')],
  SNSPublishMessagePolicy: [on(arn('sns', '${TopicName}'), 'sns', 'Publish')],
  SQSPollerPolicy: [on(
    arn('sqs', '${QueueName}'), 'sqs', 'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
  )],
  SQSSendMessagePolicy: [on(arn('sqs', '${QueueName}'), 'sqs', 'SendMessage*')],
  SSMParameterReadPolicy: [SSM_DESCRIBE, on(arn('ssm', 'parameter/${ParameterName}'), 'ssm', 'GetParameters GetParameter GetParametersByPath')],
  SSMParameterWithSlashPrefixReadPolicy: [SSM_DESCRIBE, on(arn('ssm', 'parameter${ParameterName}'), 'ssm', 'GetParameters GetParameter GetParametersByPath')],
  SageMakerCreateEndpointConfigPolicy: [on(arn('sagemaker', 'endpoint-config/${EndpointConfigName}'), 'sagemaker', 'CreateEndpointConfig')],
  SageMakerCreateEndpointPolicy: [on(arn('sagemaker', 'endpoint/${EndpointName}'), 'sagemaker', 'CreateEndpoint')],
  ServerlessRepoReadWriteAccessPolicy: [on(
    arn('serverlessrepo', 'applications/*'), 'serverlessrepo',
    'CreateApplication UpdateApplication ListApplicationDependencies CreateApplicationVersion GetApplication ListApplications ListApplicationVersions',
  )],
  StepFunctionsCallbackPolicy: [on(arn('states', 'stateMachine:${StateMachineName}'), 'states', 'SendTaskFailure SendTaskSuccess SendTaskHeartbeat')],
  StepFunctionsExecutionPolicy: [on(arn('states', 'stateMachine:${StateMachineName}'), 'states', 'StartExecution')],
  StepFunctionsExecutionPolicy_v2: [on(arn('states', 'stateMachine:${StateMachineName}'), 'states', 'StartExecution StartSyncExecution')],
  TextractDetectAnalyzePolicy: [on('*', 'textract', 'DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument')],
  TextractGetResultPolicy: [on('*', 'textract', 'GetDocumentTextDetection GetDocumentAnalysis')],
  TextractPolicy: [on('*', 'textract', '*')],
  VPCAccessPolicy: [on('*', 'ec2', 'CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface')],
};
