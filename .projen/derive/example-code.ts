import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { RULES } from './sources';

/** The code of one example, as it stands in the rule's file. */
export interface ExampleCode {
  readonly verdict: string;
  readonly label: string;
  readonly code: string;
}

const BUILDERS: Readonly<Record<string, string>> = { compliant: 'compliant', noncompliantExample: 'noncompliant', undecidedExample: 'undecided' };

/** Cuts the examples out of a rule's source. */
export function exampleCode(theme: string, id: string): ExampleCode[] {
  const text = readFileSync(join(RULES, theme, `${id}.ts`), 'utf8');
  const source = ts.createSourceFile(`${id}.ts`, text, ts.ScriptTarget.Latest, true);
  const found: ExampleCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text in BUILDERS) {
      const [label, build] = node.arguments;
      if (ts.isStringLiteralLike(label) && ts.isArrowFunction(build)) {
        found.push({ verdict: BUILDERS[node.expression.text], label: label.text, code: bodyOf(build, text) });
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The lines between the braces, moved to the left. */
function bodyOf(build: ts.ArrowFunction, text: string): string {
  if (!ts.isBlock(build.body)) return build.body.getText();
  const lines = text.slice(build.body.getStart() + 1, build.body.end - 1).split('\n').filter((line, index, all) => line.trim() !== '' || (index > 0 && index < all.length - 1));
  const indent = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/\S/)));
  return lines.map(line => line.slice(indent).trimEnd()).join('\n');
}
