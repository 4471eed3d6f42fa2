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

function isFolder(path: string, cwd: string): boolean {
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch (error) {
    throw new InputError(path, fileFault(error));
  }
}
