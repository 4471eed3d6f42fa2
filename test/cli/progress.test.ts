import { CliIo } from '../../aspects/cli/io';
import { Progress } from '../../aspects/cli/progress';

function progressOn(isTTY: boolean, clock: { now: number }): { progress: Progress; written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const io: CliIo = { stdout: stream, stderr: stream, cwd: '.', env: {} };
  return { progress: new Progress(io, 3, () => clock.now), written };
}

test('says how far a long audit is, and takes the line away', () => {
  const clock = { now: 0 };
  const { progress, written } = progressOn(true, clock);

  progress.step('a.json');
  clock.now = 1500;
  progress.step('b.json');
  progress.step('c.json');
  progress.clear();
  progress.clear();

  expect(written).toEqual(['auditing 2 of 3: b.json', '\r\u001b[K', 'auditing 3 of 3: c.json', '\r\u001b[K']);
});

test('says nothing into a file', () => {
  const clock = { now: 0 };
  const { progress, written } = progressOn(false, clock);
  clock.now = 5000;
  progress.step('a.json');

  expect(written).toEqual([]);
});
