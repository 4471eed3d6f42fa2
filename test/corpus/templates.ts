import { readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const TEMPLATE_ENDINGS = ['.json', '.yaml', '.yml', '.template'];

/** Every file with the ending of a template, but those at the folder's root: they describe the collection. */
export function templatesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && TEMPLATE_ENDINGS.includes(extname(entry.name)))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => join(dirname(path)) !== join(folder))
    .sort();
}
