/** What `--help` prints, by command; the empty name is the program itself. */
export const HELP: Readonly<Record<string, string>> = {
  '': `cdk-rampart: audits serverless applications on AWS

Usage:
  cdk-rampart audit FILE|cdk.out…   audit CloudFormation templates or synthesised applications
  cdk-rampart rules                 list the rules
  cdk-rampart explain RULE          say what a rule asks, why, and what to do
  cdk-rampart COMMAND --help        say more about a command
  cdk-rampart --version

Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input.
`,
  'audit': `cdk-rampart audit FILE|cdk.out…

Audits CloudFormation and SAM templates (JSON or YAML) and cdk.out folders. Each argument is one application.

Options:
  --format text|json        how to print the findings (default: text)
  --fail-on SEVERITY        exit with 1 on findings of this severity or worse:
                            critical, high, medium, low or none (default: high)
  --min-severity SEVERITY   print only findings of this severity or worse (what fails stays the same)
  --only RULE,…             run only these rules
  --except RULE,…           run all rules but these
  --all                     print every finding, not only some of each rule
  -h, --help                print this

What is undecided before deployment, and what the CDK made by itself, fails nothing.
Accept a finding, with a reason, on a construct:
  Validations.of(construct).acknowledge({ id: 'Rampart::queue-encrypted', reason: 'holds public data' })
or in a template, on a resource or at the top:
  Metadata: { Rampart: { acknowledge: [{ id: queue-encrypted, reason: holds public data, until: 2027-01-31 }] } }

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or unreadable input.
`,
  'rules': `cdk-rampart rules

Lists the rules by theme.

Options:
  --format text|json   how to print them (default: text)
  -h, --help           print this
`,
  'explain': `cdk-rampart explain RULE

Says what a rule asks, what an attacker gains where it does not hold, what to do, and which fix there is.

Options:
  --format text|json   how to print it (default: text)
  -h, --help           print this
`,
};
