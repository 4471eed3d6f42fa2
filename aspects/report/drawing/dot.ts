import type { Arrow, Box, Drawing } from './drawing';

/** Drawings as one graph in the DOT language of Graphviz, each graph a cluster of its own. */
export function dot(drawings: readonly Drawing[]): string {
  return `${[
    'digraph rampart {',
    '  rankdir=LR; compound=true; fontname="sans-serif";',
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=10];',
    '  edge [fontname="sans-serif", fontsize=8];',
    ...drawings.flatMap(({ id, title, frames }) => [
      `  subgraph cluster_${id} {`,
      `    label=${quoted([title])}; style=bold;`,
      ...frames.flatMap(frame => (frame.title === undefined ? frame.boxes.map(one => `    ${boxOf(one)}`) : [
        `    subgraph cluster_${frame.id} {`, `      label=${quoted([frame.title])}; style=solid;`, ...frame.boxes.map(one => `      ${boxOf(one)}`), '    }',
      ])),
      '  }',
    ]),
    ...drawings.flatMap(({ arrows }) => arrows.map(arrow => `  ${arrowOf(arrow)}`)),
    '}',
  ].join('\n')}\n`;
}

function boxOf({ id, lines, declared }: Box): string {
  return `${id} [label=${quoted(lines)}${declared ? '' : ', shape=ellipse, style=solid'}];`;
}

function arrowOf({ from, to, lines, dashed, highlighted }: Arrow): string {
  return `${from} -> ${to} [label=${quoted(lines)}${dashed ? ', style=dashed' : ''}${highlighted ? ', color="#cc0000", penwidth=2.5' : ''}];`;
}

/** A text of DOT: backslashes and entities would be read as something else in a label. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map(line => line.replace(/&/g, '&amp;').replace(/\\/g, '\\\\').replace(/"/g, '\\"')).join('\\n')}"`;
}
