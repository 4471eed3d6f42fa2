import { FixLevel } from '../../fix-level';
import { actionMatches, actionPatterns, allows, Statement, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { Answer, ask, booleanOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Keys get new material every year. */
export const keyRotated: Rule = {
  id: 'key-rotated',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A symmetric key gets new key material by itself',
  threat: 'Everything that the key ever encrypted hangs on one piece of key material: whoever gets hold of it reads all of it, for as long as the key lives.',
  remedy: 'Set enableKeyRotation: true. What is encrypted already stays readable, and nobody has to change anything.',
  links: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    'https://cwe.mitre.org/data/definitions/324.html',
  ],
  covers: [
    'cdk-nag:KMSBackingKeyRotationEnabled', 'checkov:CKV_AWS_7', 'trivy:AWS-0065', 'cfn_nag:F19', 'guard:CMK_BACKING_KEY_ROTATION_ENABLED',
    'kics:235ca980-eb71-48f4-9030-df0c371029eb', 'kics:1c07bfaf-663c-4f6f-b22b-8e2d481e4df5', 'securityhub:KMS.4',
    'cfripper:KMSKeyEnabledKeyRotation',
  ],
  target: 'AWS::KMS::Key',
  check: key => {
    const can = rotatable(key);
    if (can === 'no') return undefined;
    const found = mustBe(key, 'EnableKeyRotation', value => booleanOf(value) === true, 'the key keeps its material for ever');
    return found && can === 'undecided' ? undecided(key, 'only the deployment knows whether KMS can rotate a key of this kind', { property: 'EnableKeyRotation' }) : found;
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'KMS keeps the former material and finds the right one by itself: ids, ARNs, permissions and what is encrypted stay as they are. The material '
      + 'costs a dollar a month for the first two rotations, which come once a year. Not where KMS would refuse the change, and with it the deployment: of a '
      + 'key that is disabled, or whose policy lets nobody make it.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('rotated', ({ stack, kms }) => {
      new kms.Key(stack, 'Key', { enableKeyRotation: true });
    }),
    compliant('an asymmetric key, which KMS cannot rotate', ({ stack, kms }) => {
      new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    }),
    compliant('material of one\'s own, which only its owner can rotate', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::KMS::Key', properties: { Origin: 'EXTERNAL', KeyPolicy: {} } });
    }),
    noncompliantExample('nothing said', ({ stack, kms }) => {
      new kms.Key(stack, 'Key');
    }),
    noncompliantExample('turned off by an override, as a string', ({ stack, kms }) => {
      const key = new kms.CfnKey(stack, 'Key', { keySpec: 'SYMMETRIC_DEFAULT', enableKeyRotation: true });
      key.addPropertyOverride('EnableKeyRotation', 'false');
    }),
    undecidedExample('only the deployment knows whether the key is symmetric', ({ stack, cdk, kms }) => {
      new kms.CfnKey(stack, 'Key', { keySpec: new cdk.CfnParameter(stack, 'Spec').valueAsString });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, kms }) => {
      const rotated = new cdk.CfnParameter(stack, 'Rotated', { allowedValues: ['true', 'false'] });
      new kms.CfnKey(stack, 'Key').addPropertyOverride('EnableKeyRotation', rotated.valueAsString);
    }),
  ],
};

/** Whether KMS can rotate the key by itself: its material is symmetric, and KMS made it. */
function rotatable(key: Resource): Answer {
  const answers = [
    ask(key.get('KeySpec'), spec => spec === undefined || spec === 'SYMMETRIC_DEFAULT'),
    ask(key.get('Origin'), origin => origin === undefined || origin === 'AWS_KMS'),
  ];
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

const CHANGE = 'kms:EnableKeyRotation';

function repair(key: Resource): Repair | Declined {
  if (ask(key.get('Enabled'), on => on === undefined || booleanOf(on) === true) !== 'yes') {
    return { declined: 'KMS changes the rotation of no key that is disabled: enable it first, or let it go' };
  }
  const allowed = statementsOf(key.get('KeyPolicy')).filter(allows);
  if (allowed.length > 0 && !allowed.some(letsChange)) return { declined: `the key's policy lets nobody do ${CHANGE}, not even who deploys` };
  return { level: FixLevel.SAFE, patches: [new SetProperty(key, 'EnableKeyRotation', true)] };
}

function letsChange({ actions, notActions }: Statement): boolean {
  const names = (patterns: readonly Value[]) => actionPatterns(patterns).some(pattern => actionMatches(pattern, CHANGE));
  return notActions.length > 0 ? !names(notActions) : names(actions);
}
