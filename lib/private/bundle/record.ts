import { writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { IConstruct } from 'constructs';
import { billOfMaterials } from './bill-of-materials';
import { lockFileOf } from './lock-file';
import { packagesOf } from './packages';
import { HandlerBundle } from '../handler-bundle';

/**
 * Writes what a bundle is made of beside its asset in the cloud assembly: `asset.<hash>.cdx.json`, a bill of materials, and
 * `asset.<hash>.metafile.json`, what esbuild says of the build. Neither is uploaded.
 */
export function recordBundle(fn: IConstruct, asset: Asset, { file, metafile }: HandlerBundle): void {
  if (metafile === undefined || !Stack.of(fn).bundlingRequired) return;
  const packages = packagesOf(Object.keys(metafile.inputs), dirname(file));
  const lockFile = packages.length === 0 ? undefined : lockFileOf(file);
  const bill = billOfMaterials({ name: fn.node.path, version: asset.assetHash, packages, lockFile });
  const stage = Stage.of(fn) as Stage & { readonly assetOutdir: string };
  const beside = join(stage.assetOutdir, basename(resolve(stage.outdir, asset.assetPath)));
  writeFileSync(`${beside}.cdx.json`, bill);
  writeFileSync(`${beside}.metafile.json`, JSON.stringify(metafile));
}
