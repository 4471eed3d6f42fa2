import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

/** A comment that names rules, and the lines of the statement that it is about. */
export interface RuleComment {
  /** The file, relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly rules: readonly string[];
  readonly statement: { readonly first: number; readonly last: number };
}

const COMMENT = /^[ \t]*\/\/ ((?:[a-z0-9]+(?:-[a-z0-9]+)+)(?:, [a-z0-9]+(?:-[a-z0-9]+)+)*): \S/gm;

/** The comments in the TypeScript files of a folder that name rules: `// queue-encrypted, queue-redrive: why.` */
export function ruleComments(folder: string): RuleComment[] {
  const files = readdirSync(folder, { recursive: true }).map(String).filter(file => file.endsWith('.ts')).sort();
  return files.flatMap(file => commentsIn(join(folder, file)));
}

function commentsIn(path: string): RuleComment[] {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  return [...text.matchAll(COMMENT)].map(match => {
    const statement = innermostStatement(source, match.index + match[0].indexOf('//'));
    return {
      file: relative(process.cwd(), path),
      line: lineOf(match.index),
      rules: match[1].split(', '),
      statement: { first: lineOf(statement.getStart()), last: lineOf(statement.getEnd()) },
    };
  });
}

/** The statement that a comment stands before, or in. */
function innermostStatement(source: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (position < node.getFullStart() || position >= node.getEnd()) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
