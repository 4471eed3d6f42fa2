import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '../../lib');

/** What holds a number: one, what the CDK makes of one, and structs of the CDK with one within. */
const NUMERIC = /\b(?:number|Duration|Size|RetentionDays|QuotaSettings)\b/;

/** The numbers and durations that the public constructs take, as `Props.prop`, or `Class.method.parameter`: read from the sources. */
export function numericProps(): string[] {
  const files = readdirSync(LIB).filter(file => file.endsWith('.ts'));
  return files.flatMap(file => ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.Latest, true).statements.flatMap(ofStatement)).sort();
}

function ofStatement(statement: ts.Statement): string[] {
  if (ts.isInterfaceDeclaration(statement)) return statement.members.filter(ts.isPropertySignature).filter(isNumeric).map(member => `${statement.name.text}.${nameOf(member)}`);
  if (!ts.isClassDeclaration(statement)) return [];
  return statement.members.filter(isPublic).flatMap(member => member.parameters.filter(isNumeric).map(given => `${statement.name!.text}.${nameOf(member)}.${nameOf(given)}`));
}

/** A method or constructor that jsii shows. */
function isPublic(member: ts.ClassElement): member is ts.MethodDeclaration | ts.ConstructorDeclaration {
  if (!ts.isMethodDeclaration(member) && !ts.isConstructorDeclaration(member)) return false;
  return !/^(?:private|protected)/.test(member.getText()) && !nameOf(member).startsWith('_');
}

function isNumeric({ type }: { readonly type?: ts.TypeNode }): boolean {
  return type !== undefined && NUMERIC.test(type.getText());
}

function nameOf({ name }: { readonly name?: ts.Node }): string {
  return name?.getText() ?? 'constructor';
}
