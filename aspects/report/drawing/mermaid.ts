import type { Arrow, Box, Drawing } from './drawing';

/** Mermaid draws no more arrows than this, unless whoever runs it says otherwise. Source: the configuration of Mermaid, `maxEdges`. */
export const MOST_ARROWS = 500;

/** Drawings as one flowchart of Mermaid, each graph a box of its own. */
export function mermaid(drawings: readonly Drawing[]): string {
  const arrows = drawings.flatMap(drawing => drawing.arrows);
  const highlighted = arrows.flatMap(({ highlighted: isHop }, place) => (isHop ? [place] : []));
  return `${[
    'flowchart LR',
    ...drawings.flatMap(({ id, title, frames }) => [
      `  subgraph ${id}["${escaped(title)}"]`,
      ...frames.flatMap(frame => (frame.title === undefined ? frame.boxes.map(one => `    ${boxOf(one)}`) : [
        `    subgraph ${frame.id}["${escaped(frame.title)}"]`, ...frame.boxes.map(one => `      ${boxOf(one)}`), '    end',
      ])),
      '  end',
    ]),
    ...arrows.map(arrow => `  ${arrowOf(arrow)}`),
    ...(highlighted.length === 0 ? [] : [`  linkStyle ${highlighted.join(',')} stroke:#c00,stroke-width:3px`]),
  ].join('\n')}\n`;
}

function boxOf({ id, lines, declared }: Box): string {
  return declared ? `${id}["${text(lines)}"]` : `${id}(["${text(lines)}"])`;
}

function arrowOf({ from, to, lines, dashed }: Arrow): string {
  return `${from} ${dashed ? '-.->' : '-->'}|"${text(lines)}"| ${to}`;
}

function text(lines: readonly string[]): string {
  return lines.map(escaped).join('<br/>');
}

/**
 * Every character that is not plainly harmless, as its number: Mermaid reads quotes, brackets, HTML, Markdown and entities in
 * texts, and a list in what begins with a number or a dash.
 */
function escaped(line: string): string {
  return line.replace(/[^A-Za-z0-9 .,:/-]|^[^A-Za-z]/gu, character => `#${character.codePointAt(0)};`);
}
