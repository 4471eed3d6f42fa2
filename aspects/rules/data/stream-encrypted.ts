import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, entryOf, isOpen, Unknown, Value } from '../../model/value';
import { attachedPolicies } from '../../policy/resource-policies';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** By this condition the CDK leaves encryption out in the two regions that lack it. */
const REGIONS_WITHOUT = 'AwsCdkKinesisEncryptedStreamsUnsupportedRegions';

/** Streams encrypt what they hold. */
export const streamEncrypted: Rule = {
  id: 'stream-encrypted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A stream encrypts its records at rest',
  threat: 'Whoever reaches the storage below the stream reads up to a year of records: orders, positions, personal data.',
  remedy: 'Set encryption: StreamEncryption.MANAGED, or StreamEncryption.KMS with a key of your own where readers come from other accounts.',
  links: [
    'https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'cdk-nag:KinesisDataStreamSSE', 'checkov:CKV_AWS_43', 'trivy:AWS-0064', 'cfn_nag:W49', 'guard:KINESIS_STREAM_ENCRYPTION_RULE',
    'kics:7f65be75-90ab-4036-8c2a-410aef7bb650', 'securityhub:Kinesis.1',
  ],
  target: 'AWS::Kinesis::Stream',
  check: stream => {
    const encrypted = encrypts(stream.get('StreamEncryption'));
    if (encrypted === 'yes') return undefined;
    const property = 'StreamEncryption';
    return encrypted === 'no' ? noncompliant(stream, 'no key encrypts the records of the stream', { property })
      : undecided(stream, 'only the deployment knows whether the stream encrypts its records', { property });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'The key that AWS manages for Kinesis lets every caller of the account through that may use the stream, so nobody needs a new permission; records '
      + 'that are there stay readable. Calls of the key are paid for. It is not made where the stream has readers in other accounts: that key knows none.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('encrypted by the CDK, wherever Kinesis can', ({ stack, kinesis }) => {
      new kinesis.Stream(stack, 'Orders');
    }),
    compliant('a key of one\'s own, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::Kinesis::Stream', properties: { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/orders' } } });
    }),
    noncompliantExample('nothing said in a raw resource', ({ stack, kinesis }) => {
      new kinesis.CfnStream(stack, 'Orders', { shardCount: 1 });
    }),
    noncompliantExample('encryption without a key, which Kinesis refuses', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::Kinesis::Stream', properties: { StreamEncryption: { EncryptionType: 'KMS' } } });
    }),
    noncompliantExample('turned off', ({ stack, kinesis }) => {
      new kinesis.Stream(stack, 'Orders', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
    }),
    noncompliantExample('turned off for readers in another account', ({ stack, iam, kinesis }) => {
      const stream = new kinesis.Stream(stack, 'Orders', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
      stream.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], actions: ['kinesis:GetRecords'], resources: [stream.streamArn],
      }));
    }),
    undecidedExample('a condition decides', ({ stack, cdk, kinesis }) => {
      const secret = new cdk.CfnParameter(stack, 'Secret');
      const isSecret = new cdk.CfnCondition(stack, 'IsSecret', { expression: cdk.Fn.conditionEquals(secret.valueAsString, 'yes') });
      const encryption = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
      new kinesis.CfnStream(stack, 'Orders').addPropertyOverride('StreamEncryption', cdk.Fn.conditionIf(isSecret.logicalId, encryption, cdk.Aws.NO_VALUE));
    }),
  ],
};

function encrypts(encryption: Value): Answer {
  const chosenByTheCdk = encryption instanceof Unknown && encryption.key.includes(REGIONS_WITHOUT);
  const branches = alternativesOf(encryption).filter(one => one !== undefined || !chosenByTheCdk);
  const answers = new Set(branches.flatMap((one): readonly Answer[] => {
    if (isOpen(one)) return ['undecided'];
    const key = [entryOf(one, 'KeyId')].flatMap(alternativesOf).every(id => isOpen(id) || (id !== undefined && id !== null && id !== ''));
    return alternativesOf(entryOf(one, 'EncryptionType')).map(type => (isOpen(type) ? 'undecided' : type === 'KMS' && key ? 'yes' : 'no'));
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function repair(stream: Resource, app: AppModel): Repair | Declined {
  const [policy] = attachedPolicies(stream, app);
  if (policy !== undefined) return { declined: `whom ${policy.writtenId} lets read from other accounts would lose access: encrypt with a key of your own that lets them too` };
  return { level: FixLevel.OPERATIONAL, patches: [new SetProperty(stream, 'StreamEncryption', { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' })] };
}
