import { Annotations, PhysicalName } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Boundary } from './boundary';
import { codeFor } from './built-image';
import { bundleProblems } from './bundle/problems';
import { recordBundle } from './bundle/record';
import { architectureOf, functionSettings, signingOf, withSourceMaps } from './function-settings';
import { assetOf, HandlerBundle, handlerBundle } from './handler-bundle';
import { LateCode } from './late-code';
import { isImage } from './option-problems';
import { schemaFiles } from './schema-files';
import { SecureFunctionProps } from '../secure-function-props';

const SAYS = {
  untraced: (runtime: string) => `adotInstrumentation: ${runtime} imports its handler, and the layers of the CDK trace what Node.js 22 loads by require: the handler runs untraced; `
    + 'give runtime: lambda.Runtime.NODEJS_22_X, or leave it out, and X-Ray traces each invocation as a whole',
  unsigned: (props: readonly string[]) => `signingProfiles: Lambda asks for their signature on layers too, and ${props.join(' and ')} brings one that AWS has published: the function is `
    + 'refused unless one of the profiles has signed it; name the profile of that layer as well, and acknowledge this, or leave the layer out',
};

/** What the function is given by its owner. */
export interface Surroundings {
  readonly role: iam.IRole;
  readonly logGroup: logs.ILogGroup;
  /** Where it runs in a VPC. */
  readonly securityGroup?: ec2.ISecurityGroup;
}

/** The function behind the alias of a `SecureFunction`, with the boundary that knows it. */
export function functionBehind(owner: Construct, props: SecureFunctionProps, { role, logGroup, securityGroup }: Surroundings): lambda.Function {
  const runtime = props.runtime ?? (isImage(props.code) ? lambda.Runtime.FROM_IMAGE : lambda.Runtime.NODEJS_24_X);
  const given = props.handler ?? (runtime === lambda.Runtime.FROM_IMAGE ? lambda.Handler.FROM_IMAGE : 'index.handler');
  const handler = props.entry === undefined || given.includes('.') ? given : `index.${given}`;
  const bundled = props.entry === undefined ? undefined : bundleOf(owner, props, handler, runtime);
  const fn: lambda.Function = new lambda.Function(owner, 'Function', {
    ...functionSettings(props),
    // Another environment knows it by a name alone: with none to know it, it has none.
    functionName: PhysicalName.GENERATE_IF_NEEDED,
    code: bundled === undefined
      ? codeFor(props.code!, architectureOf(props))
      : new LateCode(scope => finishedCode(owner, scope, bundled, Boundary.of(fn)!)),
    handler,
    runtime,
    role,
    environment: bundled === undefined ? props.environment : withSourceMaps(props.environment),
    logGroup,
    codeSigningConfig: signingOf(owner, props.signingProfiles),
    ...(props.vpc === undefined ? {} : { vpc: props.vpc, vpcSubnets: props.vpcSubnets, securityGroups: [securityGroup!] }),
  });
  // Lambda looks at creation whether the role may trace, which a feature flag of the CDK puts into a policy of its own.
  for (const policy of fn.node.children.filter(child => child instanceof iam.Policy)) fn.node.defaultChild!.node.addDependency(policy);
  new Boundary(fn, bundled !== undefined).serve(fn);
  warnOfUnsigned(owner, props);
  if (props.adotInstrumentation !== undefined && importsHandlers(runtime)) Annotations.of(owner).addWarningV2('cdk-rampart:adot-untraced', SAYS.untraced(runtime.name));
  return fn;
}

/** Warns of layers that nobody here has signed. Source: the Lambda guide, code signing. */
function warnOfUnsigned(owner: Construct, { signingProfiles, secretsExtension, adotInstrumentation }: SecureFunctionProps): void {
  const given = Object.entries({ secretsExtension, adotInstrumentation }).filter(([, layer]) => layer !== undefined).map(([prop]) => prop);
  if (signingProfiles !== undefined && given.length > 0) Annotations.of(owner).addWarningV2('cdk-rampart:layer-unsigned', SAYS.unsigned(given));
}

/** Whether no hook into `require` sees the handler. Tried with the runtime clients of both, and the instrumentation of OpenTelemetry 1.30. */
function importsHandlers({ family, name }: lambda.Runtime): boolean {
  return family === lambda.RuntimeFamily.NODEJS && Number.parseInt(name.slice('nodejs'.length), 10) >= 24;
}

function bundleOf(owner: Construct, props: SecureFunctionProps, handler: string, runtime: lambda.Runtime): HandlerBundle {
  const bundled = handlerBundle(owner, props.entry!, handler, runtime);
  const problems = bundleProblems(props.entry!, bundled, props.maxBundleSize);
  if (problems.length > 0) throw new Error(`${owner.node.path}: ${problems.join('; ')}`);
  return bundled;
}

function finishedCode(owner: Construct, scope: Construct, bundled: HandlerBundle, boundary: Boundary): Asset {
  const asset = assetOf(scope, { ...bundled, files: [...bundled.files, ...schemaFiles(scope, boundary.takeSchemas())] });
  recordBundle(owner, asset, bundled);
  return asset;
}
