import { groupKeys } from '../../alarms/log-metrics';
import { FixLevel } from '../../fix-level';
import { isAmong, isForDelivery } from '../../log-groups/log-group';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { PatchValue, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Secrets and personal data that slip into logs are masked. */
export const logGroupDataProtection: Rule = {
  id: 'log-group-data-protection',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A log group masks credentials that slip into it',
  threat: 'One careless line writes a private key or an access key to the log, and everybody who may read logs can use it.',
  remedy: 'Set dataProtectionPolicy with the identifiers of what may slip in, or one policy for the account; it costs by what is written.',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html',
    'https://cwe.mitre.org/data/definitions/532.html',
  ],
  covers: [],
  target: 'AWS::Logs::LogGroup',
  check: (group, app) => {
    // Flow logs hold addresses and counts, nothing that callers write.
    if (!canMask(group) || isAmong(group, app.once(ofFlowLogs), app) || app.once(isProtectedAsAWhole)) return undefined;
    const given = isGiven(group.get('DataProtectionPolicy'));
    if (given === 'yes') return undefined;
    if (given === 'undecided') return undecided(group, 'DataProtectionPolicy is only known at deployment', { property: 'DataProtectionPolicy' });
    return noncompliant(group, 'the log group shows whatever slips into it to all who may read it', { property: 'DataProtectionPolicy' });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Whoever reads the logs sees stars where a credential stood, and needs logs:Unmask to see more; CloudWatch charges for the data that it looks '
      + 'through. Only credentials are masked: what counts as personal data, the owner must say.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a policy', ({ stack, logs }) => {
      const dataProtectionPolicy = new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS] });
      new logs.LogGroup(stack, 'Logs', { dataProtectionPolicy });
    }),
    compliant('a policy for the account', ({ stack, cdk, logs }) => {
      new logs.LogGroup(stack, 'Logs');
      const properties = { PolicyName: 'mask', PolicyType: 'DATA_PROTECTION_POLICY', PolicyDocument: '{}', Scope: 'ALL' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::AccountPolicy', properties });
    }),
    compliant('a group for rare access, which cannot mask', ({ stack, logs }) => {
      new logs.LogGroup(stack, 'Logs', { logGroupClass: logs.LogGroupClass.INFREQUENT_ACCESS });
    }),
    compliant('flow logs, into which callers write nothing', ({ stack, ec2, logs }) => {
      const destination = ec2.FlowLogDestination.toCloudWatchLogs(new logs.LogGroup(stack, 'Flows'));
      new ec2.Vpc(stack, 'Vpc').addFlowLog('FlowLog', { destination });
    }),
    noncompliantExample('no policy', ({ stack, logs }) => {
      new logs.LogGroup(stack, 'Logs');
    }),
    noncompliantExample('a raw group, and a policy of the account for something else', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Logs', { type: 'AWS::Logs::LogGroup' });
      const properties = { PolicyName: 'ship', PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: '{}', Scope: 'ALL' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::AccountPolicy', properties });
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, logs }) => {
      const masked = new cdk.CfnParameter(stack, 'Masked', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsMasked', { expression: cdk.Fn.conditionEquals(masked.valueAsString, 'yes') });
      new logs.CfnLogGroup(stack, 'Logs').addPropertyOverride('DataProtectionPolicy', cdk.Fn.conditionIf('IsMasked', { Name: 'mask' }, cdk.Aws.NO_VALUE));
    }),
  ],
};

function canMask(group: Resource): boolean {
  return !isForDelivery(group) && group.get('LogGroupClass') !== 'INFREQUENT_ACCESS';
}

function ofFlowLogs(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType('AWS::EC2::FlowLog').flatMap(one => [one.get('LogGroupName'), one.get('LogDestination')]).flatMap(name => groupKeys(name, app)));
}

function isProtectedAsAWhole(app: AppModel): boolean {
  return app.ofType('AWS::Logs::AccountPolicy').some(policy => policy.get('PolicyType') === 'DATA_PROTECTION_POLICY');
}

/** Credentials whose form CloudWatch knows. Source: the CloudWatch Logs guide, types of data that can be protected. */
const IDENTIFIERS = ['AwsSecretKey', 'OpenSshPrivateKey', 'PgpPrivateKey', 'PkcsPrivateKey', 'PuttyPrivateKey']
  .map(name => ({ 'Fn::Sub': `arn:\${AWS::Partition}:dataprotection::aws:data-identifier/${name}` }));

function repair(group: Resource): Repair | Declined {
  if (isGiven(group.get('LogGroupClass')) === 'undecided') return { declined: 'only the deployment knows its class, and not every class can mask' };
  const policy: PatchValue = {
    Name: 'RampartDataProtection',
    Version: '2021-06-01',
    Statement: [
      { Sid: 'Audit', DataIdentifier: IDENTIFIERS, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: 'Mask', DataIdentifier: IDENTIFIERS, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  };
  return { level: FixLevel.STRICT, patches: [new SetProperty(group, 'DataProtectionPolicy', policy)] };
}
