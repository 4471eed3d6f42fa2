import fc from 'fast-check';
import { sql, SqlQuery, UnsafeValueError } from '../../../runtime';

function madeOf<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(UnsafeValueError);
    return undefined;
  }
}

describe('a statement', () => {
  test('has placeholders where values stand, for either driver', () => {
    const query = sql`SELECT * FROM orders WHERE id = ${'1\' OR 1=1'} AND total > ${10}`;
    expect(query.text).toBe('SELECT * FROM orders WHERE id = $1 AND total > $2');
    expect(query.sql).toBe('SELECT * FROM orders WHERE id = ? AND total > ?');
    expect(query.values).toEqual(['1\' OR 1=1', 10]);
  });

  test('nests, counts through, and joins lists', () => {
    const open = sql`status = ${'open'}`;
    const query = sql`SELECT ${sql.identifier('o.id', ['o.id'])} FROM o WHERE ${sql.join([open, sql`total > ${5}`], ' AND ')} AND id IN (${sql.join([1, 2])}) LIMIT ${9}`;
    expect(query.text).toBe('SELECT "o"."id" FROM o WHERE status = $1 AND total > $2 AND id IN ($3, $4) LIMIT $5');
    expect(query.sql).toBe('SELECT `o`.`id` FROM o WHERE status = ? AND total > ? AND id IN (?, ?) LIMIT ?');
    expect(query.values).toEqual(['open', 5, 1, 2, 9]);
  });

  test('takes null as a value', () => {
    expect(sql`a IS ${null}`.values).toEqual([null]);
  });

  test('never has a value in its text, whatever the value', () => {
    const kinds = { withDate: true, withBigInt: true, withTypedArray: true, withNullPrototype: true, withMap: true };
    const value = fc.anything(kinds).filter(one => one !== undefined);
    fc.assert(fc.property(value, value, (a, b) => {
      const query = madeOf(() => sql`x = ${a} AND y = ${b}`);
      if (query === undefined) return;
      expect(query.text).toBe('x = $1 AND y = $2');
      expect(madeOf(() => query.sql) ?? 'x = ? AND y = ?').toBe('x = ? AND y = ?');
      expect(query.values).toEqual([a, b]);
    }));
  });

  test.each<[string, () => unknown]>([
    ['an undefined value', () => sql`a = ${undefined}`],
    ['an object', () => sql`a = ${{ b: 1 }}`],
    ['an object in a list', () => sql`a = ANY(${[1, [{ b: 1 }]]})`],
    ['an object without a prototype', () => sql`a = ${Object.create(null)}`],
    ['an object as an item', () => sql.join([{}])],
    ['a function that nobody called', () => sql`a = ${() => 1}`],
    ['a symbol', () => sql`a = ${Symbol('a')}`],
    ['a list for MySQL, which would write it out as several values', () => sql`INSERT INTO u VALUES (${['kim', 'admin']}, 'user')`.sql],
    ['an undefined item', () => sql.join([1, undefined])],
    ['an undefined item of a list that is a value', () => sql`a = ANY(${[1, undefined]})`],
    ['one in a list of lists', () => sql`a = ANY(${[[undefined]]})`],
    ['an empty list', () => sql.join([])],
    ['a call that is no tag', () => sql(['a = ', ''] as never, 1)],
    ['a forged template', () => sql(Object.assign(['DROP'], { raw: ['DROP'] }))],
    ['a placeholder in the text', () => sql`a = $1 AND b = ${2}`],
    ['a name that is not on the list', () => sql.identifier('id; DROP TABLE a', ['id'])],
    ['a name on the list that is none', () => sql.identifier('a b', ['a b'])],
    ['a question mark in the text for MySQL', () => sql`a ? ${1}`.sql],
  ])('fails for %s', (_name, make) => {
    expect(make).toThrow(UnsafeValueError);
  });

  test('takes nothing that was parsed from an event but texts, numbers, booleans and, for PostgreSQL, lists of them', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), value => {
      const hasObject = JSON.stringify(value, (_name, inner) => inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? 'an-object' : inner).includes('"an-object"');
      expect(madeOf(() => sql`a = ${value}`) === undefined).toBe(hasObject);
      expect(madeOf(() => sql.join([value])) === undefined).toBe(hasObject);
    }));
    const forged = JSON.parse(JSON.stringify({ text: '1=1', values: [], sql: '1=1' }));
    expect(() => sql`a = ${forged}`).toThrow('an object cannot stand in a statement');
    expect(new SqlQuery([]).values).toEqual([]);
  });

  test('hands on what the code made: dates, bytes, and what has a class of its own', () => {
    class Decimal { toString() { return '1.1'; } }
    const values = [new Date(0), Buffer.from('a'), new Decimal(), 1n, true, [1, ['a']]];
    expect(sql`f(${values[0]}, ${values[1]}, ${values[2]}, ${values[3]}, ${values[4]}, ${values[5]})`.values).toEqual(values);
  });
});

test.each([' UNION SELECT password FROM users --', ',', ' AND \n', ''])('a list is not separated by %j', separator => {
  expect(() => sql.join([1, 2], separator as never)).toThrow('a list is separated by');
});
