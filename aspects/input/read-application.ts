import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAssembly } from './assembly';
import { InputError } from './input-error';
import { withNested } from './nested-templates';
import { parseTemplate } from './parse-template';
import { fileFault, readText } from './read-text';
import { templateAcknowledgements } from './template-acknowledgements';
import { Acknowledgement } from '../engine/acknowledgements';
import { Finding } from '../finding';
import { TemplateSource } from '../model/template';

/** An application to audit. */
export interface Application {
  readonly sources: readonly TemplateSource[];
  /** What users accept, as they wrote it: the engine says what is wrong with it. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** The place in the user's code that made a construct, as `file:line:column`. */
  readonly sourceOf: (constructPath: string) => string | undefined;
  /** What of a folder could not be read. */
  readonly faults: readonly InputError[];
  /** What is to be said of what could not be followed. */
  readonly notices: readonly Finding[];
}

/**
 * Reads one application: a template file, or a `cdk.out` folder.
 *
 * @param path the file or folder, as findings name it
 * @param cwd the folder that the path starts from
 */
export function readApplication(path: string, cwd: string = process.cwd()): Application {
  if (!isFolder(path, cwd)) {
    const { sources: nested, notices } = withNested({ path, body: parseTemplate(readText(path, cwd), path) }, cwd);
    return { sources: nested, acknowledgements: nested.flatMap(templateAcknowledgements), sourceOf: () => undefined, faults: [], notices };
  }
  const { sources, metadata, faults } = readAssembly(path, cwd);
  return {
    sources,
    acknowledgements: [...metadata.acknowledgements(), ...sources.flatMap(templateAcknowledgements)],
    sourceOf: metadata.sourcesFrom(cwd),
    faults,
    notices: [],
  };
}

/**
 * Reads several template files as the stacks of one application, each with what is nested in it.
 *
 * @param paths the files, as findings name them
 * @param cwd the folder that the paths start from
 */
export function readTogether(paths: readonly string[], cwd: string = process.cwd()): Pick<Application, 'sources' | 'acknowledgements'> {
  const stacks = [...new Set(paths)].map(path => readApplication(path, cwd));
  // A nested template that is named as well is the one that its parent deploys.
  const all = stacks.flatMap(stack => stack.sources);
  const nested = new Set(all.flatMap(({ path, nestedIn }) => (nestedIn === undefined ? [] : [resolve(cwd, path)])));
  const sources = all.filter(({ path, nestedIn }) => nestedIn !== undefined || !nested.has(resolve(cwd, path)));
  return { sources, acknowledgements: sources.flatMap(templateAcknowledgements) };
}

function isFolder(path: string, cwd: string): boolean {
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch (error) {
    throw new InputError(path, fileFault(error));
  }
}
