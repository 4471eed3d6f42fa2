import { Row, Verdict } from './run';

/** The table of all attacks; the first row is its head. */
export function table(rows: readonly Row[]): string[][] {
  return [
    ['attack', 'what is sent', 'goat-shop', 'orders-api'],
    ...rows.map(({ attack, vulnerable, hardened }) => [attack.name, attack.sent, said(vulnerable), said(hardened)]),
  ];
}

/** What is not as it should be: the goat shop falls to everything, the orders API to nothing, and both do their work. */
export function surprises(rows: readonly Row[]): string[] {
  return rows.flatMap(({ attack, vulnerable, hardened }) => [
    ...vulnerable.gain === undefined ? [`${attack.name}: the goat shop gives nothing`] : [],
    ...hardened.gain !== undefined ? [`${attack.name}: the orders API gives ${hardened.gain}`] : [],
    ...vulnerable.isAlive && hardened.isAlive ? [] : [`${attack.name}: a harmless event is not handled`],
  ]);
}

function said({ gain, stopped }: Verdict): string {
  return gain === undefined ? stopped ?? '' : `gives ${gain}`;
}
