import { allowList, CommandError, exec, UnsafeValueError } from '../../../runtime';

const node = process.execPath;
const run = exec({
  print: { file: node, args: ['-e', 'console.log(process.argv[1])', '--', /[\w ;$()|'"`&<>\n-]+/] },
  sized: { file: node, args: ['-e', 'console.log(process.argv[1])', '--', ['small', '--large']] },
  environment: { file: node, args: ['-e', 'console.log(JSON.stringify(process.env))'] },
  fail: { file: node, args: ['-e', 'console.error("inside"); process.exit(3)'] },
  hang: { file: node, args: ['-e', 'setInterval(() => {}, 1000)'] },
  flood: { file: node, args: ['-e', 'console.log("x".repeat(1e6))'] },
  read: { file: node, args: ['-e', 'process.stdin.pipe(process.stdout)'] },
});

describe('a program of the list', () => {
  test.each(['$(id)', '; rm -rf x', '`id`', 'a && b', "' || \"x"])('gets %s as an argument, which no shell sees', async argument => {
    expect((await run('print', ['-e', 'console.log(process.argv[1])', '--', argument])).stdout).toBe(`${argument}\n`);
  });

  test('gets one of several texts', async () => {
    expect((await run('sized', ['-e', 'console.log(process.argv[1])', '--', 'small'])).stdout).toBe('small\n');
  });

  test('gets nothing of the function\'s environment', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'never';
    const { stdout } = await run('environment', ['-e', 'console.log(JSON.stringify(process.env))']);
    delete process.env.AWS_SECRET_ACCESS_KEY;
    expect(JSON.parse(stdout)).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect((await run('environment', ['-e', 'console.log(JSON.stringify(process.env))'], { env: { A: 'b' } })).stdout).toContain('"A":"b"');
  });

  test('reads what it is given', async () => {
    expect((await run('read', ['-e', 'process.stdin.pipe(process.stdout)'], { input: 'given' })).stdout).toBe('given');
  });

  test('that fails tells its exit and keeps what it wrote apart', async () => {
    const error: any = await run('fail', ['-e', 'console.error("inside"); process.exit(3)']).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect(error.message).toBe('the command fail failed: exit 3');
    expect(error.stderr).toBe('inside\n');
    expect(Object.keys(error)).toEqual([]);
  });

  test('that hangs or floods is killed', async () => {
    await expect(run('hang', ['-e', 'setInterval(() => {}, 1000)'], { timeout: 200 })).rejects.toThrow('too long');
    await expect(run('flood', ['-e', 'console.log("x".repeat(1e6))'], { maxBuffer: 1000 })).rejects.toMatchObject({ name: 'CommandError', message: expect.stringContaining('it took too long or wrote too much') });
  });
});

test.each<[string, string, string[]]>([
  ['a program that is not on the list', 'sh', ['-c', 'id']],
  ['one that every object has', 'constructor', []],
  ['an argument too many', 'environment', ['-e', 'console.log(JSON.stringify(process.env))', 'x']],
  ['another text', 'environment', ['-e', 'process.exit()']],
  ['an option where a value belongs', 'print', ['-e', 'console.log(process.argv[1])', '--', '--require=/tmp/evil']],
  ['what matches in part', 'print', ['-e', 'console.log(process.argv[1])', '--', 'a/../b']],
  ['a NUL', 'sized', ['-e', 'console.log(process.argv[1])', '--', 'small\0']],
])('fails for %s', async (_name, name, args) => {
  await expect(run(name as never, args)).rejects.toThrow(UnsafeValueError);
});

test('fails for a program that PATH would have to find', () => {
  expect(() => exec({ id: { file: 'id', args: [] } })).toThrow('absolute path');
});

describe('an allow-list', () => {
  const order = allowList('asc', 'desc');

  test('has its values and no others, not even what every object has', () => {
    expect(['asc', 'ASC', 'constructor', '__proto__', ['asc'], undefined].map(value => order.has(value))).toEqual([true, false, false, false, false, false]);
    expect(order.of('desc')).toBe('desc');
    expect(() => order.of('; DROP')).toThrow('the value has to be one of asc, desc');
  });

  test('is a schema', () => {
    expect(order['~standard'].validate('asc')).toEqual({ value: 'asc' });
    expect(order['~standard'].validate('x')).toEqual({ issues: [{ message: 'has to be one of asc, desc' }] });
  });
});
