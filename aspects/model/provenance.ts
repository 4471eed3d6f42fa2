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
  /^(Custom::|AWSCDK\.).*CustomResourceProvider$/, // core CustomResourceProvider
  /^framework-(onEvent|isComplete|onTimeout)$/, // custom-resources Provider
  /^CertificateRequestorFunction$/, // aws-certificatemanager DnsValidatedCertificate
  /^waiter-state-machine$/, // custom-resources Provider with isComplete
  /^EventBridgeTriggerS3Notification$/,
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
];

const HELPER_PREFIXES = ['Custom::CDK', 'Custom::S3AutoDeleteObjects', 'Custom::CrossRegionExport', 'Custom::VpcRestrictDefaultSG', 'Custom::AWSCDK'];

/** Whether a resource is made by a construct of the CDK that users cannot configure. */
export function isHelperPath(constructPath: string): boolean {
  return constructPath.split('/').some(id => HELPER_IDS.some(pattern => pattern.test(id)) || HELPER_PREFIXES.some(prefix => id.startsWith(prefix)));
}

/** The same, by the logical id, where nothing says the construct path. */
export function isHelperId(logicalId: string): boolean {
  return HELPER_LOGICAL_IDS.some(pattern => pattern.test(logicalId));
}
