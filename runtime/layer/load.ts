import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HANDLER_VARIABLE } from '../contract';
import { misconfigured } from '../errors';

/** A handler as its author wrote it: with a promise, a callback, or a stream to answer to. */
export type AnyHandler = (...all: any[]) => unknown;

/** The order in which Lambda looks. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];

/** The handler that the layer stands before, loaded as Lambda would: CommonJS or an ES module, `folder/file.name` or `file.object.name`. */
export async function loadHandler(environment: NodeJS.ProcessEnv = process.env): Promise<AnyHandler> {
  const named = environment[HANDLER_VARIABLE];
  const root = environment.LAMBDA_TASK_ROOT;
  if (named === undefined || root === undefined) throw unusable(`${HANDLER_VARIABLE} has to name the handler, as in src/index.handler`);
  const [file, ...names] = basename(named).split('.');
  const path = resolve(root, dirname(named), file);
  const found = EXTENSIONS.map(extension => path + extension).find(candidate => statSync(candidate, { throwIfNoEntry: false })?.isFile())
    ?? packaged(file, root, dirname(named));
  if (found === undefined || names.length === 0 || named.includes('..')) throw unusable(`no handler ${named} in the function`);
  const module = await import(pathToFileURL(found).href) as Record<string, unknown>;
  // Of CommonJS an import sees what it can tell from the text; all of it is in `default`.
  const handler = [module, module.default].map(exported => names.reduce<unknown>(member, exported)).find(candidate => typeof candidate === 'function');
  if (handler === undefined) throw unusable(`${named} is no function`);
  return handler as AnyHandler;
}

/** The main file of a package: wrappers of vendors are handlers of that kind, and lie in a layer, where NODE_PATH leads. */
function packaged(name: string, root: string, folder: string): string | undefined {
  try {
    return createRequire(join(root, 'index.js')).resolve(name, { paths: [root, join(root, folder)] });
  } catch {
    return undefined;
  }
}

const unusable = (message: string) => misconfigured('handler', message);

/** What an export has of a name; a class or a function may have a handler as well. */
function member(owner: unknown, name: string): unknown {
  return (typeof owner === 'object' && owner !== null) || typeof owner === 'function' ? (owner as Record<string, unknown>)[name] : undefined;
}
