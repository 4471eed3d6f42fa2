import { dirname } from 'node:path';
import { Size } from 'aws-cdk-lib';
import { LOCK_FILES, lockFileOf } from './lock-file';
import { packagesOf } from './packages';
import { HandlerBundle } from '../handler-bundle';

/** A bundle of more is most often one that holds what nobody meant; it also makes every cold start slower. */
const DEFAULT_SIZE = Size.mebibytes(5);

const SAYS = {
  noLock: (entry: string, packages: readonly string[]) =>
    `entry: ${entry} bundles ${packages.join(', ')}, and no lock file (${LOCK_FILES.join(', ')}) says which versions: whatever was published last would be `
    + 'deployed; create one, as npm install does, and commit it',
  tooLarge: (kibibytes: number, most: number, largest: readonly string[]) =>
    `maxBundleSize: the bundle has ${kibibytes} KiB, at most ${most} are taken; the largest inputs are ${largest.join(', ')}: import less of them, or raise maxBundleSize`,
};

/** What is wrong with a bundle that was built. */
export function bundleProblems(entry: string, { file, files, metafile }: HandlerBundle, maxSize: Size = DEFAULT_SIZE): string[] {
  const problems: string[] = [];
  const size = files.filter(({ path }) => !path.endsWith('.map')).reduce((sum, { contents }) => sum + contents.length, 0);
  const [kibibytes, most] = [Math.ceil(size / 1024), maxSize.toKibibytes()];
  if (kibibytes > most) problems.push(SAYS.tooLarge(kibibytes, most, largestInputs(metafile)));
  const packages = packagesOf(Object.keys(metafile?.inputs ?? {}), dirname(file));
  if (packages.length > 0 && lockFileOf(file) === undefined) problems.push(SAYS.noLock(entry, packages.map(({ name }) => name)));
  return problems;
}

/** The five inputs that take the most of the output. */
function largestInputs(metafile: HandlerBundle['metafile']): string[] {
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap(output => Object.entries(output.inputs ?? {}));
  return inputs.sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput).slice(0, 5)
    .map(([path, { bytesInOutput }]) => `${path} (${Math.ceil(bytesInOutput / 1024)} KiB)`);
}
