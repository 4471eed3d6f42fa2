import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTRUCTS_ALONE, CONSTRUCTS_WITH_HELPERS } from '../../.projen/derive/default-constructs';
import { defaultFindings, defaults } from '../../.projen/derive/defaults';

test('the document is what the rules find on the constructs', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'defaults.md'), 'utf8')).toBe(defaults());
});

test('each construct has a name of its own', () => {
  const codes = [...CONSTRUCTS_ALONE, ...CONSTRUCTS_WITH_HELPERS].map(({ code }) => code);

  expect(new Set(codes).size).toBe(codes.length);
});

test('no rule fails on what the CDK makes', () => {
  expect(defaultFindings([...CONSTRUCTS_ALONE, ...CONSTRUCTS_WITH_HELPERS]).filter(({ finding }) => finding.rule === 'internal')).toEqual([]);
});

test('everything that makes the CDK add resources of its own shows that', () => {
  const found = new Set(defaultFindings(CONSTRUCTS_WITH_HELPERS).filter(({ finding }) => finding.provenance === 'helper').map(({ code }) => code));

  expect(CONSTRUCTS_WITH_HELPERS.filter(({ code }) => !found.has(code))).toEqual([]);
});
