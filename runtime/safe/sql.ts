import { UnsafeValueError } from './unsafe-value-error';
import { isPlain } from '../json';

type Part = { readonly text: string } | { readonly value: unknown } | { readonly name: readonly string[] };

/**
 * A statement and its values, which travel to the database apart from each other. node-postgres takes it as it is; for MySQL pass `sql`
 * and `values`.
 */
export class SqlQuery {
  /** The parts of a nested statement, or the value itself. */
  static partsOf(value: unknown): readonly Part[] {
    return value instanceof SqlQuery ? value.#parts : [{ value: usable(value) }];
  }

  // Private, so that nothing that was parsed from an event passes for a statement.
  readonly #parts: readonly Part[];

  /** @param parts in their order; made by `sql` */
  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** The statement with PostgreSQL's placeholders: `$1`. */
  get text(): string {
    let count = 0;
    return this.#written(() => `$${++count}`, '"');
  }

  /**
   * The statement with MySQL's placeholders: `?`.
   *
   * @throws UnsafeValueError if the written text has a `?`, which drivers would take for one, or if a value is a list, which drivers of MySQL
   * write out as several
   */
  get sql(): string {
    if (this.values.some(Array.isArray)) throw new UnsafeValueError('a list cannot be one value for MySQL; use sql.join');
    if (this.#parts.some(part => 'text' in part && part.text.includes('?'))) throw new UnsafeValueError('a statement for MySQL cannot have a ? in its text; pass it as a value');
    return this.#written(() => '?', '`');
  }

  /** The values, in the order of their placeholders. */
  get values(): unknown[] {
    return this.#parts.flatMap(part => 'value' in part ? [part.value] : []);
  }

  #written(placeholder: () => string, quote: string): string {
    return this.#parts.map(part => {
      if ('text' in part) return part.text;
      return 'value' in part ? placeholder() : part.name.map(name => `${quote}${name}${quote}`).join('.');
    }).join('');
  }
}

/**
 * What drivers make of an object is nothing that anybody meant. `mysql` writes { password: 1 } out as `password` = 1, so that a comparison
 * with it is true; `mysql2` writes [object Object]; `pg` writes JSON, or what the object's own method says. So it is refused, and who means
 * JSON says so. What has a class of its own (a date, bytes, a decimal) was made by the code and by no parser: it goes to the driver as it is.
 */
function usable(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Drivers make NULL of it.
    if (value.includes(undefined)) throw new UnsafeValueError('a list in a statement holds undefined; null is NULL');
    value.forEach(usable);
  }
  if (isPlain(value)) throw new UnsafeValueError('an object cannot stand in a statement; JSON.stringify what a JSON column gets');
  if (typeof value === 'function' || typeof value === 'symbol') throw new UnsafeValueError(`a ${typeof value} cannot stand in a statement`);
  return value;
}

function tag(texts: TemplateStringsArray, ...values: readonly unknown[]): SqlQuery {
  // Only the compiler makes such arrays; a list from an event is none.
  if (!Array.isArray(texts) || !Array.isArray(texts.raw) || !Object.isFrozen(texts)) throw new UnsafeValueError('sql is a tag: write sql`…`');
  return new SqlQuery(texts.flatMap((text, i): readonly Part[] => {
    if (/\$\d/.test(text)) throw new UnsafeValueError('the text of a statement cannot have placeholders of its own');
    if (i === texts.length - 1) return [{ text }];
    if (values[i] === undefined) throw new UnsafeValueError(`value ${i + 1} of a statement is undefined; null is NULL`);
    return [{ text }, ...SqlQuery.partsOf(values[i])];
  }));
}

/** Statements or values in a row. An empty list has no meaning in SQL. */
function join(items: readonly unknown[], separator: ', ' | ' AND ' | ' OR ' = ', '): SqlQuery {
  if (items.length === 0) throw new UnsafeValueError('an empty list cannot stand in a statement');
  if (!/^(, | AND | OR )$/.test(separator)) throw new UnsafeValueError('a list is separated by ", ", " AND " or " OR "');
  return new SqlQuery(items.flatMap((item, i): readonly Part[] => {
    if (item === undefined) throw new UnsafeValueError(`item ${i + 1} of a list is undefined; null is NULL`);
    return i === 0 ? SqlQuery.partsOf(item) : [{ text: separator }, ...SqlQuery.partsOf(item)];
  }));
}

/** A table's or column's name that is one of those written in the code. @throws UnsafeValueError if it is none of them */
function identifier(name: string, allowed: readonly string[]): SqlQuery {
  const parts = name.split('.');
  if (!allowed.includes(name) || !parts.every(part => /^[A-Za-z_][\w$]*$/.test(part))) throw new UnsafeValueError(`a name has to be one of ${allowed.join(', ')}`);
  return new SqlQuery([{ name: parts }]);
}

/**
 * A statement in which every `${value}` is a placeholder. Statements nest; lists come from `sql.join`, names of columns and tables from
 * `sql.identifier`.
 *
 * @throws UnsafeValueError for a value that is undefined, which is a mistake and never NULL, and for an object, alone or in a list, which
 * each driver takes for something else
 */
export const sql = /* @__PURE__ */ Object.assign(tag, { join, identifier });
