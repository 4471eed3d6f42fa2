/**
 * Constructs that the CDK itself adds to an application, by their id in the construct path.
 *
 * Their ids are part of aws-cdk-lib's contract (changing one would replace deployed resources); a user can neither name
 * nor configure what they make. Source: the construct ids in aws-cdk-lib 2.276.
 */
const HELPER_IDS: readonly RegExp[] = [
  /^LogRetention[0-9a-f]{32}$/, // aws-logs LogRetention
  /^BucketNotificationsHandler[0-9a-f]{32}$/, // aws-s3 event notifications
  /^AWS[0-9a-f]{32}$/, // custom-resources AwsCustomResource
  /^(Custom::|AWSCDK).*CustomResourceProvider$/, // core CustomResourceProvider
  /^@aws-cdk--aws-[\w-]+\.\w+Provider(\.NestedStack(Resource)?)?$/, // aws-dynamodb replicas, aws-eks, aws-glue partition indexes
  /^SourceTableAttachedManagedPolicy-/, // aws-dynamodb replicas
  /[0-9A-F]{8}-KubectlProvider(\.NestedStack(Resource)?)?$/, // aws-eks imported clusters
  /^KubectlHandlerRole$/, // aws-eks
  /^SingletonLambda(224e77f9a32e4b4dac32983477abba16|8693BB64968944B69AAFB0CC9EB8757C)$/, // aws-ses drop spam, EMR on EKS
  /^(CrossRegionAwsSdk|Eval|EvalServiceRole)[0-9a-f]{32}$/, // aws-stepfunctions-tasks
  /^GetEksClusterInfo$/, // aws-stepfunctions-tasks EMR on EKS
  /^(DrainECSHook|LifecycleHookDrainHook)$/, // aws-ecs
  /^PipelinesSecurityCheck$/, // pipelines
  /^cross-account-zone-delegation-handler-role$/, // aws-route53
  /^AWSCDKWebFunctionAssetBucket$/, // aws-lambda
  /^framework-(onEvent|isComplete|onTimeout)$/, // custom-resources Provider
  /^CertificateRequestorFunction$/, // aws-certificatemanager DnsValidatedCertificate
  /^waiter-state-machine$/, // custom-resources Provider with isComplete
  /^EventBridgeTriggerS3Notification$/,
  /^Custom::(CDK|S3AutoDeleteObjects|CrossRegionExport|VpcRestrictDefaultSG|AWSCDK|S3ObjectCopy)/,
];

/** The same, in the logical ids that these constructs get directly under a stack. */
const HELPER_LOGICAL_IDS: readonly RegExp[] = [
  /^LogRetention[0-9a-f]{32}/,
  /^BucketNotificationsHandler[0-9a-f]{32}/,
  /^AWS[0-9a-f]{32}/,
  /^(Custom|AWSCDK)\w*CustomResourceProvider(Handler|Role)[0-9A-F]{8}$/,
  /^CustomCDKBucketDeployment[0-9A-F]{32}/,
  /framework(onEvent|onTimeout|isComplete)(ServiceRole(DefaultPolicy)?|LogGroup)?[0-9A-F]{8}$/,
  /waiterstatemachine(Role(DefaultPolicy)?|LogGroup)?[0-9A-F]{8}$/,
  /CertificateRequestorFunction(ServiceRole(DefaultPolicy)?)?[0-9A-F]{8}$/,
  /^CDKMetadata$/,
  /^awscdkaws(dynamodbReplica|eksClusterResource|eksKubectl|gluealphaPartitionIndex)Provider/,
  /SourceTableAttachedManagedPolicy\w*ReplicaProvider\w*$/,
  /[0-9A-F]{8}KubectlProviderNestedStack/,
  /KubectlHandlerRole(DefaultPolicy)?[0-9A-F]{8}$/,
  /KubectlProvider(AwsCliLayer|Handler(ServiceRole(DefaultPolicy)?)?)[0-9A-F]{8}$/,
  /^SingletonLambda(224e77f9a32e4b4dac32983477abba16|8693BB64968944B69AAFB0CC9EB8757C)/,
  /^(CrossRegionAwsSdk|Eval|EvalServiceRole)[0-9a-f]{32}/,
  /GetEksClusterInfoCustomResourcePolicy[0-9A-F]{8}$/,
  /(DrainECSHook|LifecycleHookDrainHook)(Function|Topic|Role)\w*[0-9A-F]{8}$/,
  /PipelinesSecurityCheckCDK(PipelinesAutoApprove|SecurityCheck)\w*[0-9A-F]{8}$/,
  /crossaccountzonedelegationhandlerrolePolicy[0-9A-F]{8}$/,
  /^CustomS3ObjectCopy/,
  /^AWSCDKWebFunctionAssetBucket/,
];

/** What stands below a construct that the user made, told by more than one id. */
const HELPER_PLACES = [
  /\/Resource\/CreationRole(\/|$)/, // aws-eks
  /(^|\/)KubectlProvider\/(Handler|AwsCliLayer)(\/|$)/, // aws-eks-v2
];

/** The files of the CDK's own nested stacks. */
const HELPER_TEMPLATE = /awscdkaws(dynamodbReplica|eksClusterResource|eksKubectl)Provider[0-9A-F]{8}\.nested\.template\.json$/;

const HELPER_ID = oneOf(HELPER_IDS);
const HELPER_LOGICAL_ID = oneOf(HELPER_LOGICAL_IDS);
const HELPER_PLACE = oneOf(HELPER_PLACES);

/** One expression instead of many: every resource with a finding is asked about, and each part of its path. */
function oneOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(pattern => pattern.source).join('|'));
}

/** Whether a resource is made by a construct of the CDK that users cannot configure. */
export function isHelperPath(constructPath: string): boolean {
  return HELPER_PLACE.test(constructPath) || constructPath.split('/').some(id => HELPER_ID.test(id));
}

/** The same, by the logical id, where nothing says the construct path. */
export function isHelperId(logicalId: string): boolean {
  return HELPER_LOGICAL_ID.test(logicalId);
}

/** Whether a template is that of a nested stack of the CDK: its logical ids alone might be a user's. */
export function isHelperTemplate(path: string): boolean {
  return HELPER_TEMPLATE.test(path);
}
