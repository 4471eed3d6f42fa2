// What a user gets: the package is installed in an empty project, without aws-cdk-lib, its types are resolved in every way there is, and
// handlers are bundled with it. It needs the package: `npx projen compile && npx projen package:js`. Nothing is fetched from anywhere.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { CONSUMER, HANDLER, LAYERED_APP, LEAN_HANDLER } from './consumer';
import { ENTRIES } from '../../.projen/runtime-bundles';

const ROOT = join(__dirname, '..', '..');
const PACKAGES = join(ROOT, 'packages', 'js');
const failures: string[] = [];

/** Fails where the runtime cannot be loaded. */
const LOADED = "if (typeof secureHandler !== 'function') throw new Error('no secureHandler')";

/** How the compiler may look for modules, and the files that it then reads. */
const RESOLUTIONS = [
  { name: 'node10', file: 'consumer.ts', options: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' } },
  { name: 'node16, CommonJS', file: 'consumer.cts', options: { module: 'node16', moduleResolution: 'node16' } },
  { name: 'node16, ES module', file: 'consumer.mts', options: { module: 'node16', moduleResolution: 'node16' } },
  { name: 'bundler', file: 'consumer.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
];

function main(): void {
  const project = mkdtempSync(join(tmpdir(), 'rampart-packed-'));
  try {
    install(project);
    checkContents(join(project, 'node_modules', 'cdk-rampart'));
    for (const resolution of RESOLUTIONS) checkTypes(project, resolution);
    checkLoading(project);
    for (const format of ['cjs', 'esm'] as const) {
      checkBundle(project, format, HANDLER, 30);
      checkBundle(project, format, LEAN_HANDLER, 15);
    }
    checkNag(project);
    checkLayer(project);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
  for (const failure of failures) process.stderr.write(`FAILED: ${failure}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function install(project: string): void {
  const tarball = readdirSync(existsSync(PACKAGES) ? PACKAGES : '.').find(file => /^cdk-rampart@.*\.tgz$/.test(file));
  if (tarball === undefined) throw new Error('there is no package in packages/js; `npx projen compile && npx projen package:js` makes it');
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  // Peers are left out: who uses the runtime alone has no aws-cdk-lib. What the package bundles is in it, so nothing is fetched.
  execFileSync('npm', ['install', '--ignore-scripts', '--legacy-peer-deps', '--offline', '--no-audit', '--no-fund', '--silent', join(PACKAGES, tarball)], {
    cwd: project, stdio: 'inherit',
  });
  const others = readdirSync(join(project, 'node_modules')).filter(name => !name.startsWith('.') && name !== 'cdk-rampart');
  expect(others.length === 0, `the package brought ${others.join(', ')} with it`);
  // What the consumer's own development dependencies would be.
  mkdirSync(join(project, 'node_modules', '@types'));
  for (const name of ['@types/node', 'undici-types', 'zod']) cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  say('the package installs in an empty project, without its peers');
}

function checkContents(folder: string): void {
  const files = readdirSync(folder, { recursive: true }).map(String).filter(file => !file.startsWith('node_modules'));
  const strange = files.filter(file => /^(test|examples|\.ci|coverage|cdk\.out)/.test(file) || /\.tsbuildinfo$/.test(file));
  expect(strange.length === 0, `the package contains ${strange.slice(0, 5).join(', ')}`);
  expect(files.includes('dist/runtime/opt/rampart/boundary.mjs'), 'the package lacks its layer');
  for (const file of ['index', ...ENTRIES.map(name => `entries/${name}`), 'testing/index'].flatMap(name => ['.js', '.mjs', '.d.ts', '.d.mts'].map(ending => `dist/runtime/${name}${ending}`))) {
    expect(files.includes(file), `the package lacks ${file}`);
  }
  const local = files.filter(file => /\.(js|mjs|ts|mts|json)$/.test(file)).filter(file => readFileSync(join(folder, file), 'utf8').includes(ROOT));
  expect(local.length === 0, `paths of this machine are in ${local.slice(0, 5).join(', ')}`);
  say(`it has ${files.length} files, none of tests or examples`);
}

function checkTypes(project: string, { name, file, options }: typeof RESOLUTIONS[number]): void {
  writeFileSync(join(project, file), CONSUMER);
  const compilerOptions = { target: 'es2022', lib: ['es2022'], types: ['node'], strict: true, noEmit: true, skipLibCheck: false, ...options };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  const said = run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project], project);
  expect(said.ok, `types under ${name}:\n${said.output}`);
  if (said.ok) say(`types resolve under ${name}`);
}

/** As Node.js finds it, from CommonJS and from an ES module. */
function checkLoading(project: string): void {
  const loads: [string, string[]][] = [
    ['require', ['-e', `const { secureHandler } = require('cdk-rampart/runtime/api'); require('cdk-rampart/runtime'); require('cdk-rampart/testing'); ${LOADED}`]],
    ['import', ['--input-type=module', '-e', `import { secureHandler } from 'cdk-rampart/runtime/api'; import 'cdk-rampart/runtime'; import 'cdk-rampart/testing'; ${LOADED}`]],
  ];
  for (const [how, code] of loads) {
    const said = run(process.execPath, code, project);
    expect(said.ok, `${how} of the runtime:\n${said.output}`);
    if (said.ok) say(`the runtime and its testing kit load by ${how}`);
  }
}

/** Who has aws-cdk-lib and not cdk-nag is told what the pack needs. */
function checkNag(project: string): void {
  for (const name of ['aws-cdk-lib', 'constructs']) symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), 'junction');
  const nag = run(process.execPath, ['-e', "require('cdk-rampart/nag')"], project);
  expect(!nag.ok && nag.output.includes('cdk-nag'), `without cdk-nag its pack has to say what it needs, but said:\n${nag.output}`);
  say('without cdk-nag its pack says what it needs');
}

/** What synthesises with the package finds its layer in it, and the layer is whole: it loads, and says what it lacks. */
function checkLayer(project: string): void {
  writeFileSync(join(project, 'app.js'), LAYERED_APP);
  const synthesis = run(process.execPath, ['app.js'], project);
  expect(synthesis.ok, `an application with an enforced boundary:\n${synthesis.output}`);
  const assets = readdirSync(join(project, 'cdk.out')).filter(name => name.startsWith('asset.')).map(name => join(project, 'cdk.out', name, 'rampart'));
  const layer = assets.find(folder => existsSync(join(folder, 'boundary.mjs')));
  expect(layer !== undefined && readdirSync(layer).length === 1, 'the layer has to bring boundary.mjs and nothing else');
  const loaded = run(process.execPath, ['--input-type=module', '-e', `import ${JSON.stringify(pathToFileURL(join(layer ?? '', 'boundary.mjs')).href)}`], project);
  expect(!loaded.ok && loaded.output.includes('RAMPART_HANDLER'), `the layer has to ask for the handler, but said:\n${loaded.output}`);
  say('an enforced boundary synthesises from the package, and its layer loads');
}

function checkBundle(project: string, format: 'cjs' | 'esm', handler: string, kilobytes: number): void {
  writeFileSync(join(project, 'handler.ts'), handler);
  const { metafile } = buildSync({
    absWorkingDir: project,
    entryPoints: ['handler.ts'],
    outfile: `handler.${format}.js`,
    bundle: true,
    minify: true,
    format,
    platform: 'node',
    target: 'node22',
    external: ['@aws-sdk/*'],
    metafile: true,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).filter(input => input !== 'handler.ts');
  const foreign = inputs.filter(input => !input.startsWith('node_modules/cdk-rampart/dist/runtime/'));
  expect(inputs.length > 0 && foreign.length === 0, `a bundle (${format}) takes in ${foreign.slice(0, 5).join(', ')}`);
  const [{ bytes }] = Object.values(metafile.outputs);
  // As CommonJS a bundle also says what it exports.
  expect(bytes <= (kilobytes + 0.75) * 1024, `a handler (${format}) has ${bytes} bytes, more than ${kilobytes} KB`);
  say(`a handler as ${format} is ${(bytes / 1024).toFixed(1)} KB, of ${inputs.length} file${inputs.length === 1 ? '' : 's'} of the package and nothing else`);
}

function run(program: string, commands: readonly string[], cwd: string): { readonly ok: boolean; readonly output: string } {
  try {
    return { ok: true, output: execFileSync(program, commands, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } }) };
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) failures.push(otherwise);
}

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}

main();
