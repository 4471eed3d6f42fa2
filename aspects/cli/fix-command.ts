import { renameSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Arguments, oneOf, parseArguments } from './arguments';
import { CliIo, ExitCode } from './io';
import { selectRules } from './rule-selection';
import { settingsFrom, SETTINGS_OPTIONS } from './settings';
import { UsageError } from './usage-error';
import { FixLevel } from '../fix-level';
import { InputError } from '../input/input-error';
import { readTogether } from '../input/read-application';
import { readText } from '../input/read-text';
import { rewritten } from '../input/rewrite';
import { Json } from '../model/json';
import { Change } from '../remediation/editor';
import { repairInRounds, RepairNote } from '../remediation/rounds';
import { TemplateEditor } from '../remediation/template-editor';
import { visible } from '../report/layout';
import { Rule } from '../rule/rule';
import { Settings } from '../rule/settings';

/** What a user asks of a fix. */
interface FixOptions {
  /** The applications, each by the paths of its templates. */
  readonly applications: readonly (readonly string[])[];
  readonly level: FixLevel;
  readonly rules: readonly Rule[];
  readonly write: boolean;
  readonly format: 'text' | 'json';
  readonly settings: Settings;
}

/** `fix TEMPLATE…`: repairs each template as an application of its own, or all as one, and shows the changes; writes them where it was told to. */
export function fixCommand(words: readonly string[], io: CliIo): ExitCode {
  const options = readOptions(parseArguments(words, {
    ...SETTINGS_OPTIONS,
    level: { type: 'string' },
    only: { type: 'string', multiple: true },
    except: { type: 'string', multiple: true },
    format: { type: 'string' },
    together: { type: 'boolean' },
    write: { type: 'boolean' },
  }));
  const repairs: RepairNote[] = [];
  let unreadable = 0;
  for (const paths of options.applications) {
    try {
      const notes = fixed(paths, options, io);
      repairs.push(...notes);
      if (options.format === 'text') for (const [path, of] of byPath(paths, notes)) io.stdout.write(said(path, of, options.write));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable += 1;
      io.stderr.write(`cdk-rampart: ${visible(error.message)}\n`);
    }
  }
  if (options.format === 'json') io.stdout.write(`${JSON.stringify({ repairs }, undefined, 2)}\n`);
  return unreadable > 0 ? ExitCode.USAGE : ExitCode.CLEAN;
}

function readOptions(given: Arguments): FixOptions {
  if (given.operands.length === 0) throw new UsageError('name the templates to repair; a CDK application is repaired by Rampart.protect(app, { fix: … })');
  const level = FixLevel[oneOf('--level', given.value('level') ?? 'safe', ['safe', 'operational', 'strict']).toUpperCase() as keyof typeof FixLevel];
  const only = given.list('only');
  if (level === FixLevel.STRICT && only === undefined) {
    throw new UsageError('strict fixes may refuse callers or drop data: name the rules whose fixes you want with --only');
  }
  return {
    applications: given.has('together') ? [given.operands] : given.operands.map(path => [path]),
    level,
    rules: selectRules(only, given.list('except')),
    write: given.has('write'),
    format: oneOf('--format', given.value('format') ?? 'text', ['text', 'json']),
    settings: settingsFrom(given),
  };
}

/** Repairs the templates of one application; what they mean is checked before a byte of a file is changed. */
function fixed(paths: readonly string[], { rules, level, write, settings }: FixOptions, { cwd }: CliIo): readonly RepairNote[] {
  const folder = paths.find(path => isFolder(path, cwd));
  if (folder !== undefined) throw new InputError(folder, 'what a synthesis wrote is not repaired: call Rampart.protect(app, { fix: … }) in the application');
  const { sources, acknowledgements } = readTogether(paths, cwd);
  const editor = new TemplateEditor(sources, settings);
  const notes = repairInRounds(editor, { rules, level, acknowledgements, within: () => true });
  if (notes.some(note => note.changes.length > 0)) {
    const of = <T extends { readonly template: string }>(list: readonly T[], template: string) => list.filter(one => one.template === template);
    // All texts are worked out before the first is written: a nested template is changed with the one that deploys it, or neither is.
    const texts = editor.templates.filter(({ path: one }) => of(editor.edits, one).length > 0).map(({ path: one, body }) => ({
      one, text: rewritten(readText(one, cwd), { path: one, edits: of(editor.edits, one), renames: of(editor.renames, one), body }),
    }));
    if (write) for (const { one, text } of texts) replaceFile(resolve(cwd, one), text);
  }
  return notes;
}

/** What was done, by the template under which it is shown: what is nested in one stands under the first. */
function byPath(paths: readonly string[], notes: readonly RepairNote[]): ReadonlyMap<string, readonly RepairNote[]> {
  const placeOf = ({ template }: RepairNote): string => paths.find(path => path === template) ?? paths[0];
  return new Map([...new Set(paths)].map(path => [path, notes.filter(note => placeOf(note) === path)]));
}

function isFolder(path: string, cwd: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The file is there as it was or as it shall be, whenever the process ends. */
function replaceFile(file: string, text: string): void {
  const beside = `${file}.rampart-${process.pid}`;
  writeFileSync(beside, text, { mode: statSync(file).mode });
  renameSync(beside, file);
}

function said(path: string, notes: readonly RepairNote[], written: boolean): string {
  const made = notes.filter(note => note.declined === undefined);
  const lines = [
    ...made.flatMap(note => [`${note.logicalId}: ${note.rule} (${note.level})`, ...note.changes.flatMap(shown)]),
    ...notes.flatMap(note => (note.declined === undefined ? [] : [`${note.logicalId}: ${note.rule} is left: ${note.declined}`])),
  ];
  const end = made.length === 0 ? 'nothing to repair' : `${made.length} repaired${written ? ' and written' : '; --write writes the template'}`;
  return `${[...lines, `${path}: ${end}`].map(visible).join('\n')}\n`;
}

/** A change as a difference: what stood there, and what stands there now. */
function shown({ logicalId, property, before, after }: Change): string[] {
  const place = [logicalId, property].filter(part => part !== undefined).join('.');
  return [...before === undefined ? [] : [`  - ${place}: ${inline(before)}`], `  + ${place}: ${inline(after)}`];
}

function inline(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
