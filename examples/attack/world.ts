/**
 * What the handlers find in the place of the AWS SDK: tables, buckets and queues in memory, and a list of what was done to them.
 * Statements and filters run on SQLite, so that an injection does what it does.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Call, CALLS } from './calls';

interface Database {
  exec(text: string): void;
  prepare(text: string): { all(...values: unknown[]): Record<string, unknown>[] };
}

const { DatabaseSync } = createRequire(join(process.cwd(), 'index.js'))('node:sqlite') as { DatabaseSync: new (path: string) => Database };
const database = new DatabaseSync(':memory:');
database.exec(`
  CREATE TABLE Products (id TEXT, name TEXT, price TEXT);
  INSERT INTO Products VALUES ('p1', 'goat cheese', '4'), ('p2', 'goat milk', '2'), ('p3', 'not announced yet', '9');
  CREATE TABLE Orders (id TEXT, customer TEXT, address TEXT, product TEXT, count INTEGER);
  INSERT INTO Orders VALUES ('4b8cfdf0-6f0a-4a3f-8a51-0a7c1f8d3a01', 'alice', '1 Meadow', 'goat-milk', 2), ('4b8cfdf0-6f0a-4a3f-8a51-0a7c1f8d3a02', 'bob', '2 Hill', 'goat-milk', 3);
`);

// DynamoDB refuses items above this.
const LARGEST_ITEM = 400 * 1024;

/** The header of a PNG of 16 by 9. */
const IMAGE = Buffer.alloc(24);
IMAGE.writeUInt32BE(16, 16);
IMAGE.writeUInt32BE(9, 20);

interface Attribute { readonly S?: string; readonly N?: string }
interface Input {
  readonly Statement?: string;
  readonly Parameters?: readonly Attribute[];
  readonly TableName?: string;
  readonly FilterExpression?: string;
  readonly Key?: string | Readonly<Record<string, Attribute>>;
}

class Command {
  public constructor(public readonly input: Input) {}

  /** What the service answers; most have nothing to say. */
  public answer(): object {
    return {};
  }
}

class Client {
  public async send(command: Command): Promise<object> {
    const { input } = command;
    const text = JSON.stringify(input, (_, value) => value?.type === 'Buffer' ? { bytes: value.data.length } : value);
    const body = (input as { readonly Body?: { readonly length: number } }).Body;
    const isLong = text.length > 2_000;
    const call: Call = { command: command.constructor.name, bytes: body?.length ?? text.length, input: isLong ? undefined : JSON.parse(text) };
    appendFileSync(join(process.env.WORLD!, CALLS), `${JSON.stringify(call)}\n`);
    return command.answer();
  }
}

export class DynamoDBClient extends Client {}
export class S3Client extends Client {}
export class SNSClient extends Client {}
export class SQSClient extends Client {}

export class SendMessageCommand extends Command {}
export class PublishCommand extends Command {}
export class PutObjectCommand extends Command {}

export class ExecuteStatementCommand extends Command {
  public override answer() {
    return items(this.input.Statement!, this.input.Parameters?.map(({ S, N }) => S ?? N));
  }
}

export class ScanCommand extends Command {
  public override answer() {
    return items(`SELECT * FROM Orders WHERE ${this.input.FilterExpression ?? 'TRUE'}`);
  }
}

export class GetItemCommand extends Command {
  public override answer() {
    const { id } = this.input.Key as Readonly<Record<string, Attribute>>;
    return { Item: items('SELECT * FROM Orders WHERE id = ?', [id.S]).Items.at(0) };
  }
}

export class PutItemCommand extends Command {
  public override answer() {
    if (JSON.stringify(this.input).length > LARGEST_ITEM) throw new RangeError('Item size has exceeded the maximum allowed size');
    return {};
  }
}

export class GetObjectCommand extends Command {
  public override answer() {
    // What was stored comes back; everything else is an image.
    const stored = join(process.env.WORLD!, 'stored', String(this.input.Key).replaceAll('/', '+'));
    if (!existsSync(stored)) return { Body: { transformToByteArray: async () => IMAGE } };
    const { Body, Metadata } = JSON.parse(readFileSync(stored, 'utf8')) as { Body: string; Metadata: object };
    return { Body: { transformToByteArray: async () => Buffer.from(Body) }, Metadata };
  }
}

function items(statement: string, values: readonly unknown[] = []) {
  const rows = database.prepare(statement).all(...values);
  return { Items: rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? { N: String(value) } : { S: String(value) }]))) };
}
