import { makesAdmin } from '../../iam/admin';
import { grantedBy } from '../../iam/granted';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * No identity policy makes an administrator.
 *
 * The managed policy AdministratorAccess says the same and is a matter of iam-role-no-administrator-access. A condition on who
 * calls, from where or when leaves the caller as powerful as before; one on a tag of the resource or on a key of one service
 * does not, and what is left is a wildcard of every service (iam-policy-no-service-wildcard). `NotAction` and `NotResource`
 * are questions of their own.
 */
export const iamPolicyNoAdmin: Rule = {
  id: 'iam-policy-no-admin',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No policy allows every action on every resource',
  threat: 'Whoever gets code to run under the role owns the account: reads every store, deletes every backup, makes users of their own.',
  remedy: 'Name the actions and the resources: use the grant methods (table.grantReadData(fn)), or addToRolePolicy with actions and ARNs.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/250.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:IAMPolicyNoStatementsWithAdminAccess', 'cdk-nag:IAMPolicyNoStatementsWithFullAccess',
    'cdk-nag:LambdaStarPermissions', 'cfn_nag:F3', 'cfn_nag:F4', 'cfn_nag:F5', 'checkov:CKV_AWS_62', 'checkov:CKV_AWS_63',
    'guard:IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS', 'guard:IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS',
    'guard:IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS', 'guard:IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS',
    'kics:953b3cdb-ce13-428a-aa12-318726506661', 'kics:a0ae0a4e-712b-4115-8112-51b9eeed9d69', 'kics:f62aa827-4ade-4dc4-89e4-1433d384a368',
    'securityhub:IAM.1', 'serverless-rules:WS1003', 'cfripper:IAMRolesOverprivilegedRule', 'cfripper:WildcardResourceRule', 'checkov:CKV_AWS_107',
    'checkov:CKV_AWS_108', 'kics:022f8938-4b17-420c-aca3-f917f290f322', 'checkov:CKV_AWS_109', 'checkov:CKV_AWS_111', 'cfripper:IAMRoleWildcardActionOnPolicyRule',
    'cfripper:GenericResourceWildcardPolicyRule', 'cfripper:PrivilegeEscalationRule', 'checkov:CKV_AWS_110',
    // Whether a policy is for every resource, or has a wildcard at all: this is the widest there is, and no other rule reports it.
    'cfn_nag:F38', 'cfn_nag:F39', 'cfn_nag:F40', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE',
    'trivy:AWS-0057', 'trivy:AWS-0114', 'trivy:AWS-0120', 'trivy:AWS-0345',
  ],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    const { grants, open } = grantedBy(holder, app);
    for (const grant of grants) {
      const answer = makesAdmin(grant);
      if (answer === 'yes') yield noncompliant(holder, 'the policy allows every action on every resource', { property: grant.property });
      if (answer === 'undecided') yield undecided(holder, 'whether the policy allows every action on every resource is only known at deployment', { property: grant.property });
    }
    for (const property of open) yield undecided(holder, `what ${property} allows is only known at deployment`, { property });
  },
  // No fix: only its author knows which actions the code needs.
  examples: [
    compliant('actions on one table, by a grant', ({ stack, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.grantReadData(someFunction());
    }),
    compliant('everything denied', ({ stack, iam }) => {
      new iam.ManagedPolicy(stack, 'Suspended', { statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })] });
    }),
    compliant('a permissions boundary, which allows nothing by itself', ({ stack, iam }) => {
      const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary: boundary });
    }),
    compliant('a key policy, where * means this key', ({ stack, kms }) => {
      new kms.Key(stack, 'Key');
    }),
    noncompliantExample('every action on every resource, added to a function', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
    }),
    noncompliantExample('in a list, under a condition on the caller', ({ stack, iam }) => {
      new iam.User(stack, 'Operator').addToPolicy(new iam.PolicyStatement({
        actions: ['s3:GetObject', '*'], resources: ['*'], conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }));
    }),
    noncompliantExample('in a raw resource, as JSON', ({ stack, cdk }) => {
      const document = JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::Policy', properties: { PolicyName: 'all', PolicyDocument: document, Roles: ['jobs'] } });
    }),
    undecidedExample('the resource is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const scope = new cdk.CfnParameter(stack, 'Scope');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: [scope.valueAsString] }));
    }),
  ],
};
