import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as signer from 'aws-cdk-lib/aws-signer';
import { LogMasking } from './log-masking';
import { SecurityAlarms } from './security-alarms';
import { Sensitivity } from './sensitivity';

/**
 * What a `SecureFunction` is made from: its code, and what differs from the defaults.
 */
export interface SecureFunctionProps {
  /**
   * The file that exports the handler, relative to the working directory: TypeScript or JavaScript.
   *
   * It is bundled at synthesis by the esbuild that is installed in your project (`npm install --save-dev esbuild`),
   * never in a container. The AWS SDK stays outside the bundle, since the Node.js runtimes bring it.
   *
   * @default - the code is given by `code`; exactly one of the two is required
   */
  readonly entry?: string;

  /**
   * Code that is ready to run: a folder, an archive, an image, or text. An image that is built here is built for `architecture`.
   *
   * What was built elsewhere, nobody can tell here what it was built for: compiled code (Go, Rust, packages with native parts), what
   * `Code.fromDockerBuild` takes out of an image, and an image of a registry. It has to be built for arm64, or say what for by `architecture`;
   * what is built for the other one ends at its first instruction (`exec format error`). Of `Code.fromEcrImage(repository)` give the digest as
   * `tagOrDigest`: a tag, of which the default is `latest`, may be moved, and then the template says no more what runs, and a deployment changes
   * nothing. Lambda has to be allowed to pull from a repository of another account by the policy there.
   *
   * @default - the code is bundled from `entry`; exactly one of the two is required
   */
  readonly code?: lambda.Code;

  /**
   * The function that Lambda calls, as `file.export`; with `entry`, the name of the export is enough. Java and .NET need it.
   *
   * @default - `index.handler`, which with `entry` is its export `handler`; of an image, what the image says
   */
  readonly handler?: string;

  /**
   * The runtime. A Node.js runtime that gets no more security patches is refused.
   *
   * @default - Node.js 24; of an image, what the image brings
   */
  readonly runtime?: lambda.Runtime;

  /**
   * The processor architecture.
   *
   * @default - arm64, which costs a fifth less than x86_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * What the function is for, in at most 256 characters.
   *
   * @default - the function has no description
   */
  readonly description?: string;

  /**
   * After how long Lambda ends an invocation, at most 15 minutes.
   *
   * @default - 5 seconds: a hanging dependency costs little, and a queue's default visibility timeout, 30 seconds, is
   * the six times that AWS advises
   */
  readonly timeout?: Duration;

  /**
   * The memory of an execution environment in mebibytes, from 128 to 10240; processor time grows with it.
   *
   * @default - 512 mebibytes, a little under a third of a processor: with the 128 that Lambda would choose, a cold start takes seconds
   */
  readonly memorySize?: number;

  /**
   * Environment variables, at most 4 KB together. Everybody who may read the function's configuration reads them, so
   * the value of a secret is refused: pass its name or ARN, and grant the function to read it.
   *
   * The finished template is looked at once more, so it is refused too where it comes by `addEnvironment` on `lambda`, an override, a value that is
   * settled late, a mapping or the default of a parameter. Not seen is what the deployment puts together: the values of parameters, macros and
   * transforms, and a plain text of no known form under a name that says nothing.
   *
   * @default - none, except that `entry` adds `NODE_OPTIONS=--enable-source-maps`
   */
  readonly environment?: { [key: string]: string };

  /**
   * How many execution environments of the live alias are kept ready, at least 1. They are paid for while they wait.
   *
   * @default - none: an execution environment starts when it is needed
   */
  readonly provisionedConcurrency?: number;

  /**
   * Up to how many execution environments are kept ready while the function is busy: as soon as 70 % of those that are
   * ready are in use, more are prepared.
   *
   * @default - as many as `provisionedConcurrency` says, however busy it is
   */
  readonly maxProvisionedConcurrency?: number;

  /**
   * Whether new execution environments start from a snapshot that Lambda takes of each version. It excludes Node.js and
   * `provisionedConcurrency`.
   *
   * @default - no snapshots: an execution environment starts from the beginning
   */
  readonly snapStart?: boolean;

  /**
   * How many invocations may run at the same time; as many are set aside of the account's quota. 0 stops the function.
   *
   * @default - no limit but the account's
   */
  readonly reservedConcurrency?: number;

  /**
   * How long to keep the function's logs.
   *
   * @default - one year, then deleted
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The least important messages of the handler that are logged.
   *
   * @default - information, warnings and errors are logged, debug messages are not
   */
  readonly applicationLogLevel?: lambda.ApplicationLogLevel;

