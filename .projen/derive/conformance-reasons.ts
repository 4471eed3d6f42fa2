/** Why a finding is accepted, by its rule: for one construct of ours, or for every one (`*`). */
export type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The reason of a finding on a construct. */
export function reasonFor(reasons: Reasons, rule: string, construct: string): string | undefined {
  return reasons[rule]?.[construct] ?? reasons[rule]?.['*'];
}

const LEFTOVERS =
  'The bucket holds for some weeks what could not be delivered, which CloudWatch still has too. Who has to prove every access to it sets that on `failures`.';

const TRACES_AND_NETWORK =
  'Sending traces to X-Ray has no resource that a policy could name, and in a network neither has describing it; the other wildcards end '
  + 'the names of secrets whose last six characters nobody knows, and of network interfaces, which Lambda makes.';

const FIXED = '`SecretSource.neverRotated` takes the reason, which stands in the report: somebody outside hands the value out.';

const NEWEST = 'The runtime is given, and the newest that Lambda takes snapshots of; cdk-nag asks for the newest that the CDK has a name for.';

const INSIDE = 'The API is private: the internet, from which a firewall would protect it, does not reach it.';

const PREFIX_LIST = 'Not certain: whose addresses a prefix list holds, by which a function is let out to S3 and DynamoDB, only the deployment knows.';

const ALL_TRIGGERS = 'This list of every option gives one function every kind of trigger that there is.';

/**
 * Why a construct of ours is right although a rule of cdk-nag finds fault with it.
 *
 * Reviewed by hand; a test fails where a reason is missing, or stands for no finding.
 */
export const PACK_REASONS: Reasons = {
  S1: { SiemExport: LEFTOVERS },
  S3BucketDefaultLockEnabled: { SiemExport: LEFTOVERS },
  S3BucketLoggingEnabled: { SiemExport: LEFTOVERS },
  S3BucketReplicationEnabled: { SiemExport: LEFTOVERS },
  S3BucketVersioningEnabled: { SiemExport: LEFTOVERS },
  APIGWCacheEnabledAndEncrypted: {
    SecureApi: 'A cache answers one caller with what was made for another unless every key is named that tells them apart; what caches nothing leaks nothing.',
  },
  APIGWSSLEnabled: {
    SecureApi: 'The certificate tells an HTTP backend who calls it. Lambda is called by IAM, and sees no certificate.',
  },
  COG4: {
    SecureApi: 'Callers sign with IAM here. A user pool is one of several authorizers, and none is better than the others for everybody.',
  },
  IAM4: {
    SecureApi: 'The role is API Gateway\'s own, one for the whole account: the managed policy is what its documentation asks for, and API Gateway checks for it.',
  },
  CloudWatchLogGroupEncrypted: {
    '*':
      'The rule asks for a key of one\'s own: CloudWatch encrypts every log group. Such a key costs by the month and the call, '
      + 'and only the owner of the account can decide who rules over it.',
  },
  IAM5: {
    '*': 'Sending traces to X-Ray has no resource that a policy could name, and so have the deliveries of a state machine\'s log.',
    'AccessReview': 'Inspector is turned on for the account, which no policy can name; its role is bound to Inspector by name.',
    'PrivateNetwork': 'Describing prefix lists has no resource that a policy could name.',
    'SiemExport': 'The wildcards end the names of objects in the one bucket, which Firehose makes up, and those of the streams of the export\'s own log.',
    'SecureFunction': TRACES_AND_NETWORK,
    'SecretBackedFunction': TRACES_AND_NETWORK,
  },
  EventBusDLQ: {
    '*': 'The rule has no target that something could fail to reach: EventBridge counts what matches it, and the alarm looks at the count.',
  },
  LambdaEventSourceMappingDestination: {
    '*': 'What a queue brings and nobody can work on goes to the dead-letter queue of that queue; a destination of the mapping is for streams.',
  },
  L1: { '*': NEWEST },
  LambdaLatestVersion: { '*': NEWEST },
  SMG4: { SecretBackedFunction: FIXED },
  SecretsManagerRotationEnabled: { SecretBackedFunction: FIXED },
  APIG3: { SecureApi: INSIDE },
  APIGWAssociatedWithWAF: { SecureApi: INSIDE },
  IAMNoInlinePolicy: {
    '*': 'The policy belongs to one role that nobody else has: written inline it goes when the role goes, and cannot be attached to another by mistake.',
  },
  LambdaConcurrency: {
    '*': 'What a function may use of the account\'s concurrency depends on the other functions of the account; `reservedConcurrency` sets it.',
  },
  LambdaInsideVPC: {
    '*': 'A network of one\'s own is needed to reach what is in one; it does not make a function safer that calls AWS alone, and costs endpoints. `vpc` puts it into one.',
  },
  SQS3: {
    '*': 'The queue is the dead-letter queue itself, of a schedule or rule: cdk-nag sees those of queues only.',
  },
  SQSRedrivePolicy: {
    '*': 'The queue is the dead-letter queue itself, of a schedule or rule: cdk-nag sees those of queues only.',
  },
  VPCNoUnrestrictedRouteToIGW: {
    PrivateNetwork: 'Its public subnets are for load balancers and NAT gateways, which need the route; they give nothing a public address, and functions are refused there.',
  },
  LambdaDLQ: {
    '*':
      'A dead-letter queue serves asynchronous invocations only, and the construct cannot know whether there will be any: '
      + 'behind an API, a queue or a stream it would hold nothing, though it needs somebody to read, encrypt and empty it. '
      + 'Where a function is invoked asynchronously, `configureAsyncInvoke({ onFailure })` on it sends to a destination what failed, '
      + 'with request, response and error, which tells more than the event that a dead-letter queue keeps.',
    'SecretBackedFunction': 'As with SecureFunction; and Secrets Manager itself tries again where the function that rotates fails, and says so in CloudTrail.',
  },
};

