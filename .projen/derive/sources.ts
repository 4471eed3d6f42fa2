import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
export const RULES = join(ROOT, 'aspects', 'rules');

/** The rule files, sorted: theme folder, file name, exported name. */
export function ruleFiles(): { theme: string; id: string; name: string }[] {
  return readdirSync(RULES, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(folder => readdirSync(join(RULES, folder.name))
      .filter(file => file.endsWith('.ts'))
      .map(file => basename(file, '.ts'))
      .map(id => ({ theme: folder.name, id, name: id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) })))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
