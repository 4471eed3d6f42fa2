import { ruleFiles } from './sources';

/** aspects/rules/index.ts: every rule there is. */
export function indexOfRules(): string {
  const files = ruleFiles();
  return [
    '// Derived from the files beside it by `npm run derive`.',
    ...[...files].sort((a, b) => (`${a.theme}/${a.id}` < `${b.theme}/${b.id}` ? -1 : 1)).map(({ theme, id, name }) => `import { ${name} } from './${theme}/${id}';`),
    "import { Rule } from '../rule/rule';",
    '',
    '/** Every rule, by id. */',
    'export const RULES: readonly Rule[] = [',
    ...files.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}
