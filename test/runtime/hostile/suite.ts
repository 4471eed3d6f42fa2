import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import type { Attack } from './attack';
import { Attacked, EVENTS, nameOf, RECORDS, REQUESTS } from './attacked';

const ALL = [...REQUESTS, ...RECORDS, ...EVENTS];

/** So many mutated events of each source; its forms share them. */
const MUTATED = 100_000;

/** Tests all of these. */
export function attackAll(group: readonly Attacked[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-hostile-'));
  const program = join(folder, 'program.cjs');
  beforeAll(() => {
    buildSync({ entryPoints: [join(__dirname, 'program.ts')], outfile: program, bundle: true, platform: 'node', target: 'node20', external: ['@aws-sdk/*'] });
  });
  afterAll(() => { rmSync(folder, { recursive: true }); });

  test.each(group.map(attacked => [nameOf(attacked), attacked] as const))('hostile events of %s show the handler only what its schema lets through, and nobody a secret', async (_name, attacked) => {
    const share = MUTATED / group.filter(({ source }) => source === attacked.source).length;
    const settings = { env: {}, maxBuffer: 16_777_216 };
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, String(ALL.indexOf(attacked)), String(share)], settings);
    const { accepted, growth, mutated, placed, places, texts } = JSON.parse(stdout) as Attack;
    process.stderr.write(`${nameOf(attacked)}: ${texts} texts in each of ${places} places, ${mutated} mutated events, of which ${accepted} reached the handler\n`);
    expect(placed).toBe(places * texts);
    expect(texts).toBeGreaterThan(500);
    expect(mutated).toBeGreaterThanOrEqual(share);
    // Otherwise only the door would have been tested.
    expect(accepted).toBeGreaterThan(share / 20);
    expect(growth).toBeLessThan(1_000_000);
  }, 300_000);
}
