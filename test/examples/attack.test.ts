import { attackAll, Row } from '../../examples/attack/run';
import { surprises, table } from '../../examples/attack/table';

describe('the attacks on the examples', () => {
  let rows: Row[];

  beforeAll(async () => {
    rows = await attackAll();
  }, 240_000);

  test('give something everywhere in the goat shop, and nothing in the orders API', () => {
    expect(surprises(rows)).toEqual([]);
  });

  test('are stopped for the reasons that the table names', () => {
    expect(table(rows).slice(1).map(([name, , goat, orders]) => [name, goat, orders])).toEqual([
      ['command injection', 'gives a shell that runs it', 'refused: schema'],
      ['SQL injection', 'gives every product, the secret one too', 'answered 200, as data'],
      ['path traversal', 'gives the content of any file', 'refused: limits.traversal'],
      ['event injection', 'gives an order that nobody placed', 'refused: source'],
      ['environment exfiltration', 'gives the credentials of the role', 'refused: schema.unknown'],
      ['log injection', 'gives a line of the log that is his', 'refused: limits.control'],
      ['poisoned batch', 'gives a stop: 10 of 10 records go back', '1 record refused: envelope.json'],
      ['oversized body', 'gives as much storage as he likes', 'refused: limits.bytes'],
    ]);
  });

  test('surprise where an attack gives nothing, or too much, or the application does nothing', () => {
    const [first] = rows;

    expect(surprises([{ ...first, vulnerable: { isAlive: true } }])).toEqual(['command injection: the goat shop gives nothing']);
    expect(surprises([{ ...first, hardened: { gain: 'all', isAlive: true } }])).toEqual(['command injection: the orders API gives all']);
    expect(surprises([{ ...first, hardened: { isAlive: false } }])).toEqual(['command injection: a harmless event is not handled']);
  });
});
