import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecureFunctionProps } from '../../../lib';
import { temporaryFolder, testApp } from '../../support/synthesis';

const { ARM_64, X86_64 } = lambda.Architecture;
const folder = mkdtempSync(join(temporaryFolder(), 'image'));
writeFileSync(join(folder, 'Dockerfile'), 'FROM public.ecr.aws/lambda/python:3.13\nCMD ["orders.handler"]\n');
const image = (props?: lambda.AssetImageCodeProps) => lambda.Code.fromAssetImage(folder, props);

/** What the images of an application are built for. */
function platforms(...functions: readonly SecureFunctionProps[]): unknown[] {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  functions.forEach((props, index) => new SecureFunction(stack, `Orders${index}`, props));
  const assets = app.synth().artifacts.filter(one => one instanceof cdk.cx_api.AssetManifestArtifact);
  return assets.flatMap(({ contents }) => Object.values(contents.dockerImages ?? {})).map(({ source }) => source.platform);
}

test.each<[string, Omit<SecureFunctionProps, 'code'>, lambda.AssetImageCodeProps | undefined, string]>([
  ['arm64, which the function has by itself', {}, undefined, 'linux/arm64'],
  ['the architecture that is given', { architecture: X86_64 }, undefined, 'linux/amd64'],
  ['what it is said to be built for, where that fits', { architecture: X86_64 }, { platform: Platform.LINUX_AMD64 }, 'linux/amd64'],
  ['a variant of what fits', {}, { platform: Platform.custom('linux/arm64/v8') }, 'linux/arm64/v8'],
  ['what nobody here knows', {}, { platform: Platform.custom('linux/riscv64') }, 'linux/riscv64'],
])('an image is built for %s', (_, props, built, platform) => {
  expect(platforms({ code: image(built), ...props })).toEqual([platform]);
});

test('functions of both architectures may share code, whose other settings stay', () => {
  const code = image({ cmd: ['other.handler'] });
  expect(platforms({ code }, { code, architecture: X86_64 }).sort()).toEqual(['linux/amd64', 'linux/arm64']);
  const stack = new cdk.Stack(testApp(), 'Stack');
  new SecureFunction(stack, 'Orders', { code });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { ImageConfig: { Command: ['other.handler'] }, PackageType: 'Image' });
});

test.each([[ARM_64, Platform.LINUX_AMD64, 'linux/amd64', 'arm64'], [X86_64, Platform.LINUX_ARM64, 'linux/arm64', 'x86_64']])('one that cannot start is refused', (architecture, platform, built, runs) => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  expect(() => new SecureFunction(stack, 'Orders', { code: image({ platform }), architecture }))
    .toThrow(`Stack/Orders: code: the image is built for ${built}, and the function runs on ${runs}, so that nothing in it would start; leave platform out, or give`);
});
