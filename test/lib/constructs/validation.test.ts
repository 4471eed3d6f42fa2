import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'aws-cdk-lib/package.json';
import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, everyOption, requiredOnly } from '../../support/constructs/subject';
import { testApp } from '../../support/synthesis';

/**
 * W3694 takes the alias of a function for something that a topic cannot deliver to; SNS takes the ARNs of aliases.
 * F0001 is about the empty stacks for what no case has asked for.
 */
const NOT_OURS = ['W3694', 'F0001'];

/** aws-cdk-lib 2.271 takes the ARN of a key that a function joins for no ARN; 2.276 does not. */
const isJoinedArn = ({ ruleName, description }: Violation) => CDK_MINOR < 276 && ruleName === 'F3017' && description.startsWith('KmsKeyId: Value is not valid under any');

const CDK_MINOR = Number(version.split('.')[1]);

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

test("CDK's own validation of CloudFormation finds nothing, with the required props only and with every option", () => {
  const app = testApp({ builtinCloudFormationValidation: true });
  for (const [name, one] of Object.entries(SUBJECTS)) {
    const cases = [requiredOnly(one), ...Object.values(everyOption(one))];
    cases.forEach((combination, index) => built(one, surroundings(app, `${name.replace('.', '')}${index}`), 'Subject', combination));
  }
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations?: Violation[] }[];
  };
  process.exitCode = 0;
  const found = pluginReports.flatMap(({ violations = [] }) => violations);

  expect(found.filter(one => !NOT_OURS.includes(one.ruleName) && !isJoinedArn(one))
    .map(({ ruleName, description, violatingConstructs }) => `${ruleName} ${violatingConstructs.map(({ constructPath }) => constructPath).join(', ')}: ${description}`)).toEqual([]);
  // The validator was on.
  expect(found.map(({ ruleName }) => ruleName)).toContain('W3694');
}, 180_000);
