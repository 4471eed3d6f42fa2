import { principalsOf } from '../../iam/trust';
import { allows, documentAt, Statement as PolicyStatement } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../../model/value';
import { anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const TRUST = 'AssumeRolePolicyDocument';

/** Roles for other accounts ask for more than the account's number. */
export const iamRoleTrustExternalId: Rule = {
  id: 'iam-role-trust-external-id',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A role for another account asks for an external id, a second factor or an organisation',
  threat: 'A service of another company acts for all of its customers with one account: whoever tells it this role\'s ARN has it work on what is not theirs '
    + '(the confused deputy). And in an account of one\'s own, every identity with sts:AssumeRole may take the role.',
  remedy: 'Set externalIds: [id] on the principal of the role, with the id that the other side gave you; for people, a condition on '
    + 'aws:MultiFactorAuthPresent; for accounts of one\'s own, on aws:PrincipalOrgID.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://cwe.mitre.org/data/definitions/441.html',
  ],
  // Trust that names nobody is reported by iam-role-trust-scoped.
  covers: ['kics:85138beb-ce7c-4ca3-a09f-e8fbcc57ddd7', 'checkov:CKV_AWS_61'],
  target: 'AWS::IAM::Role',
  *check(role) {
    for (const { statements } of documentAt(role, TRUST)) {
      for (const statement of statements.filter(allows)) {
        const accounts = foreignAccounts(statement, role);
        if (accounts.length === 0) continue;
        const more = asksForMore(statement.condition);
        const details = { property: `${TRUST}.Statement.${statement.index}`, detail: accounts.join(',') };
        if (more === 'yes') continue;
        if (more === 'undecided' || !statement.certain) yield undecided(role, 'only the deployment knows what the role asks of the other account', details);
        else yield noncompliant(role, `the role asks account ${accounts.join(' and ')} for neither an external id nor a second factor`, details);
      }
    }
  },
  // No fix: the external id is agreed on with the other side.
  examples: [
    compliant('an external id', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333'), externalIds: ['orders-4711'] });
    }),
    compliant('a second factor', ({ stack, iam }) => {
      const assumedBy = new iam.AccountPrincipal('111122223333').withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
      new iam.Role(stack, 'Role', { assumedBy });
    }),
    compliant('the account of the stack itself', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    }),
    compliant('a service', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    }),
    noncompliantExample('another account, and nothing asked', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333') });
    }),
    noncompliantExample('an empty external id, in a raw role whose trust is a text', ({ stack, cdk }) => {
      const Statement = {
        Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': '' } },
      };
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: JSON.stringify({ Statement }) } });
    }),
    noncompliantExample('the external id taken away by an override', ({ stack, iam }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333'), externalIds: ['orders-4711'] });
      (role.node.defaultChild as import('aws-cdk-lib/aws-iam').CfnRole).addPropertyDeletionOverride(`${TRUST}.Statement.0.Condition`);
    }),
    undecidedExample('an external id that a condition decides', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsAsked', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Asked').valueAsString, 'yes') });
      const Condition = cdk.Fn.conditionIf('IsAsked', { StringEquals: { 'sts:ExternalId': 'orders-4711' } }, cdk.Aws.NO_VALUE);
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Condition }];
      new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement } });
    }),
  ],
};

/** The accounts that a statement names by their numbers, without that of the stack. */
function foreignAccounts(statement: PolicyStatement, role: Resource): readonly string[] {
  const numbers = principalsOf(statement.principal, 'AWS').map(principal => /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(patternOf(principal) ?? '')?.[1]);
  return [...new Set(numbers.filter(one => one !== undefined && one !== role.template.environment.account))] as string[];
}

const ASKED = ['sts:externalid', 'aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalarn'];

function asksForMore(condition: Value): Answer {
  return anyOf(alternativesOf(condition).length > 1 ? ['undecided'] : [asked(condition)]);
}

/** Whether a condition asks for something that another account does not have by itself; an empty text or a refused factor is nothing. */
function asked(condition: Value): Answer {
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  return anyOf(Object.values(condition).flatMap(keys => (isMap(keys) ? Object.keys(keys) : []).filter(key => ASKED.includes(key.toLowerCase()))
    .flatMap(key => valuesOf(entryOf(keys, key)).map(value => (isOpen(value) ? 'yes' : ask(value, known => known !== '' && booleanOf(known as Value) !== false))))));
}
