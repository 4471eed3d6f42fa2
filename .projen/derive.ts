import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { indexOfRules } from './derive/index-of-rules';
import { ROOT } from './derive/sources';

/**
 * Writes every file that follows from the rules; with `--check`, fails where one differs.
 *
 * The index comes first: the other files are derived from the rules that it lists.
 */
async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale = write('aspects/rules/index.ts', indexOfRules(), check) ? ['aspects/rules/index.ts'] : [];
  const { derivedFiles } = await import('./derive/documents.js');
  for (const [path, text] of Object.entries(derivedFiles())) {
    if (write(path, text, check)) stale.push(path);
  }
  if (check && stale.length > 0) {
    console.error(`These files differ from what the rules say; run \`npm run derive\`:\n${stale.map(path => `  ${path}`).join('\n')}`);
    process.exitCode = 1;
  }
}

/** Writes a file, or only compares; says whether it differed. */
function write(path: string, text: string, check: boolean): boolean {
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return true;
}

void main();
