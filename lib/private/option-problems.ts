import { existsSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { platformProblems } from './built-image';
import { architectureOf } from './function-settings';
import { SecureFunctionProps } from '../secure-function-props';

/** Everything that is said about options that do not go together. */
const SAYS = {
  snapStartNode: 'snapStart: Lambda takes no snapshots of Node.js; leave it out, a bundle starts quickly, or keep environments ready with provisionedConcurrency',
  snapStartRuntime: (runtime: string) => `snapStart: Lambda takes no snapshots of ${runtime}; leave it out, or take Java 11, Python 3.12 or .NET 8 and newer ones`,
  snapStartWarm: 'snapStart: Lambda takes either snapshots or provisionedConcurrency; leave one of them out',
  unsigned: (what: string) =>
    `signingProfiles: ${what} is uploaded as it is, and nobody signs it on its way, so Lambda would refuse every deployment; sign the archive with AWS Signer `
    + 'in your pipeline, and give it as code: Code.fromBucket(bucket, key)',
  noProfile: 'signingProfiles: name at least one profile, or leave it out',
  extension: 'secretsExtension: Lambda gives an image no layers; leave it out, and unpack the layer of AWS to /opt when the image is built '
    + '(`aws lambda get-layer-version-by-arn` says where it is)',
  imageHandler: (handler: string) => `handler: an image says itself what it runs, as its CMD, got ${handler}; leave it out`,
  imageRuntime: (runtime: string) => `runtime: an image brings its own, got ${runtime}; leave it out`,
  imageAdot: 'adotInstrumentation: Lambda gives an image no layers, and this is one; leave it out, and build the collector into the image',
  noImage: 'runtime: FROM_IMAGE is for images, as Code.fromEcrImage(repository); give the runtime of this code, or leave it out for Node.js',
  inline: (runtime: string) => `code: Lambda takes no text as the code of ${runtime}; give a folder or an archive, as Code.fromAsset(path)`,
  noAsset: (path: string) => `code: ${path} does not exist; it is looked for relative to the working directory`,
  wrapper: 'adotInstrumentation: Python is wrapped by INSTRUMENT_HANDLER and nothing else; give it as execWrapper',
  masksNothing: 'logMasking: it looks for nothing; name at least one identifier, as LogMasking.of(DataIdentifier.EMAILADDRESS), or leave it out',
  otherFile: (handler: string) =>
    `handler: what entry is bundled to is called index, so Lambda would find no file for ${handler}; give the name of the export alone, as ${handler.split('.').slice(-1)[0]}`,
  noHandler: (runtime: string) => `handler: ${runtime} has no usual name for it; give it, as package.Class::method`,
};

/** Whether code is a container image. */
export function isImage(code: lambda.Code | undefined): boolean {
  return code instanceof lambda.EcrImageCode || code instanceof lambda.AssetImageCode;
}

/** What is wrong with options of a `SecureFunction` that depend on each other. */
export function optionProblems(props: SecureFunctionProps): string[] {
  return [snapStartProblems, signingProblems, handlerProblems, imageProblems, codeProblems, layerProblems].flatMap(problems => problems(props));
}

function snapStartProblems({ snapStart, runtime, provisionedConcurrency, code }: SecureFunctionProps): string[] {
  if (snapStart !== true) return [];
  if (provisionedConcurrency !== undefined) return [SAYS.snapStartWarm];
  if (isImage(code) || runtime === lambda.Runtime.FROM_IMAGE) return [SAYS.snapStartRuntime('images')];
  if (runtime === undefined || runtime.family === lambda.RuntimeFamily.NODEJS) return [SAYS.snapStartNode];
  return runtime.supportsSnapStart ? [] : [SAYS.snapStartRuntime(runtime.name)];
}

function signingProblems({ signingProfiles, entry, code }: SecureFunctionProps): string[] {
  if (signingProfiles === undefined) return [];
  if (signingProfiles.length === 0) return [SAYS.noProfile];
  if (entry !== undefined) return [SAYS.unsigned('the bundle of entry')];
  if (isImage(code)) return [SAYS.unsigned('an image')];
  if (code instanceof lambda.InlineCode) return [SAYS.unsigned('inline code')];
  return code instanceof lambda.AssetCode ? [SAYS.unsigned('an asset of the CDK')] : [];
}

function handlerProblems({ runtime, handler, entry }: SecureFunctionProps): string[] {
  // What begins with a slash is the file of a layer, which calls the handler in turn.
  const isElsewhere = entry !== undefined && handler !== undefined && !Token.isUnresolved(handler) && handler.includes('.') && !/^(?:\/|index\.)/.test(handler);
  if (isElsewhere) return [SAYS.otherFile(handler)];
  const needsName = runtime !== undefined && [lambda.RuntimeFamily.JAVA, lambda.RuntimeFamily.DOTNET_CORE].includes(runtime.family!);
  return needsName && handler === undefined ? [SAYS.noHandler(runtime.name)] : [];
}

function imageProblems(props: SecureFunctionProps): string[] {
  const { code, handler, runtime, secretsExtension, adotInstrumentation } = props;
  if (!isImage(code)) return runtime === lambda.Runtime.FROM_IMAGE ? [SAYS.noImage] : [];
  return [
    ...handler === undefined || handler === lambda.Handler.FROM_IMAGE ? [] : [SAYS.imageHandler(handler)],
    ...runtime === undefined || runtime === lambda.Runtime.FROM_IMAGE ? [] : [SAYS.imageRuntime(runtime.name)],
    ...secretsExtension === undefined ? [] : [SAYS.extension],
    ...adotInstrumentation === undefined ? [] : [SAYS.imageAdot],
    ...platformProblems(code, architectureOf(props)),
  ];
}

function codeProblems({ code, runtime, logMasking }: SecureFunctionProps): string[] {
  const isNoText = code instanceof lambda.InlineCode && runtime !== undefined && runtime !== lambda.Runtime.FROM_IMAGE && !runtime.supportsInlineCode;
  return [
    ...isNoText ? [SAYS.inline(runtime.name)] : [],
    ...code instanceof lambda.AssetCode && !existsSync(code.path) ? [SAYS.noAsset(code.path)] : [],
    ...logMasking?.identifiers.length === 0 ? [SAYS.masksNothing] : [],
  ];
}

/** Which wrapper Python needs is the CDK's to say, and it says so without the prop. */
function layerProblems({ code, runtime, adotInstrumentation }: SecureFunctionProps): string[] {
  if (adotInstrumentation === undefined || isImage(code) || runtime?.family !== lambda.RuntimeFamily.PYTHON) return [];
  return adotInstrumentation.execWrapper === lambda.AdotLambdaExecWrapper.INSTRUMENT_HANDLER ? [] : [SAYS.wrapper];
}
