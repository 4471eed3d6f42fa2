import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './capture';
import { NOTICES } from '../../aspects/engine/notices';
import { RULES } from '../../aspects/rules';

const fixable = RULES.find(rule => rule.fix !== undefined)!;
const unfixable = RULES.find(rule => rule.fix === undefined)!;

describe('help', () => {
  test.each([[['--help']], [['-h']], [['help']], [['help', 'nonsense']]])('%j says what commands there are', words => {
    const { code, out } = captured(words);

    expect(code).toBe(0);
    expect(out).toMatch(/audit .*\n.*fix .*\n.*graph .*\n.*rules .*\n.*explain /);
  });

  test.each(['audit', 'fix', 'graph', 'rules', 'explain'])('%s --help says what the command does', name => {
    const { code, out } = captured([name, '--help']);

    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^cdk-rampart ${name}`));
    expect(captured(['help', name]).out).toBe(out);
    expect(captured([name, 'x', '-h']).out).toBe(out);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThan(120);
  });

  test('audit --help describes each field of the JSON, and no other', () => {
    const source = readFileSync(join(__dirname, '../../aspects/finding.ts'), 'utf8');
    const [, described] = /With --format json(.*)Fields may be added/s.exec(captured(['audit', '--help']).out)!;

    expect([...described.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, field]) => field).sort()).toEqual([...source.matchAll(/readonly (\w+)\??:/g)].map(([, field]) => field).sort());
  });
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

  expect(captured(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test.each([
  [[], 'name a command: audit, fix, graph, rules or explain'],
  [['audti'], 'there is no command "audti"; did you mean audit?'],
  [['constructor'], 'there is no command "constructor"; there are audit, fix, graph, rules and explain'],
  [['rules', 'queue-encrypted'], 'rules takes no "queue-encrypted"; `cdk-rampart explain RULE` explains one'],
  [['explain'], 'name one rule, for example: cdk-rampart explain queue-encrypted'],
  [['explain', 'queue-encrpyted'], 'there is no rule "queue-encrpyted"; did you mean queue-encrypted'],
  [['explain', 'qqqqqqqqqqq'], 'there is no rule "qqqqqqqqqqq"; `cdk-rampart rules` lists them'],
])('fails for %j', (words, message) => {
  const { code, out, err } = captured(words);

  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`cdk-rampart: ${message}`);
});

test('rules are listed for machines as the contract says', () => {
  const listed = JSON.parse(captured(['rules', '--format', 'json']).out) as object[];

  expect(listed).toEqual(RULES.map(({ id, theme, severity, title, covers, fix }) =>
    ({ id, theme, severity, title, fixable: fix !== undefined, covers })));
});

test('rules are listed for people by theme', () => {
  const { out } = captured(['rules']);

  for (const { id, theme, title } of RULES) {
    expect(out).toMatch(new RegExp(`^${theme}$`, 'm'));
    expect(out).toContain(`  ${id}`);
    expect(out).toContain(title);
  }
  expect(out).toContain(`[fix: ${fixable.fix!.levels.join(', ')}]`);
  expect(out).toContain(`${RULES.length} rules, `);
});

test.each(RULES.map(rule => [rule.id, rule] as const))('explain %s says all that is known of it', (id, rule) => {
  const { out } = captured(['explain', id]);

  const ofFix = rule.fix ? [rule.fix.why, ...rule.fix.levels] : [];
  for (const words of [id, rule.severity, rule.title, rule.threat, rule.remedy, ...rule.links, ...rule.covers, ...ofFix]) {
    expect(out).toContain(words);
  }
});

test('explain says where there is no fix', () => {
  expect(captured(['explain', unfixable.id]).out).toContain('Fix\n  None');
});

test.each(NOTICES.map(notice => [notice.id, notice] as const))('explain knows the notice %s', (id, notice) => {
  expect(captured(['explain', id]).out).toContain(notice.threat);
  expect(JSON.parse(captured(['explain', id, '--format', 'json']).out)).toEqual({ ...notice, fixable: false });
});

test('explain speaks JSON', () => {
  const { id, theme, fix } = fixable;

  expect(JSON.parse(captured(['explain', id, '--format', 'json']).out)).toMatchObject({ id, theme, fixable: true, fix: { levels: fix!.levels, why: fix!.why } });
  expect(JSON.parse(captured(['explain', unfixable.id, '--format', 'json']).out)).not.toHaveProperty('fix');
});

test('explain wraps and colours on a terminal', () => {
  const { out } = captured(['explain', fixable.id], { isTTY: true, columns: 60 });

  expect(out).toContain('\u001b[1mThreat\u001b[0m');
  expect(captured(['explain', fixable.id], { isTTY: true }).out).toContain(fixable.threat);
});
