import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, everyOption, requiredOnly } from '../../support/constructs/subject';
import { testApp } from '../../support/synthesis';

/**
 * W3694 takes the alias of a function for something that a topic cannot deliver to; SNS takes the ARNs of aliases.
 * F0001 is about the empty stacks for what no case has asked for.
 */
const NOT_OURS = ['W3694', 'F0001'];

test("CDK's own validation of CloudFormation finds nothing, with the required props only and with every option", () => {
  const app = testApp({ builtinCloudFormationValidation: true });
  for (const [name, one] of Object.entries(SUBJECTS)) {
    const cases = [requiredOnly(one), ...Object.values(everyOption(one))];
    cases.forEach((combination, index) => built(one, surroundings(app, `${name.replace('.', '')}${index}`), 'Subject', combination));
  }
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations?: { ruleName: string; description: string; violatingConstructs: { constructPath?: string }[] }[] }[];
  };
  process.exitCode = 0;
  const found = pluginReports.flatMap(({ violations = [] }) => violations);

  expect(found.filter(({ ruleName }) => !NOT_OURS.includes(ruleName))
    .map(({ ruleName, description, violatingConstructs }) => `${ruleName} ${violatingConstructs.map(({ constructPath }) => constructPath).join(', ')}: ${description}`)).toEqual([]);
  // The validator was on.
  expect(found.map(({ ruleName }) => ruleName)).toContain('W3694');
}, 180_000);
