import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { SOURCES } from '../../runtime/sources/sources';

const ROOT = join(__dirname, '..', '..');
const BLOCKS = [...readFileSync(join(ROOT, 'docs', 'runtime.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(match => match[1]);

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
