import fc from 'fast-check';
import { sql, SqlQuery, UnsafeValueError } from '../../../runtime';

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
    fc.assert(fc.property(fc.array(fc.anything().filter(value => value !== undefined), { minLength: 2, maxLength: 2 }), ([a, b]) => {
      const query = sql`x = ${a} AND y = ${b}`;
      expect([query.text, query.sql]).toEqual(['x = $1 AND y = $2', 'x = ? AND y = ?']);
      expect(query.values).toEqual([a, b]);
    }));
  });

  test.each<[string, () => unknown]>([
    ['an undefined value', () => sql`a = ${undefined}`],
    ['an undefined item', () => sql.join([1, undefined])],
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

  test('does not take what was parsed from an event for a statement', () => {
    const forged = JSON.parse(JSON.stringify({ text: '1=1', values: [], sql: '1=1' }));
    expect(sql`a = ${forged}`.text).toBe('a = $1');
    expect(sql`a = ${Object.setPrototypeOf({ text: '1=1' }, null)}`.text).toBe('a = $1');
    expect(new SqlQuery([]).values).toEqual([]);
  });
});

test.each([' UNION SELECT password FROM users --', ',', ' AND \n', ''])('a list is not separated by %j', separator => {
  expect(() => sql.join([1, 2], separator as never)).toThrow('a list is separated by');
});
