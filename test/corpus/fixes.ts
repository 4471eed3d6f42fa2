import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { templatesBelow } from './templates';
import { FIX_LEVELS } from '../../aspects/fix-level';
import { readApplication } from '../../aspects/input/read-application';
import { RULES } from '../../aspects/rules';
import { faultsOf, findingsOf } from '../support/repaired';

/**
 * Repairs every template below a folder at every level: `npm run corpus:fixes -- FOLDER`.
 *
 * What comes out must have no new finding of any rule, be left alone by a second run, and refer to nothing that is not there.
 */
function main(folder: string | undefined): void {
  if (folder === undefined || folder === '') {
    console.error('name a folder of templates: npm run corpus:fixes -- FOLDER');
    process.exitCode = 2;
    return;
  }
  const start = performance.now();
  const faults: string[] = [];
  const paths = templatesBelow(folder);
  for (const path of paths) {
    const { sources } = readApplication(path);
    const before = findingsOf(sources, RULES);
    for (const level of FIX_LEVELS) {
      try {
        faults.push(...faultsOf(sources, level, RULES, before).map(fault => `${level} ${path}: ${fault}`));
      } catch (error) {
        faults.push(`${level} ${path}: ${String((error as Error).stack)}`);
      }
    }
  }
  for (const fault of faults) console.error(fault);
  console.log(`${paths.length} templates at ${FIX_LEVELS.length} levels, ${faults.length} faults, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (faults.length > 0) process.exitCode = 1;
}

// Where the templates lie beside the repository, they need no name.
const BESIDE = join(__dirname, '..', '..', '..', 'shared', 'corpus');
main(process.argv[2] ?? process.env.RAMPART_CORPUS ?? (existsSync(BESIDE) ? BESIDE : undefined));
