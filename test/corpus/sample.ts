import { readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { audit } from '../../aspects/engine/audit';
import { Finding } from '../../aspects/finding';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { RULES } from '../../aspects/rules';

/**
 * Draws findings to be read against their templates: `npx tsx test/corpus/sample.ts FOLDER [COUNT] [SEED]`.
 *
 * The same folder, count and seed draw the same findings, as long as the rules find the same: docs/accuracy.md says which were read.
 */
const [folder, count = '100', seed = '2026'] = process.argv.slice(2);

function main(): void {
  if (folder === undefined) {
    console.error('name a folder of templates: npx tsx test/corpus/sample.ts FOLDER [COUNT] [SEED]');
    process.exitCode = 2;
    return;
  }
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && ['.json', '.yaml', '.yml', '.template'].includes(extname(entry.name)))
    .map(entry => join(entry.parentPath, entry.name)).sort();
  const found = paths.flatMap(path => findingsIn(path).map(finding => ({ path: relative(folder, path), finding })));
  for (const { path, finding } of drawn(found, Number(count), Number(seed))) {
    const { rule, verdict, severity, logicalId, property, message } = finding;
    console.log([rule, verdict, severity, path, logicalId, property ?? '', message].join(' | '));
  }
  console.log(`${count} of ${found.length} findings in ${paths.length} templates, seed ${seed}`);
}

function findingsIn(path: string): readonly Finding[] {
  const { sources, acknowledgements } = readApplication(path);
  return audit(new AppModel(sources), { rules: RULES, acknowledgements }).findings.filter(({ provenance }) => provenance === 'user');
}

/** Draws without putting back; the generator is that of Park and Miller, which is one line and the same everywhere. */
function drawn<T>(all: readonly T[], wanted: number, start: number): readonly T[] {
  const left = [...all];
  let state = start;
  const below = (length: number): number => {
    state = (state * 48271) % 2147483647;
    return state % length;
  };
  return Array.from({ length: Math.min(wanted, left.length) }, () => left.splice(below(left.length), 1)[0]);
}

main();
