import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stage } from 'aws-cdk-lib';
import { FixLevel } from '../../aspects/fix-level';
import { remediate } from '../../aspects/remediation/remediate';
import { RULES } from '../../aspects/rules';
import { exampleKit } from '../support/example-kit';
import { testApp } from '../support/synthesis';

const EXAMPLES = RULES.filter(rule => rule.fix !== undefined)
  .flatMap(rule => rule.examples.filter(example => example.verdict === 'noncompliant').map((example, index) => ({ id: `${rule.id}-${index}`, example })));

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: readonly { readonly constructPath?: string }[] }[];
  }[];
}

/** What CDK's own validation of CloudFormation templates says of all examples in one app: the rule and the construct. */
function said(examples: typeof EXAMPLES, repair: boolean): { readonly plugins: readonly string[]; readonly faults: ReadonlySet<string> } {
  const app: App = testApp({ builtinCloudFormationValidation: true });
  for (const { id, example } of examples) {
    const stage = new Stage(app, id);
    example.build(exampleKit(stage as App));
    if (repair) remediate(stage, { rules: RULES, level: FixLevel.STRICT, acknowledgements: [], within: () => true });
  }
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  const violations = pluginReports.flatMap(report => report.violations);
  return {
    plugins: pluginReports.map(report => report.pluginName),
    faults: new Set(violations.flatMap(one => one.violatingConstructs.map(({ constructPath }) => `${one.ruleName} ${constructPath}`))),
  };
}

test('CDK\'s own validation of CloudFormation finds nothing in what was repaired that it did not find before', () => {
  const after = said(EXAMPLES, true);
  expect(after.plugins).toHaveLength(1);
  // Some examples have faults of their own, by which the rule is shown.
  const faulty = EXAMPLES.filter(({ id }) => [...after.faults].some(fault => fault.includes(` ${id}/`)));
  const before = faulty.length === 0 ? after : said(faulty, false);
  expect([...after.faults].filter(fault => !before.faults.has(fault))).toEqual([]);
}, 300_000);
