import { isEveryAction, isEveryActionOfService, makesAdmin } from '../../iam/admin';
import { expansionOf } from '../../iam/expansion';
import { Grant, grantedBy } from '../../iam/granted';
import { IDENTITY_POLICY_TYPES, membersOf } from '../../model/policy';
import { patternOf, Text, Unknown, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * No identity policy allows all that a service can do.
 *
 * `*` on a bounded resource is a wildcard of every service, and a finding of this rule; on every resource it belongs to
 * iam-policy-no-admin alone.
 */
export const iamPolicyNoServiceWildcard: Rule = {
  id: 'iam-policy-no-service-wildcard',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'No policy allows every action of a service',
  threat: 'Code that should read one item can also delete the table, open it to others, or switch its backups and its logging off.',
  remedy: 'Name the actions that the code calls, or use the grant method that fits (bucket.grantRead(fn), table.grantReadWriteData(fn)).',
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:IAMPolicyNoStatementsWithFullAccess', 'cdk-nag:LambdaStarPermissions', 'cfn_nag:F3', 'cfn_nag:F4',
    'cfn_nag:F5', 'checkov:CKV_AWS_63', 'guard:IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS', 'guard:IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS',
    'guard:IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS', 'securityhub:IAM.21', 'serverless-rules:WS1003', 'trivy:AWS-0114', 'trivy:AWS-0120',
    'trivy:AWS-0345', 'cfripper:IAMRoleWildcardActionOnPolicyRule', 'cfripper:GenericResourceWildcardPolicyRule',
    'kics:a0ae0a4e-712b-4115-8112-51b9eeed9d69',
  ],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    const { grants, open } = grantedBy(holder, app);
    const seen = new Set<string>();
    for (const grant of grants) {
      for (const { value, certain } of membersOf(grant.statement.actions)) {
        const found = foundIn(holder, grant, value, certain);
        // A policy may say the same in several statements; the first of them stands for all.
        if (found === undefined || seen.has(found.verdict + found.detail?.toLowerCase())) continue;
        seen.add(found.verdict + found.detail?.toLowerCase());
        yield found;
      }
    }
    for (const property of open) yield undecided(holder, `what ${property} allows is only known at deployment`, { property });
  },
  // No fix: listing all that the wildcard matches today takes nothing away from an attacker, and the list of a large service
  // passes the 6,144 characters that a managed policy may have. Only the author knows which actions the code needs.
  examples: [
    compliant('actions by name, and a partial wildcard of a grant', ({ stack, s3, someFunction }) => {
      new s3.Bucket(stack, 'Uploads').grantRead(someFunction());
    }),
    compliant('a bucket policy that denies, made by the CDK', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Uploads', { enforceSSL: true });
    }),
    noncompliantExample('all of DynamoDB, on one table', ({ stack, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.grantFullAccess(someFunction());
    }),
    noncompliantExample('in another case, inline in a role', ({ stack, iam }) => {
      const statement = new iam.PolicyStatement({ actions: ['SQS:*'], resources: ['*'] });
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { queues: new iam.PolicyDocument({ statements: [statement] }) },
      });
    }),
    noncompliantExample('every action, on one bucket', ({ stack, cdk }) => {
      const statement = { Effect: 'Allow', Action: ['*'], Resource: 'arn:aws:s3:::uploads/*' };
      new cdk.CfnResource(stack, 'Policy', {
        type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Version: '2012-10-17', Statement: statement } },
      });
    }),
    undecidedExample('the action is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const action = new cdk.CfnParameter(stack, 'Action');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: [action.valueAsString], resources: ['arn:aws:s3:::uploads/*'] }));
    }),
  ],
};

/** All actions of these services are what the agent of Systems Manager needs; the CDK's bastion host grants them so. */
const AGENT_SERVICES = /^(ec2messages|ssmmessages):/i;

function foundIn(holder: Found['subject'], grant: Grant, action: Value, certain: boolean): Found | undefined {
  const { property } = grant;
  if (action instanceof Unknown) return undecided(holder, `an action of ${property} is only known at deployment`, { property });
  const written = patternOf(action) ?? '';
  if (AGENT_SERVICES.test(written)) return undefined;
  const isWildcardOfAll = isEveryAction(action) === 'yes';
  const isCertain = certain && grant.certain;
  const admin = isWildcardOfAll ? makesAdmin(grant) : 'no';
  // What makes an administrator is said by iam-policy-no-admin; that `*` is a wildcard may be certain even if that is not.
  if (admin === 'yes' || (admin === 'undecided' && !isCertain) || !(isWildcardOfAll || isEveryActionOfService(written))) return undefined;
  const expansion = action instanceof Text ? undefined : expansionOf(written);
  const message = `\`${written}\` is ${expansion ?? 'every action of a service'}`;
  return isCertain ? noncompliant(holder, message, { property, detail: written })
    : undecided(holder, `${message}; whether the policy allows it is only known at deployment`, { property, detail: written });
}
