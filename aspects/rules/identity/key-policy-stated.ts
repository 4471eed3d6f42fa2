import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Keys say for themselves who may use them. */
export const keyPolicyStated: Rule = {
  id: 'key-policy-stated',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A key says who may use it and who may rule over it',
  threat: 'A key without a policy gets one that leaves everything to the policies of the account: one careless wildcard anywhere, and whoever it is for '
    + 'decrypts, or has the key deleted with all that it locks.',
  remedy: 'State a policy that names who rules over the key and who uses it; kms.Key writes one by itself, and grants add to it.',
  links: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // Whom a policy that is stated lets in is asked by key-policy-no-public.
  covers: ['kics:da905474-7454-43c0-b8d2-5756ab951aba'],
  target: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  check: (key: Resource) => mustBeGiven(key, 'KeyPolicy', 'the key has no policy of its own: the policies of the account alone say who may use it'),
  // No fix: who is to be named only the owner knows; a policy that names nobody else locks everybody out.
  examples: [
    compliant('what the CDK writes', ({ stack, kms }) => {
      new kms.Key(stack, 'Key');
    }),
    noncompliantExample('nothing said', ({ stack, kms }) => {
      new kms.CfnKey(stack, 'Key');
    }),
    noncompliantExample('taken away by an override', ({ stack, kms }) => {
      (new kms.Key(stack, 'Key').node.defaultChild as import('aws-cdk-lib/aws-kms').CfnKey).addPropertyDeletionOverride('KeyPolicy');
    }),
    noncompliantExample('nothing said in a raw replica', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::KMS::ReplicaKey', properties: { PrimaryKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1' } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, kms }) => {
      new cdk.CfnCondition(stack, 'IsStated', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stated').valueAsString, 'yes') });
      new kms.CfnKey(stack, 'Key').addPropertyOverride('KeyPolicy', cdk.Fn.conditionIf('IsStated', { Statement: [] }, cdk.Aws.NO_VALUE));
    }),
  ],
};
