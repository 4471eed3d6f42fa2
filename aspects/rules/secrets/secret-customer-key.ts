import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { patternOf } from '../../model/value';
import { isCustomerKey } from '../../policy/customer-key';
import { keyFor } from '../../policy/service-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Link, SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Secrets are encrypted with a key of one's own. */
export const secretCustomerKey: Rule = {
  id: 'secret-customer-key',
  theme: 'secrets',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A secret is encrypted with a key of your own',
  threat: 'The right to read the secret is all that an attacker needs: no key stands before it whose policy you write, whose use you see by itself, and which you '
    + 'could take away at once.',
  remedy: 'Set encryptionKey: new kms.Key(this, \'SecretKey\', { enableKeyRotation: true }); grantRead then lets the reader decrypt too.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'cdk-nag:SecretsManagerUsingKMSKey', 'checkov:CKV_AWS_149', 'trivy:AWS-0098', 'cfn_nag:W77', 'guard:SECRETSMANAGER_USING_CMK', 'kics:c8ae9ba9-c2f7-4e5c-b32e-a4b7712d4d22',
    'kics:bed9762b-9bf6-4823-98e2-b1752bee0bf7',
  ],
  target: 'AWS::SecretsManager::Secret',
  check: secret => {
    const keyed = isCustomerKey(secret.get('KmsKeyId'));
    const property = 'KmsKeyId';
    // Some write the alias without its first word, which Secrets Manager does not take.
    if (keyed === 'yes' && patternOf(secret.get(property)) !== 'aws/secretsmanager') return undefined;
    if (keyed === 'undecided') return undecided(secret, 'only the deployment knows whether a key of your own encrypts the secret', { property });
    return noncompliant(secret, 'the secret is encrypted with the key that AWS manages', { property });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The policy of the new key lets every principal of the account use it through Secrets Manager, as that of the key of AWS does, so that readers need no '
      + 'new right; but a permissions boundary or a policy of the organisation that names keys may refuse them, and the key costs a dollar a month.',
    repair: ({ subject }) => {
      const secret = subject as Resource;
      return { level: FixLevel.STRICT, patches: [new SetProperty(secret, 'KmsKeyId', new Link(keyFor(secret, 'secretsmanager'), 'Arn'))] };
    },
  },
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login', { encryptionKey: new kms.Key(stack, 'Key') });
    }),
    compliant('a key by its alias, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Login', { type: 'AWS::SecretsManager::Secret', properties: { KmsKeyId: 'alias/orders' } });
    }),
    compliant('whichever key the deployment names', ({ stack, cdk, secretsmanager }) => {
      new secretsmanager.CfnSecret(stack, 'Login', { kmsKeyId: new cdk.CfnParameter(stack, 'Key').valueAsString });
    }),
    noncompliantExample('nothing said', ({ stack, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').grantRead(someFunction());
    }),
    noncompliantExample('the key that AWS manages, by an override', ({ stack, secretsmanager }) => {
      new secretsmanager.CfnSecret(stack, 'Login').addPropertyOverride('KmsKeyId', 'alias/aws/secretsmanager');
    }),
    undecidedExample('a key in one branch of a condition', ({ stack, cdk, secretsmanager }) => {
      new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Keyed'), 'yes') });
      new secretsmanager.CfnSecret(stack, 'Login').addPropertyOverride('KmsKeyId', cdk.Fn.conditionIf('IsKeyed', 'alias/orders', cdk.Aws.NO_VALUE));
    }),
  ],
};
