import type { Contender } from './contenders';
import type { Rotated } from './rotations';

/** What was measured of one contender, in bytes and milliseconds. */
export interface Figures {
  readonly contender: Contender;
  readonly name: string;
  readonly size: number;
  readonly hasSecret: boolean;
  readonly load: number;
  readonly first: number;
  readonly warm: number;
}

/** Where it was measured. */
export interface Place {
  readonly node: string;
  readonly cores: number;
  readonly rounds: number;
}

interface Budget {
  readonly name: string;
  readonly limit: number;
  /** Where a check fails: so far off that neither noise nor a small change can be the reason. */
  readonly alarm: number;
  readonly measured: number;
  readonly unit: 'ms' | 'KB';
}

export interface Page {
  readonly text: string;
  readonly alarms: readonly string[];
}

/** The page, and which budgets are so far exceeded that a check has to fail. */
export function document(all: readonly Figures[], rotated: readonly Rotated[], { node, cores, rounds }: Place): Page {
  const plain = all.filter(({ hasSecret }) => !hasSecret);
  const bare = plain.find(({ contender }) => contender === 'bare')!;
  const ours = plain.find(({ contender }) => contender === 'rampart')!;
  const budgets = budgetsOf(plain, bare, ours);
  const lines = [
    '# What the boundary costs in a function',
    '',
    `Node.js ${node}, ${cores} cores, the median of ${rounds} processes each. Reproduce with \`npx tsx test/bench/runtime/bench.ts\`; \`--quick\` takes half a minute and`,
    'leaves out the rotations. The same order is read, checked, logged and answered by each. Times are of the processor, all threads together, since',
    'the clock would also count what other programs do; ratios are to `secureHandler` with zod/mini.',
    '',
    '| handler | minified | loading | first event | a warm event | cold, in all |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...plain.map(one => row(one, one === bare ? undefined : ours)),
    '',
    'The same with a secret, which an emulator on the same machine gives without delay; nearly all of it is the client of the AWS SDK:',
    '',
    '| handler | loading | first event | a warm event | cold, in all |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...all.filter(({ hasSecret }) => hasSecret).map(one => withSecret(one, all.find(({ contender, hasSecret }) => hasSecret && contender === 'rampart')!)),
    '',
    '| budget | at most | measured |',
    '| --- | ---: | ---: |',
    ...budgets.map(({ name, limit, measured, unit }) => `| ${name} | ${limit} ${unit} | ${measured.toFixed(2)} ${unit} |`),
    '',
    ...rotated.length === 0 ? [] : [
      'A real PostgreSQL password is changed by a rotation function of four steps, again and again, while a function connects anew for every invocation:',
      '',
      '| how the function gets the password | rotations | invocations | failed |',
      '| --- | ---: | ---: | ---: |',
      ...rotated.map(({ name, turns, invocations, failed }) => `| ${name} | ${turns} | ${invocations} | ${percent(failed / invocations)} |`),
      '',
    ],
  ];
  const alarming = budgets.filter(({ measured, alarm }) => measured > alarm);
  return {
    text: `${lines.join('\n').trimEnd()}\n`,
    alarms: alarming.map(({ name, measured, alarm, unit }) => `${name}: ${measured.toFixed(2)} ${unit}, the check fails above ${alarm}`),
  };
}

function budgetsOf(plain: readonly Figures[], bare: Figures, ours: Figures): Budget[] {
  const one = plain.find(({ contender }) => contender === 'rampart-one')!;
  const every = plain.find(({ contender }) => contender === 'rampart-alone')!;
  return [
    { name: '`secureHandler` of one source, minified', limit: 15, alarm: 15, measured: (one.size - bare.size) / 1024, unit: 'KB' },
    { name: '`secureHandler` of every source, with the secrets, minified', limit: 30, alarm: 30, measured: (every.size - bare.size) / 1024, unit: 'KB' },
    { name: '`secureHandler` of one source, added to loading and first event', limit: 5, alarm: 20, measured: cold(one) - cold(bare), unit: 'ms' },
    { name: '`secureHandler` with a schema, added to a warm event', limit: 0.1, alarm: 0.5, measured: ours.warm - bare.warm, unit: 'ms' },
  ];
}

function row(one: Figures, ours: Figures | undefined): string {
  const { name, size, load, first, warm } = one;
  const ratio = (own: number, of: number | undefined) => of === undefined || one === ours ? '' : ` (${(own / of).toFixed(1)} ×)`;
  return `| ${name} | ${(size / 1024).toFixed(1)} KB${ratio(size, ours?.size)} | ${load.toFixed(1)} ms${ratio(load, ours?.load)} | ${first.toFixed(1)} ms${ratio(first, ours?.first)} | `
    + `${(warm * 1000).toFixed(0)} µs${ratio(warm, ours?.warm)} | ${cold(one).toFixed(1)} ms${ours === undefined ? '' : ratio(cold(one), cold(ours))} |`;
}

function withSecret(one: Figures, ours: Figures): string {
  const ratio = one === ours ? '' : ` (${(cold(one) / cold(ours)).toFixed(1)} ×)`;
  return `| ${one.name} | ${one.load.toFixed(1)} ms | ${one.first.toFixed(1)} ms | ${(one.warm * 1000).toFixed(0)} µs | ${cold(one).toFixed(1)} ms${ratio} |`;
}

function cold({ load, first }: Figures): number {
  return load + first;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share === 0 ? 0 : 1)} %`;
}
