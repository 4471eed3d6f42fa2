import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comingFrom } from './coming-from';
import { conformance } from './conformance';
import { defaults } from './defaults';
import { rulePage } from './rule-page';
import { ruleTable } from './rule-table';
import { ROOT } from './sources';
import { RULES } from '../../aspects/rules';

/** Every derived file but the index, by path: from the rules themselves. */
export function derivedFiles(): Record<string, string> {
  return {
    'README.md': embed(readFileSync(join(ROOT, 'README.md'), 'utf8'), 'rules', ruleTable(RULES)),
    'docs/coming-from.md': comingFrom(RULES),
    'docs/conformance.md': conformance(),
    'docs/defaults.md': defaults(),
    ...Object.fromEntries(RULES.map(rule => [`docs/rules/${rule.id}.md`, rulePage(rule)])),
  };
}

/** Replaces what stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. */
export function embed(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no place for ${name}: it must hold the lines ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
}
