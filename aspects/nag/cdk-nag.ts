import type * as CdkNag from 'cdk-nag'; // eslint-disable-line import/no-extraneous-dependencies -- types only

/**
 * Loads cdk-nag, which is no dependency: applications that have version 2 could not install this library.
 *
 * @throws Error where it is not installed, or is of another version than 3
 */
export function cdkNag(load: () => unknown = installed): typeof CdkNag {
  const found = loaded(load);
  // Packs of version 2 are Aspects; those of 3 judge a tree when the synthesis validates.
  const pack = (found as Partial<typeof CdkNag>).NagPack;
  if (pack === undefined || !('validateScope' in pack.prototype)) {
    throw new Error('cdk-rampart/nag is a pack for cdk-nag 3, and another version is installed: npm install --save-dev cdk-nag@^3');
  }
  return found as typeof CdkNag;
}

function loaded(load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    const { code, message = '' } = error as { code?: string; message?: string };
    if (code !== 'MODULE_NOT_FOUND' || !message.includes("'cdk-nag'")) throw error;
    throw new Error('cdk-rampart/nag is a pack for cdk-nag 3, which is not installed: npm install --save-dev cdk-nag@^3');
  }
}

function installed(): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, import/no-extraneous-dependencies -- it is no dependency on purpose
  return require('cdk-nag');
}
