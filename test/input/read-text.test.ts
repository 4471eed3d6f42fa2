import { closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../aspects/input/input-error';
import { LIMITS } from '../../aspects/input/limits';
import { fileFault, readText } from '../../aspects/input/read-text';
import { temporaryFolder } from '../support/synthesis';

const cwd = temporaryFolder();

function fileWith(content: string | Buffer, name = 'template'): string {
  writeFileSync(join(cwd, name), content);
  return name;
}

test('reads UTF-8, with or without its mark', () => {
  expect(readText(fileWith('Größe'), cwd)).toBe('Größe');
  expect(readText(fileWith('\uFEFF{}'), cwd)).toBe('{}');
});

test.each<[string, () => string, string]>([
  ['an empty file', () => fileWith(''), 'the file is empty; give a CloudFormation template or a cdk.out folder'],
  ['white space', () => fileWith(' \n\t'), 'the file holds nothing but white space'],
  ['a binary file', () => fileWith(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 7])), 'the file is binary; give a CloudFormation template in JSON or YAML'],
  ['UTF-16 with its mark', () => fileWith(Buffer.from('\uFEFF{}', 'utf16le')), 'the file is UTF-16; save it as UTF-8'],
  ['UTF-16 without its mark', () => fileWith(Buffer.from('{}', 'utf16le')), 'the file is UTF-16; save it as UTF-8'],
  ['UTF-16, the other way round', () => fileWith(Buffer.from('{}', 'utf16le').swap16()), 'the file is UTF-16; save it as UTF-8'],
  ['a missing file', () => 'missing', 'there is no such file'],
  ['a path through a file', () => join(fileWith('a'), 'b'), 'a part of the path is no folder'],
  ['a folder', () => '.', 'this is a folder; give a template file'],
  ['a link to itself', () => { symlinkSync('circle', join(cwd, 'circle')); return 'circle'; }, 'the symbolic links form a circle'],
])('refuses %s', (_, path, reason) => {
  const name = path();
  expect(() => readText(name, cwd)).toThrow(InputError);
  expect(() => readText(name, cwd)).toThrow(`${name}: ${reason}`);
});

test('refuses an enormous file', () => {
  const file = openSync(join(cwd, 'enormous'), 'w');
  ftruncateSync(file, LIMITS.bytes + 1);
  closeSync(file);

  expect(() => readText('enormous', cwd)).toThrow('enormous: the file is larger than 10 MB, and CloudFormation accepts 1 MB');
});

test('refuses a device that never ends', () => {
  expect(() => readText('/dev/zero', cwd)).toThrow('/dev/zero: the file is larger than 10 MB');
});

test('names what else the file system says by its code', () => {
  expect(fileFault(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('the file may not be read by this user');
  expect(fileFault(Object.assign(new Error('no'), { code: 'EIO' }))).toBe('the file cannot be read (EIO)');
  expect(fileFault(new Error('strange'))).toBe('the file cannot be read (strange)');
});
