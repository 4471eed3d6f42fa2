import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { SecurityAlarms } from './security-alarms';
import { Sensitivity } from './sensitivity';

/**
 * What holds for the constructs of Rampart that are made in a scope from now on, unless their own props or a nearer scope say
 * otherwise.
 */
export interface RampartDefaults {
  /**
   * The VPC that functions run in.
   *
   * @default - functions run in no VPC of yours
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The alarms that watch functions, APIs, exports of logs and reviews of access.
   *
   * @default - nothing watches them
   */
  readonly alarms?: SecurityAlarms;

  /**
   * The most that the roles of these constructs may ever do, and the roles of what CDK puts beside them once in a stack, which serve their
   * custom resources. What it leaves out, a quarantine cannot do either: it attaches a policy to roles and sets what functions may use. The
   * role of the function of AWS that rotates a login of `SecretSource.database` cannot be bounded: CloudFormation has no property for it.
   *
   * @default - roles are bounded by their grants only
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * How sensitive the data is. Everything in the scope that can have tags gets it as one, also what other libraries make.
   *
   * @default - nobody says
   */
  readonly sensitivity?: Sensitivity;

  /**
   * The key that encrypts log groups.
   *
   * @default - CloudWatch encrypts with a key of its own
   */
  readonly logKey?: kms.IKey;
}