/**
 * Why a finding of our own, of severity LOW, on what a construct makes is accepted by default.
 *
 * Reviewed by hand; a test fails where a reason is missing, or stands for no finding. Nothing of MEDIUM or above may be found.
 */
export const OWN_REASONS: Reasons = {
  'bucket-access-logs': { SiemExport: LEFTOVERS },
  'bucket-versioned': { SiemExport: LEFTOVERS },
  'lambda-vpc-reaches-its-services': { SecureFunction: PREFIX_LIST, SecretBackedFunction: PREFIX_LIST },
  'trigger-few-per-function': { SecureFunction: ALL_TRIGGERS, SecretBackedFunction: ALL_TRIGGERS, EnforcedBoundary: ALL_TRIGGERS },
  'lambda-warm-when-latency-bound': { EnforcedBoundary: 'Whether somebody waits for the answer of a URL only the owner of the function knows; `provisionedConcurrency` keeps it warm.' },
  'route-no-open-internet-gateway': {
    PrivateNetwork: 'Its public subnets are for load balancers and NAT gateways, which need the route; they give nothing a public address, and functions are refused there.',
  },
  'secret-rotation-on': { SecretBackedFunction: FIXED },
  'resource-name-generated': {
    SecretBackedFunction: 'The policy of a secret in another stack has to know the role that may read it before that exists; the name follows from its place.',
  },
  'security-group-egress-ports-scoped': { SecretBackedFunction: 'Not certain: the port of the database is its own attribute, which only the deployment knows.' },
  'lambda-env-customer-key': {
    EnforcedBoundary: 'The variables name the handler and the triggers; schemas are in a layer, secrets nowhere.',
    SecretBackedFunction: 'The variables hold the ARNs of the secrets, never their values, so there is nothing in them that a key would have to close.',
  },
  'log-group-customer-key': {
    'SecureApi':
      'As with SecureFunction; `logKey` encrypts the log of the calls, that of the errors and that of the firewall with a key of yours, and lets CloudWatch use it.',
    '*':
      'CloudWatch encrypts every log group; a key of one\'s own costs by the month and the call, and needs a policy that only the owner of the account can decide. '
      + 'Who must rule over the key gives it as `logKey`, or in `Rampart.defaults` for a whole scope.',
  },
  'log-group-data-protection': {
    'SecureApi':
      'The format of the access log holds no header, body or query; the firewall\'s log leaves out what authorizes; data tracing is off, so the errors hold no data either.',
    '*':
      'Masking is charged by what is written, and what is personal or secret in the logs only their owner knows. The handler should not log it in the '
      + 'first place; `logMasking` asks for it.',
    'SecretBackedFunction': 'As with SecureFunction; and the runtime masks every value that it fetched before a line is written.',
    'Quarantine': 'The log holds which steps were taken, without what passed through them.',
    'RotationRehearsal': 'The log holds which steps were taken, without what passed through them.',
  },
};
