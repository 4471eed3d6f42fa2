import { isEveryAction, makesAdmin } from '../../iam/admin';
import { broadResources, isAbout } from '../../iam/broad-resources';
import { conditionBoundsResources, Grant, grantedBy } from '../../iam/granted';
import { actionMatches, IDENTITY_POLICY_TYPES, membersOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isOpen, patternOf, Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * No identity policy allows decryption with every key.
 *
 * A key's own policy is another matter: there, `*` means this key. A condition on a key of KMS bounds what may be
 * decrypted: through which service (`kms:ViaService`), for which encryption context, under which alias.
 */
export const kmsDecryptScoped: Rule = {
  id: 'kms-decrypt-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy allows decryption with named keys only',
  threat: 'A copy of any encrypted backup, object or secret of the account is as good as the plain text: the role decrypts them all, also those of other applications.',
  remedy: 'Name the ARN of the key, use key.grantDecrypt(fn), or bound the statement by kms:ViaService or kms:ResourceAliases.',
  links: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-2',
    'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: ['guard:IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS', 'guard:IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS', 'securityhub:KMS.1', 'securityhub:KMS.2'],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    for (const grant of grantedBy(holder, app).grants) {
      const found = foundIn(holder, grant);
      if (found !== undefined) yield found;
    }
  },
  // No fix: only its author knows which keys encrypt what the code reads.
  examples: [
    compliant('one key, by a grant', ({ stack, kms, someFunction }) => {
      new kms.Key(stack, 'Key').grantDecrypt(someFunction());
    }),
    compliant('the policy of a key, where * means this key', ({ stack, kms, iam }) => {
      new kms.Key(stack, 'Key').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], actions: ['kms:Decrypt'], resources: ['*'],
      }));
    }),
    compliant('through one service only', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['kms:Decrypt'], resources: ['*'], conditions: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
      }));
    }),
    noncompliantExample('every key', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] }));
    }),
    noncompliantExample('every key of the account, by a wildcard', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: 'kms:De*', Resource: { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/*' } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
    undecidedExample('the key is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const key = new cdk.CfnParameter(stack, 'KeyArn');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.valueAsString] }));
    }),
  ],
};

/** What turns cipher text to plain text, or to cipher text of another key. */
const DECRYPTIONS = ['kms:Decrypt', 'kms:ReEncryptFrom'];

function foundIn(holder: Resource, grant: Grant): Found | undefined {
  const { statement, property } = grant;
  const broad = broadResources(statement).filter(one => isAbout(one, 'kms'));
  if (broad.length === 0 || conditionBoundsResources(statement.condition)) return undefined;
  // `*` on `*` is said by iam-policy-no-admin.
  const members = membersOf(statement.actions).filter(({ value }) => isEveryAction(value) !== 'yes' || makesAdmin(grant) === 'no');
  const decrypting = members.filter(({ value }) => value instanceof Unknown || DECRYPTIONS.some(action => actionMatches(patternOf(value) ?? '', action)));
  // What is only known at deployment altogether is said by iam-policy-resources-scoped.
  if (decrypting.every(({ value }) => value instanceof Unknown)) return undefined;
  const named = decrypting.find(({ value, certain }) => certain && !isOpen(value));
  const written = patternOf((named ?? decrypting.find(({ value }) => !(value instanceof Unknown))!).value);
  const message = `\`${written}\` on \`${broad[0].written}\` decrypts with every key`;
  return named !== undefined && grant.certain && broad.some(({ certain }) => certain) ? noncompliant(holder, message, { property })
    : undecided(holder, `${message}; whether the policy allows it is only known at deployment`, { property });
}
