import { writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { IConstruct } from 'constructs';
import { billOfMaterials } from './bill-of-materials';
import { lockFileOf } from './lock-file';
import { packagesOf } from './packages';
import { HandlerBundle } from '../handler-bundle';

/** The type of the metadata that name both files in the manifest of the cloud assembly, at the function's path. */
const BUNDLE_METADATA = 'cdk-rampart:bundle';

/** The functions that run an asset, by application and name of the asset: what is built alike is one asset, and has one bill. */
const USERS = new WeakMap<IConstruct, Map<string, Set<string>>>();

/**
 * Writes what a bundle is made of beside its asset in the cloud assembly: `asset.<hash>.cdx.json`, a bill of materials, and
 * `asset.<hash>.metafile.json`, what esbuild says of the build, to which the bill refers. Neither is uploaded; the manifest says which
 * function they are about, and the bill says which functions run the asset.
 */
export function recordBundle(fn: IConstruct, asset: Asset, { file, metafile }: HandlerBundle): void {
  if (metafile === undefined || !Stack.of(fn).bundlingRequired) return;
  const packages = packagesOf(Object.keys(metafile.inputs), dirname(file));
  const lockFile = packages.length === 0 ? undefined : lockFileOf(file);
  const stage = Stage.of(fn) as Stage & { readonly assetOutdir: string };
  const name = basename(resolve(stage.outdir, asset.assetPath));
  const files = { billOfMaterials: `${name}.cdx.json`, metafile: `${name}.metafile.json` };
  const functions = usersOf(fn, name);
  const bill = billOfMaterials({ name, functions, version: asset.assetHash, packages, lockFile, metafile: files.metafile });
  writeFileSync(join(stage.assetOutdir, files.billOfMaterials), bill);
  writeFileSync(join(stage.assetOutdir, files.metafile), JSON.stringify(metafile));
  fn.node.addMetadata(BUNDLE_METADATA, files);
}

/** Which functions run an asset, as far as it is known by now; the last of them writes the bill that names all. */
function usersOf(fn: IConstruct, asset: string): readonly string[] {
  const assets = USERS.get(fn.node.root) ?? new Map<string, Set<string>>();
  USERS.set(fn.node.root, assets);
  const users = (assets.get(asset) ?? new Set<string>()).add(fn.node.path);
  assets.set(asset, users);
  return [...users].sort();
}
