import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applicationsAmong } from './applications';
import { templatesBelow } from './templates';
import { FIX_LEVELS } from '../../aspects/fix-level';
import { readTogether } from '../../aspects/input/read-application';
import { readText } from '../../aspects/input/read-text';
import { rewritten } from '../../aspects/input/rewrite';
import { RULES } from '../../aspects/rules';
import { WITH_TOPIC } from '../support/alarm-topic';
import { faultsOf, repaired } from '../support/repaired';

/**
 * Repairs every template below a folder at every level: `npx tsx test/corpus/fixes.ts FOLDER`; and those of one folder that import what
 * others of it export once more, together.
 *
 * Safe fixes are made with a topic for alarms, which they then add; the others without. What comes out must have no new finding of any rule, be left alone by a second run, refer to nothing that is not there, and be
 * written in the text of the template with nothing else changed.
 */
function main(folder: string | undefined): void {
  if (folder === undefined || folder === '') {
    console.error('name a folder of templates: npx tsx test/corpus/fixes.ts FOLDER');
    process.exitCode = 2;
    return;
  }
  const start = performance.now();
  const faults: string[] = [];
  let repairs = 0;
  const paths = templatesBelow(folder);
  const several = applicationsAmong(paths);
  for (const templates of [...paths.map(path => [path]), ...several]) {
    const { sources } = readTogether(templates);
    const path = templates.join(' + ');
    for (const [level, settings] of FIX_LEVELS.map((one, index) => [one, index === 0 ? WITH_TOPIC : undefined] as const)) {
      try {
        faults.push(...faultsOf(sources, level, RULES, settings).map(fault => `${level} ${path}: ${fault}`));
        // Throws where the text would come to mean anything else than what was repaired.
        const { sources: after, edits, renames, notes } = repaired(sources, level, RULES, settings);
        for (const { path: template, body } of after) {
          const of = <T extends { readonly template: string }>(list: readonly T[]) => list.filter(each => each.template === template);
          if (of(edits).length > 0) rewritten(readText(template, process.cwd()), { path: template, edits: of(edits), renames: of(renames), body });
        }
        repairs += notes.filter(note => note.declined === undefined).length;
      } catch (error) {
        faults.push(`${level} ${path}: ${String((error as Error).stack)}`);
      }
    }
  }
  for (const fault of faults) console.error(fault);
  console.log(`${paths.length} templates and ${several.length} applications of several stacks at ${FIX_LEVELS.length} levels, ${repairs} repairs, ${faults.length} faults, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (faults.length > 0) process.exitCode = 1;
}

// Where the templates lie beside the repository, they need no name.
const BESIDE = join(__dirname, '..', '..', '..', 'shared', 'corpus');
main(process.argv[2] ?? process.env.RAMPART_CORPUS ?? (existsSync(BESIDE) ? BESIDE : undefined));
