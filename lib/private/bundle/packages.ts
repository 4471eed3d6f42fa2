import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** A package of which a bundle holds something. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  /** Its folder, with symbolic links followed. */
  readonly folder: string;
}

/** The packages that the inputs of a bundle belong to: what lies below a folder `node_modules`, sorted by name and version. */
export function packagesOf(inputs: readonly string[], folder: string): readonly BundledPackage[] {
  const folders = new Set(inputs.map(input => resolve(folder, input)).filter(file => file.includes(`${sep}node_modules${sep}`)).flatMap(file => packageFolder(file) ?? []));
  return [...folders].map(read).sort((one, other) => (`${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1));
}

/** The nearest folder above a file, within its package, whose package.json has a name and a version; nested ones often have neither. */
function packageFolder(file: string): string | undefined {
  for (let folder = dirname(file); !folder.endsWith(`${sep}node_modules`) && folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = manifestOf(folder);
    if (manifest?.name !== undefined && manifest.version !== undefined) return folder;
  }
  return undefined;
}

function read(folder: string): BundledPackage {
  const { name, version, license } = manifestOf(folder)!;
  return { name: name!, version: version!, license: typeof license === 'string' ? license : undefined, folder };
}

function manifestOf(folder: string): { readonly name?: string; readonly version?: string; readonly license?: unknown } | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
