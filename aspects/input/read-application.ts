import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAssembly } from './assembly';
import { InputError } from './input-error';
import { parseTemplate } from './parse-template';
import { fileFault, readText } from './read-text';
import { templateAcknowledgements } from './template-acknowledgements';
import { Acknowledgement } from '../engine/acknowledgements';
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
}

/**
 * Reads one application: a template file, or a `cdk.out` folder.
 *
 * @param path the file or folder, as findings name it
 * @param cwd the folder that the path starts from
 */
export function readApplication(path: string, cwd: string = process.cwd()): Application {
  if (!isFolder(path, cwd)) {
    const source = { path, body: parseTemplate(readText(path, cwd), path) };
    return { sources: [source], acknowledgements: templateAcknowledgements(source), sourceOf: () => undefined, faults: [] };
  }
  const { sources, metadata, faults } = readAssembly(path, cwd);
  return {
    sources,
    acknowledgements: [...metadata.acknowledgements(), ...sources.flatMap(templateAcknowledgements)],
    sourceOf: metadata.sourcesFrom(cwd),
    faults,
  };
}

function isFolder(path: string, cwd: string): boolean {
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch (error) {
    throw new InputError(path, fileFault(error));
  }
}
