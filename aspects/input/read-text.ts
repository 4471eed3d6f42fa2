import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from './input-error';
import { LIMITS } from './limits';

const CHUNK = 64 * 1024;

/** Words for the errors of the file system that users meet; others are told by their code. */
const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read by this user',
  ENOTDIR: 'a part of the path is no folder',
  ELOOP: 'the symbolic links form a circle',
  EMFILE: 'too many files are open',
};

/**
 * Reads a text file, or says why it cannot be one.
 *
 * @param path the file, as messages name it
 * @param cwd the folder that the path starts from
 */
export function readText(path: string, cwd: string): string {
  const bytes = readBytes(path, cwd);
  if (bytes.length === 0) throw new InputError(path, 'the file is empty; give a CloudFormation template or a cdk.out folder');
  if (isUtf16(bytes)) throw new InputError(path, 'the file is UTF-16; save it as UTF-8, as CloudFormation requires');
  if (bytes.includes(0)) throw new InputError(path, 'the file is binary; give a CloudFormation template in JSON or YAML');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new InputError(path, 'the file holds nothing but white space; give a CloudFormation template or a cdk.out folder');
  return text;
}

/** The error for input that is too large to be a template. */
export function tooLarge(path: string, limit: number): InputError {
  return new InputError(path, `the file is larger than ${limit / 1024 / 1024} MB, and CloudFormation accepts 1 MB; split it into several templates`);
}

/** What the file system said, in words. */
export function fileFault(error: unknown): string {
  const code = String((error as NodeJS.ErrnoException).code ?? (error as Error).message);
  return FAULTS[code] ?? `the file cannot be read (${code})`;
}

/** Reads in pieces, so that a pipe or a device that never ends is left alone at the limit. */
function readBytes(path: string, cwd: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(resolve(cwd, path), 'r');
    if (fstatSync(file).isDirectory()) throw new InputError(path, 'this is a folder; give a template file');
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const chunk = Buffer.alloc(CHUNK);
      const length = readSync(file, chunk, 0, CHUNK, null);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
      size += length;
      if (size > LIMITS.bytes) {
        throw tooLarge(path, LIMITS.bytes);
      }
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(path, fileFault(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Whether text has a UTF-16 mark, or a zero in every second byte where it starts. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length >= 4 && (first === 0) !== (second === 0) && (bytes[2] === 0) === (first === 0) && (bytes[3] === 0) === (second === 0);
}
