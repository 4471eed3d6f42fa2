/** What only the owner of an application knows: the options of `settings.ts`. */
const SETTINGS_HELP = `  --alarm-topic TOPIC       whom alarms tell: the ARN of a topic, or the logical id of one in the template;
                            missing alarms are then judged in any case, and fixes add them
  --trusted-layer-accounts ACCOUNT,…
                            accounts, besides your own and those of AWS, whose layers functions may run
  --permissions-boundary ARN
                            the managed policy that every role is to have as its boundary
  --functions-in-a-row N, --functions-at-once N, --kinds-of-source N
                            how many functions may start each other (default: 4), how many one event may
                            start (10), and how many kinds of source one function may have (3)
  --sensitivity-tag KEY     the tag that says how sensitive data is (default: sensitivity)`;

/** What `--help` prints, by command; the empty name is the program itself. */
export const HELP: Readonly<Record<string, string>> = {
  '': `cdk-rampart: audits serverless applications on AWS

Usage:
  cdk-rampart audit FILE|cdk.out…   audit CloudFormation templates or synthesised applications
  cdk-rampart fix TEMPLATE…         repair templates, and show what is changed
  cdk-rampart graph FILE|cdk.out    print what leads where in an application
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
${SETTINGS_HELP}
  -h, --help                print this

What is undecided before deployment, and what the CDK made by itself, fails nothing.
Accept a finding, with a reason, on a construct:
  Validations.of(construct).acknowledge({ id: 'Rampart::queue-encrypted', reason: 'holds public data' })
or in a template, on a resource or at the top:
  Metadata: { Rampart: { acknowledge: [{ id: queue-encrypted, reason: holds public data, until: 2027-01-31 }] } }

With --format json, stdout is one object: { findings: […], acknowledged: […] }. Each of both has:
  rule           the id of the rule, or of what the audit says about itself
  severity       CRITICAL, HIGH, MEDIUM or LOW
  stability      stable, or preview while the verdicts of the rule are still being measured
  verdict        noncompliant, or undecided where only the deployment knows
  provenance     user, or helper for what the CDK made by itself
  template       the path of the template, as it was given
  logicalId      the resource to change; empty for the template as a whole
  message        what is wrong
  remedy         what to do
and, where it is known or so:
  property       the property that decides, as Environment.Variables.TOKEN
  detail         tells findings of one rule on one resource apart; accepted as rule[detail]
  related        the logical ids of the other resources that take part
  constructPath  the construct that rendered the resource
  source         the line of code that made it, as file:line:column
  fix            SAFE, OPERATIONAL or STRICT: the level of the fix that a CDK application can ask for
  declined       why its fix was not made, where one was asked for
  acknowledged   why it was accepted
Fields may be added; none changes its meaning.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or unreadable input.
`,
  'graph': `cdk-rampart graph FILE|cdk.out

Prints what leads where in one application: a CloudFormation or SAM template (JSON or YAML), or a cdk.out folder.

  triggers   who starts whom, and who may write where; ways that lead back to where they began
  access     who may do what to what, and what acts with which role
  secrets    where the values of secrets flow
  network    subnets by route, endpoints, security groups, and what functions reach

Options:
  --format json|mermaid|dot   how to print them (default: json)
  --only GRAPH,…              print only these graphs
  --all                       draw each resource, also of those that are alike but for their names
  -h, --help                  print this

What only the deployment knows is undecided, and drawn dashed. Hops of loops are drawn in red and numbered.
docs/graphs.md describes the JSON.

Exit codes: 0 printed, 2 wrong usage or unreadable input.
`,
  'fix': `cdk-rampart fix TEMPLATE…

Repairs CloudFormation and SAM templates (JSON or YAML), and shows every change. Each template is one application,
with those that are nested in it; with --together all of them are one, and what one exports the others import.
Comments, order and short forms stay. A CDK application is repaired by Rampart.protect(app, { fix: FixLevel.SAFE }).

Options:
  --level safe|operational|strict   what the fixes may do (default: safe):
                                    safe: nobody can notice; operational: also how it is run;
                                    strict: also refuse callers or drop data, for the rules named with --only
  --only RULE,…                     repair the findings of these rules only
  --except RULE,…                   repair the findings of all rules but these
${SETTINGS_HELP}
  --together                        take the templates for the stacks of one application
  --write                           write the templates; without it, nothing is written
  --format text|json                how to print the changes (default: text)
  -h, --help                        print this

Exit codes: 0 done, 2 wrong usage or unreadable input.
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
