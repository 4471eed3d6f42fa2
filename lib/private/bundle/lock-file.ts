import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { BundledPackage } from './packages';

/** The lock files that are known, npm's first. */
export const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'] as const;

/** The lock file that says which versions a project has: the nearest above the entry. */
export function lockFileOf(entry: string): string | undefined {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const found = LOCK_FILES.map(name => join(folder, name)).find(file => existsSync(file));
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

/** The checksum of a package as npm locked it, as in `sha512-…`; nothing for other lock files, and for what is no copy of a published package. */
export function integrityOf({ folder, version }: BundledPackage, lockFile: string): string | undefined {
  if (!['package-lock.json', 'npm-shrinkwrap.json'].includes(basename(lockFile))) return undefined;
  const { packages = {} } = JSON.parse(readFileSync(lockFile, 'utf8')) as Lock;
  const locked = packages[relative(dirname(lockFile), folder).split(sep).join('/')];
  return locked?.version === version ? locked.integrity : undefined;
}

interface Lock {
  readonly packages?: { readonly [path: string]: { readonly version?: string; readonly integrity?: string } };
}
