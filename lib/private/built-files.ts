import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage, ILocalBundling } from 'aws-cdk-lib';
import { AssetOptions } from 'aws-cdk-lib/aws-s3-assets';

/** A file that was built, by its path in the asset. */
export interface OutputFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/** What makes an asset of files that were built already; the path that the CDK asks for besides is not read. */
export function builtFiles(files: readonly OutputFile[]): AssetOptions {
  return {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The CDK asks for an image, but starts a container only where the local bundling declines, and ours never does.
      image: DockerImage.fromRegistry('unused'),
      local: new BuiltFiles(files),
    },
  };
}

/** Puts the files into an asset. */
class BuiltFiles implements ILocalBundling {
  /** The CDK reuses an asset whose bundling options are the same, so they have to tell one content from another. */
  public readonly digest: string;
  readonly #files: readonly OutputFile[];

  public constructor(files: readonly OutputFile[]) {
    const hash = createHash('sha256');
    for (const file of files) hash.update(file.path).update('\0').update(file.contents).update('\0');
    this.digest = hash.digest('hex');
    this.#files = files;
  }

  public tryBundle(outputDir: string): boolean {
    for (const { path, contents } of this.#files) {
      const file = join(outputDir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents);
    }
    return true;
  }
}
