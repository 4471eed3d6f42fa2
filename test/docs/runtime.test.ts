import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as zod from 'zod/mini';
import * as runtime from '../../runtime';
import { SOURCES } from '../../runtime/sources/sources';
import * as testing from '../../runtime/testing';
import { PAYLOADS } from '../../runtime/testing/payloads';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'runtime.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/```ts\n([\s\S]*?)```/g)].map(match => match[1]);

test.each(Object.keys(SOURCES))('a block shows a handler of %s', source => {
  expect(BLOCKS.some(code => code.includes(`source: '${source}'`))).toBe(true);
});

test('every code block about the runtime compiles as it stands', () => {
  const files = new Map(BLOCKS.map((code, index) => [join(__dirname, `runtime-${index}.mts`), code]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    paths: {
      'cdk-rampart': [join(ROOT, 'index.ts')],
      'cdk-rampart/runtime/*': [join(ROOT, 'runtime', 'entries', '*.ts')],
      'cdk-rampart/runtime': [join(ROOT, 'runtime', 'index.ts')],
      'cdk-rampart/testing': [join(ROOT, 'runtime', 'testing', 'index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...rest) => files.has(file)
    ? ts.createSourceFile(file, files.get(file)!, ts.ScriptTarget.ES2022)
    : getSourceFile(file, ...rest);
  host.fileExists = file => files.has(file) || fileExists(file);
  host.readFile = file => files.get(file) ?? readFile(file);

  const program = ts.createProgram([...files.keys()], options, host);
  const errors = [...files.keys()].map(file => program.getSourceFile(file))
    .flatMap(source => [...program.getSemanticDiagnostics(source), ...program.getSyntacticDiagnostics(source)]);

  expect(BLOCKS.length).toBeGreaterThan(7);
  expect(errors.map(error => `${error.file?.fileName}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`)).toEqual([]);
});

test('the attack on a handler that is shown finds nothing, and finds something as soon as the schema is gone', async () => {
  const [shown] = BLOCKS.filter(code => code.includes('attack('));
  const withoutSchema = shown.replace(' schema: Job,', '');

  await expect(run(shown)).resolves.toBeUndefined();
  expect(withoutSchema).not.toBe(shown);
  await expect(run(withoutSchema)).rejects.toThrow('an unknown key');
});

test('the numbers of hostile events are those that are sent', async () => {
  const told = [...PAGE.matchAll(/^\| `(\w+)` \| .+ \| ([\d,]+) \|$/gm)].map(([, source, events]) => [source, Number(events.replace(',', ''))]);
  const sent = [];
  for (const source of Object.keys(SOURCES) as testing.SourceKind[]) {
    const report = await testing.attack(() => ({ isAuthorized: true }), { source });
    sent.push([source, report.sent]);
  }
  expect(told).toEqual(sent);
  expect(PAGE).toContain(`${Object.values(PAYLOADS).flat().length} hostile texts`);
});

/** Runs a block as a module of its own. */
async function run(code: string): Promise<unknown> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const modules: { readonly [name: string]: unknown } = { 'cdk-rampart/runtime': runtime, 'cdk-rampart/testing': testing, 'zod/mini': zod };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const body = new Function('require', 'exports', `return (async () => {${outputText}\n})();`) as (...all: unknown[]) => Promise<unknown>;
  return body((name: string) => modules[name], {});
}
