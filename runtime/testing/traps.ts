import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What hostile texts name, so that it can be seen whether they had their way. Nothing else of the machine is named by them. */
export interface Traps {
  /** A file that a command or code brings about. */
  readonly file: string;

  /** A file that nobody may read, change or delete, and beside which nobody may write. */
  readonly kept: string;

  /** The name of a variable that holds a secret. */
  readonly secret: string;
}

/** Traps that are set. */
export interface SetTraps extends Traps {
  /** What the variable holds. */
  readonly canary: string;

  /** What the file holds that nobody may read. */
  readonly text: string;

  /** What has happened to the files since; from then on all is as it was. */
  sprung(): ReadonlySet<'executed' | 'written'>;

  remove(): void;
}

/** Many a handler adds an ending to what it is given. */
const ENDINGS = ['', '.json', '.txt'];

/** Sets traps in a folder of their own. */
export function setTraps(secret: string): SetTraps {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-'));
  const [file, kept] = ['executed', 'kept'].map(name => join(folder, name));
  const text = `kept-${randomUUID()}`;
  const remove = () => { rmSync(folder, { recursive: true, force: true }); };
  const set = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // JSON as well, for who reads that.
    for (const ending of ENDINGS) writeFileSync(kept + ending, `"${text}"\n`);
  };
  set();
  const before = contentOf(folder);
  const sprung = () => {
    const now = contentOf(folder);
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter(name => before.get(name) !== now.get(name));
    if (changed.length > 0) {
      remove();
      set();
    }
    return new Set(changed.map(name => name === 'executed' ? 'executed' : 'written'));
  };
  return { file, kept, secret, text, canary: `canary-${randomUUID()}`, sprung, remove };
}

/** What is in a folder, by name; nothing where it is gone. */
function contentOf(folder: string): Map<string, string> {
  const names = readable(() => readdirSync(folder)) ?? [];
  return new Map(names.map(name => [name, readable(() => readFileSync(join(folder, name), 'utf8')) ?? 'no file']));
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
