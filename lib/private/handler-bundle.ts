import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { builtFiles, OutputFile } from './built-files';

/** Everything that the bundling says. */
const SAYS = {
  noEsbuild: (entry: string) => `entry: ${entry} is bundled by esbuild, which is not installed here: npm install --save-dev esbuild`,
  failed: (entry: string, details: string) => `entry: ${entry} cannot be bundled: ${details}`,
  noHandler: (entry: string, name: string, exported: readonly string[]) =>
    `entry: ${entry} does not export ${name}, which Lambda would call; it exports ${exported.join(', ') || 'nothing'}: export it, or name another export as handler`,
};

/**
 * What esbuild exports of an ECMAScript module cannot be replaced, and instrumentation layers put a handler of their own in the place of this one:
 * the function would not start. So it is exported once more, as by hand. What a CommonJS module exports stays as it is, its prototype too.
 */
const REPLACEABLE = 'module.exports.__esModule&&(module.exports={...module.exports});';

/** The part of esbuild that is used; esbuild itself belongs to the user's project. */
interface Esbuild {
  buildSync(options: object): { readonly outputFiles: readonly OutputFile[]; readonly warnings: readonly Message[]; readonly metafile?: Metafile };
}

interface Output {
  readonly exports?: readonly string[];
  readonly inputs?: { readonly [path: string]: { readonly bytesInOutput: number } };
}

/** What esbuild says of a build, as far as the installed version says it. */
export interface Metafile {
  readonly inputs: { readonly [path: string]: { readonly format?: string } };
  readonly outputs: { readonly [path: string]: Output };
}

interface Message {
  readonly text: string;
  readonly location?: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/** A handler that was built, but lies in no asset yet. */
export interface HandlerBundle {
  /** The entry, with symbolic links followed. */
  readonly file: string;
  /** Nothing where the synthesis needs no bundle. */
  readonly files: readonly OutputFile[];
  /** What it is made of; nothing where no bundle was made. */
  readonly metafile?: Metafile;
}

/** Builds a handler from its entry; where the synthesis needs no bundle, none is made. */
export function handlerBundle(scope: Construct, entry: string, handler: string, runtime: Runtime): HandlerBundle {
  const file = realpathSync(resolve(entry));
  return { file, ...(Stack.of(scope).bundlingRequired ? build(scope, entry, file, handler, runtime) : { files: [] }) };
}

type Built = Pick<HandlerBundle, 'files' | 'metafile'>;

/** An asset of files that were built. */
export function assetOf(scope: Construct, { file, files }: HandlerBundle): Asset {
  return new Asset(scope, 'Code', { path: dirname(file), deployTime: true, ...builtFiles(files) });
}

/**
 * Builds before the asset is made: so that errors are about the props, and nothing that was cached under
 * the same path is taken for the entry as it is now.
 */
function build(scope: Construct, entry: string, file: string, handler: string, runtime: Runtime): Built {
  const esbuild = esbuildOf(file);
  if (esbuild === undefined) throw new Error(`${scope.node.path}: ${SAYS.noEsbuild(entry)}`);
  const built = bundle(scope, entry, file, runtime, esbuild);
  const exported = exportsOf(file, esbuild);
  const [, name] = Token.isUnresolved(handler) ? [] : /^index\.([^.]+)/.exec(handler) ?? [];
  if (exported !== undefined && name !== undefined && !exported.includes(name)) throw new Error(`${scope.node.path}: ${SAYS.noHandler(entry, name, exported)}`);
  return built;
}

function bundle(scope: Construct, entry: string, file: string, runtime: Runtime, esbuild: Esbuild): Built {
  const folder = dirname(file);
  try {
    const { outputFiles, warnings, metafile } = esbuild.buildSync({
      absWorkingDir: folder,
      entryPoints: [file],
      // Nothing is written here: paths in the source map are relative to this file, wherever the application is synthesised.
      outfile: join(folder, 'index.js'),
      write: false,
      bundle: true,
      platform: 'node',
      target: `node${/\d+/.exec(runtime.name)?.[0]}`,
      // Many packages still call require at run time, and instrumentation layers hook into it: both need CommonJS.
      format: 'cjs',
      footer: { js: REPLACEABLE },
      external: ['@aws-sdk/*', '@smithy/*'],
      minify: true,
      keepNames: true,
      sourcemap: true,
      metafile: true,
      logLevel: 'silent',
    });
    for (const warning of warnings) Annotations.of(scope).addWarningV2('cdk-rampart:bundle', inWords(warning, folder));
    return { files: outputFiles.map(({ path, contents }) => ({ path: basename(path), contents })), metafile };
  } catch (error) {
    const messages = (error as { errors?: readonly Message[] }).errors ?? [];
    const details = messages.length > 0 ? messages.map(message => inWords(message, folder)).join('; ') : String(error);
    throw new Error(`${scope.node.path}: ${SAYS.failed(entry, details)}`, { cause: error });
  }
}

/**
 * What a file exports, where that can be told: of an ECMAScript module that passes on no other one whole. What a CommonJS
 * module exports, only running it tells.
 */
function exportsOf(file: string, esbuild: Esbuild): readonly string[] | undefined {
  if (/\bexport\s*\*/.test(readFileSync(file, 'utf8'))) return undefined;
  const { metafile } = esbuild.buildSync({
    absWorkingDir: dirname(file), entryPoints: [file], outfile: join(dirname(file), 'index.js'), write: false, bundle: false, format: 'esm', metafile: true, logLevel: 'silent',
  });
  const [input, output] = [metafile?.inputs, metafile?.outputs].map(files => Object.values(files ?? {})[0]) as [Metafile['inputs'][string]?, Metafile['outputs'][string]?];
  return input?.format === 'esm' ? output?.exports : undefined;
}

/** The esbuild that the entry's project has installed, or else the one of the application. */
function esbuildOf(file: string): Esbuild | undefined {
  for (const folder of [dirname(file), process.cwd()]) {
    const requireFrom = createRequire(join(folder, 'index.js'));
    try {
      return requireFrom(requireFrom.resolve('esbuild')) as Esbuild;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

function inWords({ text, location }: Message, folder: string): string {
  if (!location) return text;
  return `${relative(process.cwd(), resolve(folder, location.file))}:${location.line}:${location.column + 1}: ${text}`;
}