  /**
   * The least important messages of Lambda itself that are logged.
   *
   * @default - information: each invocation's duration and memory are logged
   */
  readonly systemLogLevel?: lambda.SystemLogLevel;

  /**
   * The key that encrypts the log group. Its policy lets CloudWatch Logs of this account use it; that of an imported key
   * has to do so already.
   *
   * @default - that of `Rampart.defaults`, or else CloudWatch encrypts with a key of its own
   */
  readonly logKey?: kms.IKey;

  /**
   * What is masked in the logs for all who may not unmask it.
   *
   * @default - nothing is masked
   */
  readonly logMasking?: LogMasking;

  /**
   * Instrumentation by the AWS distribution of OpenTelemetry, which sends its traces to X-Ray. On Node.js it needs `Runtime.NODEJS_22_X`: the
   * layers of the CDK trace handlers that the runtime loads by `require`, and that of Node.js 24 imports them; a warning says so
   * (`cdk-rampart:adot-untraced`).
   *
   * @default - X-Ray traces each invocation, without looking into the handler
   */
  readonly adotInstrumentation?: lambda.AdotInstrumentationConfig;

  /**
   * The key that encrypts the environment variables at rest. Who deploys the function has to be allowed to use it.
   *
   * @default - Lambda encrypts with a key that AWS manages
   */
  readonly environmentKey?: kms.IKey;

  /**
   * How large the bundle of `entry` may be, without its source map.
   *
   * @default - 5 MiB; the error names the largest inputs
   */
  readonly maxBundleSize?: Size;

  /**
   * Profiles of AWS Signer, by one of which the code has to be signed, or Lambda refuses to deploy it. Only for code that
   * somebody has signed, as `Code.fromBucket` brings it: assets of the CDK are uploaded unsigned. Layers have to be signed as well, also those of
   * `secretsExtension` and `adotInstrumentation` (`cdk-rampart:layer-unsigned`).
   *
   * @default - Lambda asks for no signature
   */
  readonly signingProfiles?: signer.ISigningProfile[];

  /**
   * The VPC in whose private subnets the function runs, with a security group of its own that lets nothing out but to the services that are
   * granted to it, and to what `allowTo` says.
   *
   * In the VPC of a `PrivateNetwork` a grant opens the way: to an interface endpoint, which is made where there is none, or to the addresses of
   * S3 and DynamoDB. In another VPC of the application the function is let out to its interface endpoints, and a warning names what is missing; so
   * it does in an imported VPC, of which nothing is known. X-Ray is such a service with `adotInstrumentation`; otherwise Lambda sends the
   * traces, as it sends the function's logs, reads queues and streams, and keeps failures, which needs no way. Neither does KMS for what is encrypted: the
   * services use the key on the function's behalf. Not seen are policies that are attached to the role from outside.
   *
   * @default - that of `Rampart.defaults`, or else the function runs in no VPC of yours
   */
  readonly vpc?: ec2.IVpc;

  /**
   * In which of the VPC's subnets. Public ones are refused.
   *
   * @default - the private subnets: those with a way out, or else the isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * How sensitive the data is that the function works on. All that it owns is tagged with it, and the audit finds what
   * functions of different sensitivity share.
   *
   * @default - that of `Rampart.defaults`, or else nobody says
   */
  readonly sensitivity?: Sensitivity;

  /**
   * The most that the function's role may ever do, whatever is granted to it.
   *
   * A role has one boundary. That of CDK's `PermissionsBoundary.of(scope)` holds in the place of this one, also of a scope farther out, since it is
   * applied at last; to let this function have another than its scope, say so of the function itself: `PermissionsBoundary.of(orders).apply(policy)`.
   *
   * @default - that of `Rampart.defaults` or CDK's `PermissionsBoundary`, or else the role is bounded by its grants only
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * The AWS Parameters and Secrets extension, from which a handler in a language without a runtime of Rampart fetches
   * secrets over HTTP on localhost. An image takes no layers, so the extension has to be in the image itself.
   *
   * @default - no extension; with a `SecretBackedFunction` that is no image and does not run on Node.js, its newest version
   */
  readonly secretsExtension?: lambda.ParamsAndSecretsLayerVersion;

  /**
   * The alarms that watch the function from its first deployment on.
   *
   * @default - those of `Rampart.defaults`, or else nothing watches it
   */
  readonly alarms?: SecurityAlarms;
}
