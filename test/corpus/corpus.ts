import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { templatesBelow } from './templates';
import { audit } from '../../aspects/engine/audit';
import { INTERNAL } from '../../aspects/engine/notices';
import { Finding } from '../../aspects/finding';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { RULES } from '../../aspects/rules';

/**
 * Audits every template below a folder: `npm run corpus -- FOLDER`.
 *
 * Templates that others wrote show what no example of ours does. None may fail to be read, and no rule may fail on one.
 */
const USAGE = 'name a folder of templates: npm run corpus -- FOLDER, or RAMPART_CORPUS=FOLDER npm run corpus';

/** What a run has seen. */
interface Tally {
  templates: number;
  resources: number;
  readonly findings: Finding[];
  readonly failures: string[];
}

function main(folder: string | undefined): void {
  if (folder === undefined || folder === '') {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const start = performance.now();
  const tally: Tally = { templates: 0, resources: 0, findings: [], failures: [] };
  for (const path of templatesBelow(folder)) auditOne(path, tally);
  const seconds = (performance.now() - start) / 1000;

  printByRule(tally.findings);
  for (const failure of tally.failures) console.error(failure);
  console.log(`${tally.templates} templates, ${tally.resources} resources, ${tally.findings.length} findings by ${RULES.length} rules, ${tally.failures.length} failures, ${seconds.toFixed(1)} s`);
  if (tally.failures.length > 0) process.exitCode = 1;
  if (tally.templates === 0) {
    console.error(`there is no template below ${folder}; ${USAGE}`);
    process.exitCode = 2;
  }
}

function auditOne(path: string, tally: Tally): void {
  tally.templates += 1;
  try {
    const { sources, acknowledgements, faults } = readApplication(path);
    for (const fault of faults) tally.failures.push(fault.message);
    const app = new AppModel(sources);
    tally.resources += app.resources.length;
    const { findings, acknowledged } = audit(app, { rules: RULES, acknowledgements });
    for (const finding of [...findings, ...acknowledged]) {
      tally.findings.push(finding);
      if (finding.rule === INTERNAL.id) tally.failures.push(`${path}: ${finding.message}`);
    }
  } catch (error) {
    tally.failures.push(error instanceof Error && error.message.startsWith(path) ? error.message : `${basename(path)} in ${dirname(path)}: ${String((error as Error).stack)}`);
  }
}

function printByRule(findings: readonly Finding[]): void {
  const ids = [...new Set([...RULES.map(rule => rule.id), ...findings.map(finding => finding.rule)])];
  console.log(`${'rule'.padEnd(40)} noncompliant  undecided  made by the CDK`);
  for (const id of ids) {
    const same = findings.filter(finding => finding.rule === id);
    const count = (verdict: string): number => same.filter(finding => finding.verdict === verdict && finding.provenance === 'user').length;
    console.log(`${id.padEnd(40)} ${String(count('noncompliant')).padStart(12)}  ${String(count('undecided')).padStart(9)}  ${String(same.filter(finding => finding.provenance === 'helper').length).padStart(15)}`);
  }
}

// Where the templates lie beside the repository, they need no name.
const BESIDE = join(__dirname, '..', '..', '..', 'shared', 'corpus');
main(process.argv[2] ?? process.env.RAMPART_CORPUS ?? (existsSync(BESIDE) ? BESIDE : undefined));
