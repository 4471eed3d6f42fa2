// npm run attack: the same attacks on the vulnerable and on the hardened example, under the real runtime client of Lambda. It needs no
// AWS account; the first time npm installs that client and Node.js as Lambda has it.
import { attackAll } from './attack/run';
import { surprises, table } from './attack/table';
import { aligned } from './demo/summary';
import { COLOURED, PLAIN, wantsColour } from '../aspects/report/ink';

const ink = wantsColour(process.stdout.isTTY === true, process.env) ? COLOURED : PLAIN;

async function main(): Promise<void> {
  const rows = await attackAll();
  const [head, ...lines] = aligned(table(rows));
  process.stdout.write(`${[ink.bold(head), ...lines].join('\n')}\n\n`);
  const falls = (which: 'vulnerable' | 'hardened') => rows.filter(row => row[which].gain !== undefined).length;
  process.stdout.write(`Of ${rows.length} attacks the goat shop falls to ${falls('vulnerable')}, the orders API to ${falls('hardened')}.\n`);
  for (const surprise of surprises(rows)) {
    process.stderr.write(`not as it should be: ${surprise}\n`);
    process.exitCode = 1;
  }
}

void main();
