import { groupKeys } from '../../alarms/log-metrics';
import { FixLevel } from '../../fix-level';
import { isAmong, isForDelivery } from '../../log-groups/log-group';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { ask } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'RetentionInDays';

/** The periods that CloudWatch knows, in days. Source: the PutRetentionPolicy action of the CloudWatch Logs API. */
const PERIODS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Logs are kept as long as somebody decided. */
export const logGroupRetention: Rule = {
  id: 'log-group-retention',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'A log group keeps its logs for a time that somebody decided',
  threat: 'Logs are kept for ever, with whatever slipped into them: whoever gets to read them finds the addresses, names and tokens of years.',
  remedy: 'Set retention: RetentionDays.ONE_YEAR, or as long as you must keep the logs.',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html',
    'https://cwe.mitre.org/data/definitions/779.html',
  ],
  covers: [
    'cdk-nag:CloudWatchLogGroupRetentionPeriod', 'checkov:CKV_AWS_66', 'cfn_nag:W86', 'guard:CW_LOGGROUP_RETENTION_PERIOD_CHECK', 'serverless-rules:WS1004',
    'securityhub:CloudWatch.16',
  ],
  target: 'AWS::Logs::LogGroup',
  check: (group, app) => {
    if (isForDelivery(group)) return undefined; // such a group keeps its logs for two days
    const given = isGiven(group.get(PROPERTY));
    if (given === 'yes' && ask(group.get(PROPERTY), days => !PERIODS.includes(Number(days))) === 'yes') {
      return noncompliant(group, `CloudWatch knows no retention of ${String(group.get(PROPERTY))} days, and refuses the log group`, { property: PROPERTY });
    }
    if (given === 'yes' || isAmong(group, app.once(keptByHelper), app)) return undefined;
    if (given === 'undecided') return undecided(group, `${PROPERTY} is only known at deployment`, { property: PROPERTY });
    return noncompliant(group, 'the log group keeps its logs for ever', { property: PROPERTY });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Nothing is written in another way. What is older than a year goes, and so will what is written from now on after a year: long enough for '
      + 'intrusions that are found months later. A time that CloudWatch does not know becomes the next longer one.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a year', ({ stack, logs }) => {
      new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_YEAR });
    }),
    compliant('a time that a parameter gives', ({ stack, cdk, logs }) => {
      new logs.CfnLogGroup(stack, 'Logs', { retentionInDays: new cdk.CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber });
    }),
    compliant('a time that a custom resource of the CDK sets', ({ stack, logs }) => {
      new logs.CfnLogGroup(stack, 'Logs', { logGroupName: 'orders' });
      new logs.LogRetention(stack, 'Retention', { logGroupName: 'orders', retention: logs.RetentionDays.ONE_YEAR });
    }),
    noncompliantExample('for ever', ({ stack, logs }) => {
      new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.INFINITE });
    }),
    noncompliantExample('nothing said in a raw group', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Logs', { type: 'AWS::Logs::LogGroup' });
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, logs }) => {
      const kept = new cdk.CfnParameter(stack, 'Kept', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsKept', { expression: cdk.Fn.conditionEquals(kept.valueAsString, 'yes') });
      new logs.CfnLogGroup(stack, 'Logs').addPropertyOverride(PROPERTY, cdk.Fn.conditionIf('IsKept', cdk.Aws.NO_VALUE, 30));
    }),
  ],
};

/** The keys of the groups whose retention a custom resource of the CDK sets. */
function keptByHelper(app: AppModel): ReadonlySet<string> {
  const helpers = app.ofType('Custom::LogRetention').filter(one => isGiven(one.get(PROPERTY)) === 'yes');
  return new Set(helpers.flatMap(one => groupKeys(one.get('LogGroupName'), app)));
}

const YEAR = 365;

/** Keeps logs for a year, or where somebody wrote a time that CloudWatch does not know, for the next longer one. */
function repair(group: Resource): Repair {
  const wanted = Number(group.get(PROPERTY) ?? YEAR);
  const period = PERIODS.find(days => days >= wanted) ?? (wanted > YEAR ? PERIODS[PERIODS.length - 1] : YEAR);
  return { level: FixLevel.OPERATIONAL, patches: [new SetProperty(group, PROPERTY, period)] };
}
