import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import { SecureFunctionProps } from '../secure-function-props';

const SOURCE_MAPS = '--enable-source-maps';
/** So much of what is kept ready is in use before more is prepared. Source: the Lambda guide's own example. */
const UTILIZATION = 0.7;

/** The settings of the function behind the alias that come from single props. */
export function functionSettings(props: SecureFunctionProps) {
  return {
    architecture: architectureOf(props),
    description: props.description,
    timeout: props.timeout ?? Duration.seconds(5),
    memorySize: props.memorySize ?? 512,
    reservedConcurrentExecutions: props.reservedConcurrency,
    environmentEncryption: props.environmentKey,
    paramsAndSecrets: props.secretsExtension,
    snapStart: props.snapStart === true ? lambda.SnapStartConf.ON_PUBLISHED_VERSIONS : undefined,
    tracing: lambda.Tracing.ACTIVE,
    adotInstrumentation: props.adotInstrumentation,
    loggingFormat: lambda.LoggingFormat.JSON,
    applicationLogLevelV2: props.applicationLogLevel ?? lambda.ApplicationLogLevel.INFO,
    systemLogLevelV2: props.systemLogLevel ?? lambda.SystemLogLevel.INFO,
  };
}

export function architectureOf({ architecture = lambda.Architecture.ARM_64 }: SecureFunctionProps): lambda.Architecture {
  return architecture;
}

/** Stack traces name the lines that were written, not those of the bundle. */
export function withSourceMaps(environment: { [key: string]: string } = {}): { [key: string]: string } {
  const given = environment.NODE_OPTIONS;
  return { ...environment, NODE_OPTIONS: given === undefined || given.includes(SOURCE_MAPS) ? given ?? SOURCE_MAPS : `${given} ${SOURCE_MAPS}` };
}

/** What refuses code that none of the profiles has signed. */
export function signingOf(scope: Construct, signingProfiles: signer.ISigningProfile[] | undefined): lambda.CodeSigningConfig | undefined {
  return signingProfiles && new lambda.CodeSigningConfig(scope, 'Signing', {
    signingProfiles, untrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE,
  });
}

/** Prepares more execution environments while the function is busy, where that is asked for. */
export function scaleProvisioned(alias: lambda.Alias, { provisionedConcurrency, maxProvisionedConcurrency }: SecureFunctionProps): void {
  if (maxProvisionedConcurrency === undefined) return;
  const scaling = alias.addAutoScaling({ minCapacity: provisionedConcurrency, maxCapacity: maxProvisionedConcurrency });
  scaling.scaleOnUtilization({ utilizationTarget: UTILIZATION });
}
