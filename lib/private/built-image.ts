import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';

const SAYS = {
  otherPlatform: (built: string, architecture: lambda.Architecture) =>
    `code: the image is built for ${built}, and the function runs on ${architecture.name}, so that nothing in it would start; leave platform out, or give the architecture of the image`,
};

/** An image that is built with the application, as far as the CDK shows what it is built from. */
interface BuiltImage {
  readonly directory: string;
  readonly props: lambda.AssetImageCodeProps;
}

/** What is wrong with what an image is built for. */
export function platformProblems(code: lambda.Code | undefined, architecture: lambda.Architecture): string[] {
  const built = builtImage(code)?.props.platform?.platform;
  const isOther = built !== undefined && /^linux\/(?:amd64|arm64)\b/.test(built) && !built.startsWith(architecture.dockerPlatform);
  return isOther ? [SAYS.otherPlatform(built, architecture)] : [];
}

/** The code for an architecture. Docker builds an image for the machine that it runs on, where nobody says another one. */
export function codeFor(code: lambda.Code, architecture: lambda.Architecture): lambda.Code {
  const image = builtImage(code);
  if (image === undefined || image.props.platform !== undefined) return code;
  return new lambda.AssetImageCode(image.directory, { ...image.props, platform: Platform.custom(architecture.dockerPlatform) });
}

function builtImage(code: lambda.Code | undefined): BuiltImage | undefined {
  if (!(code instanceof lambda.AssetImageCode)) return undefined;
  const { directory, props } = code as unknown as Partial<BuiltImage>;
  return directory === undefined || props === undefined ? undefined : { directory, props };
}
