import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Template } from '../../model/template';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { AddResource, Link, PatchValue, SetProperty } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Logs are encrypted with a key of the account. */
export const logGroupCustomerKey: Rule = {
  id: 'log-group-customer-key',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A log group is encrypted with a key of its owner',
  threat: 'Whoever may read logs reads them all: with a key of your own, a second permission stands before what is in them, its use is recorded, and it '
    + 'can be taken away in an incident. Without one, CloudWatch encrypts with its own key, which asks nobody.',
  remedy: 'Set encryptionKey to a Key whose policy lets logs.<region>.amazonaws.com use it for this log group, and let the readers decrypt.',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'cdk-nag:CloudWatchLogGroupEncrypted', 'checkov:CKV_AWS_158', 'trivy:AWS-0017', 'cfn_nag:W84', 'guard:CLOUDWATCH_LOG_GROUP_ENCRYPTED',
  ],
  target: 'AWS::Logs::LogGroup',
  check: group => {
    const given = isGiven(group.get('KmsKeyId'));
    if (given === 'yes') return undefined;
    if (given === 'undecided') return undecided(group, 'KmsKeyId is only known at deployment', { property: 'KmsKeyId' });
    return noncompliant(group, 'the log group is encrypted with a key that its owner does not rule', { property: 'KmsKeyId' });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Whoever reads the logs needs kms:Decrypt from now on, and is refused without it; one key per stack costs about a dollar a month. The key lets the '
      + 'logs service use it for log groups of this account alone, and stays when the stack goes, since what it encrypted could not be read any more.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a key of the application', ({ stack, kms, logs }) => {
      new logs.LogGroup(stack, 'Logs', { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) });
    }),
    compliant('a key that a parameter names', ({ stack, cdk, logs }) => {
      new logs.CfnLogGroup(stack, 'Logs', { kmsKeyId: new cdk.CfnParameter(stack, 'Key').valueAsString });
    }),
    noncompliantExample('nothing said about a key', ({ stack, logs }) => {
      new logs.LogGroup(stack, 'Orders');
      new logs.LogGroup(stack, 'Billing');
    }),
    noncompliantExample('a raw group', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Logs', { type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: 30 } });
    }),
    undecidedExample('a key in one branch of a condition', ({ stack, cdk, logs }) => {
      const key = new cdk.CfnParameter(stack, 'Key');
      new cdk.CfnCondition(stack, 'HasKey', { expression: cdk.Fn.conditionNot(cdk.Fn.conditionEquals(key.valueAsString, '')) });
      new logs.CfnLogGroup(stack, 'Logs').addPropertyOverride('KmsKeyId', cdk.Fn.conditionIf('HasKey', key.valueAsString, cdk.Aws.NO_VALUE));
    }),
  ],
};

const ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const LOG_GROUPS = { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*' };
const LOGS_USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];

/** Source: the CloudWatch Logs guide, encrypting log data. */
const KEY_POLICY: PatchValue = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: { 'Fn::Sub': 'logs.${AWS::Region}.${AWS::URLSuffix}' } },
      Action: LOGS_USE,
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': LOG_GROUPS } },
    },
  ],
};

/** One key for all groups of a stack, beside the first of them by its name: a key costs, and these logs have the same owner. */
function repair(group: Resource, app: AppModel): Repair {
  const present = app.once(keysOfFixes).get(group.template);
  if (present !== undefined) return { level: FixLevel.STRICT, patches: [new SetProperty(group, 'KmsKeyId', new Link(present, 'Arn'))] };
  const first = app.once(firstGroups).get(group.template) ?? group;
  const key = new AddResource(first, 'LogsKey', 'AWS::KMS::Key', { EnableKeyRotation: true, KeyPolicy: KEY_POLICY }, { deletionPolicy: 'Retain' });
  return { level: FixLevel.STRICT, patches: [key, new SetProperty(group, 'KmsKeyId', new Link(key, 'Arn'))] };
}

/** The first log group of each template, of those that the user made where there are any. */
function firstGroups(app: AppModel): ReadonlyMap<Template, Resource> {
  const first = new Map<Template, Resource>();
  for (const group of app.ofType('AWS::Logs::LogGroup')) {
    const known = first.get(group.template);
    if (group.provenance === 'user' && (known === undefined || orderOf(group) < orderOf(known))) first.set(group.template, group);
  }
  return first;
}

function orderOf({ addedBy, constructPath, logicalId }: Resource): string {
  return `${addedBy === undefined ? 0 : 1} ${constructPath ?? logicalId}`;
}

/** The keys that this fix has added already. */
function keysOfFixes(app: AppModel): ReadonlyMap<Template, Resource> {
  return new Map(app.ofType('AWS::KMS::Key').filter(key => key.addedBy === logGroupCustomerKey.id).map(key => [key.template, key]));
}
