import fc from 'fast-check';
import { Line, plainGraph, PlainNode } from '../../aspects/graphs/plain/plain-graph';
import { dot } from '../../aspects/report/drawing/dot';
import { Drawing, drawingOf } from '../../aspects/report/drawing/drawing';
import { mermaid } from '../../aspects/report/drawing/mermaid';

const node = (name: string, more: Partial<PlainNode> = {}): PlainNode => ({ id: `t.json#${name}`, type: 'AWS::SQS::Queue', name, group: 'Stack', ...more });
const line = (from: PlainNode, to: PlainNode, more: Partial<Line> = {}): Line => ({ from, to, kind: 'starts', answer: 'yes', ...more });
const drawn = (lines: readonly Line[], { all = false, loops = [] as Line[][] } = {}): Drawing =>
  drawingOf(plainGraph('triggers', lines, loops.map(hops => ({ hops, doubts: [] }))), 1, all);
const boxes = ({ frames }: Drawing) => frames.flatMap(frame => frame.boxes.map(box => box.lines.join('|')));

/** Every line of a drawing, as the languages write them; texts hold nothing that would end them. */
const MERMAID_TEXT = '(?:[A-Za-z0-9 .,:/-]|#\\d+;|<br/>)*';
const MERMAID = new RegExp(`^(?:flowchart LR|subgraph \\w+\\["${MERMAID_TEXT}"\\]|end|\\w+(?:\\["${MERMAID_TEXT}"\\]|\\(\\["${MERMAID_TEXT}"\\]\\))`
  + `|\\w+ (?:-->|-\\.->)\\|"${MERMAID_TEXT}"\\| \\w+|linkStyle \\d+(?:,\\d+)* stroke:#c00,stroke-width:3px)$`);
const DOT_TEXT = '"(?:[^"\\\\&\\p{Cc}]|\\\\["\\\\n]|&amp;)*"';
const DOT = new RegExp('^(?:digraph rampart \\{|\\}|subgraph cluster_\\w+ \\{|rankdir=LR; compound=true; fontname="sans-serif";|(?:node|edge) \\[[^\\]]*\\];'
  + `|label=${DOT_TEXT}; style=(?:bold|solid);|\\w+(?: -> \\w+)? \\[label=${DOT_TEXT}[\\w ,=".#]*\\];)$`, 'u');

function isWellFormed(text: string, grammar: RegExp, opens: RegExp, closes: RegExp): boolean {
  const lines = text.trimEnd().split('\n').map(one => one.trim());
  const count = (pattern: RegExp) => lines.filter(one => pattern.test(one)).length;
  return lines.every(one => grammar.test(one)) && count(opens) === count(closes);
}

const HOSTILE = ['"]; click a "javascript:alert(1)"', '\\', '\\"', 'end', '"', '|', '`**a**`', '<script>', '&lt;', '#quot;', '%%{init: {}}%%', '\n}', '\u202e', '1. a', '- a', '😀', '}', '{'];

test('whatever stands in a template stays text', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map(([a, b]) => a + b));
  fc.assert(fc.property(fc.array(fc.tuple(text, text, text, text), { minLength: 1, maxLength: 4 }), texts => {
    const lines = texts.map(([name, label, group, type]) =>
      line(node(name, { group, type }), node(label, { group: undefined }), { labels: [label, name], conditions: [group], doubts: [type], answer: 'undecided' }));
    const drawing = drawn(lines, { all: true, loops: [lines] });

    expect(isWellFormed(mermaid([drawing]), MERMAID, /^subgraph /, /^end$/)).toBe(true);
    expect(isWellFormed(dot([drawing]), DOT, /\{$/, /^\}$/)).toBe(true);
  }));
});

test('a graph with nothing in it is an empty drawing', () => {
  expect(mermaid([])).toBe('flowchart LR\n');
  expect(isWellFormed(dot([]), DOT, /\{$/, /^\}$/)).toBe(true);
});

test('what is undecided is dashed, what is not reached says so, hops of loops are red and counted', () => {
  const [a, b] = [node('A'), node('B')];
  const there = line(a, b, { labels: ['sqs'] });
  const back = line(b, a, { kind: 'writes', answer: 'undecided', doubts: ['who knows'] });
  const drawing = drawn([there, back, line(a, node('internet', { group: undefined }), { answer: 'no', doubts: ['no route'] })], { loops: [[there, back]] });

  expect(drawing.arrows.map(({ lines, dashed, highlighted }) => `${lines.join('|')} ${dashed} ${highlighted}`)).toEqual([
    'starts: sqs|loop 1, hop 1 of 2 false true', 'not: starts|? no route true false', 'writes|? who knows|loop 1, hop 2 of 2 true true',
  ]);
  expect(mermaid([drawing])).toContain('linkStyle 0,2 stroke');
  expect(dot([drawing])).toContain('shape=ellipse');
});

test('long texts and lists are cut', () => {
  const [{ lines }] = drawn([line(node('A'), node('B'), { labels: ['x'.repeat(80), 'b', 'c', 'd'], conditions: ['1', '2', '3'], leadsOn: ['b', 'z'] })]).arrows;

  expect(lines).toEqual(['starts: b, c, 2 more', 'if 1, 2, 3', 'leads on by z']);
  expect(drawn([line(node('x'.repeat(80)), node('B'))]).frames[0].boxes[1].lines[0]).toBe(`${'x'.repeat(59)}…`);
});

test('a box is called by the path of its construct inside of the stack', () => {
  const named = node('OrdersA9B65338', { constructPath: 'Stack/Orders/Resource' });

  expect(boxes(drawn([line(named, node('Nested', { constructPath: 'Other/Nested/Resource' }))]))).toEqual(['Nested|AWS::SQS::Queue', 'Orders|AWS::SQS::Queue']);
});

describe('what is alike but for its name', () => {
  const table = node('Table', { type: 'AWS::DynamoDB::Table' });
  const pairs = (count: number, more: Partial<Line> = {}) => Array.from({ length: count }, (_, index) => {
    const [fn, role] = [node(`Fn${index}`, { type: 'AWS::Lambda::Function' }), node(`Role${index}`, { type: 'AWS::IAM::Role' })];
    return [line(fn, role, { kind: 'acts with' }), line(role, table, { kind: 'may', labels: ['dynamodb:getitem'], ...more })];
  }).flat();

  test('is one box, along whole rows, from three on', () => {
    expect(boxes(drawn(pairs(5)))).toEqual([
      'Fn0|Fn1|and 3 more alike|AWS::Lambda::Function', 'Role0|Role1|and 3 more alike|AWS::IAM::Role', 'Table|AWS::DynamoDB::Table',
    ]);
    expect(drawn(pairs(5)).arrows).toHaveLength(2);
    expect(drawn(pairs(2)).arrows).toHaveLength(4);
    expect(drawn(pairs(5), { all: true }).arrows).toHaveLength(10);
  });

  test('is not what does something else, or stands in another stack, or goes round', () => {
    const odd = node('Fn9', { type: 'AWS::Lambda::Function', group: 'Other' });
    const loop = [line(node('Fn0', { type: 'AWS::Lambda::Function' }), table), line(table, node('Fn0', { type: 'AWS::Lambda::Function' }))];
    const drawing = drawn([...pairs(4), line(odd, node('Role1', { type: 'AWS::IAM::Role' }), { kind: 'acts with' }), ...loop], { loops: [loop] });

    expect(boxes(drawing)).toHaveLength(4 + 4 + 1 + 1);
  });
});
