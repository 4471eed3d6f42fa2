import { allowsAll, awsManagedPolicy } from '../../lambda/managed-policies';
import { membersOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { patternOf, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Nobody is given all that a service can do by a managed policy.
 *
 * AdministratorAccess is iam-role-no-administrator-access; smaller policies that AWS manages are iam-role-no-aws-managed-policy.
 */
export const iamRoleNoFullAccessPolicy: Rule = {
  id: 'iam-role-no-full-access-policy',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'Nobody has a managed policy of all that a service can do',
  threat: 'Whoever gets code to run under the role may delete every bucket or table of the account, read what other applications keep in them, and open them to strangers: '
    + 'a policy of full access includes the actions that change who may come in.',
  remedy: 'Remove the …FullAccess policy from managedPolicies, and grant what the code calls on named resources (bucket.grantRead(fn), table.grantReadWriteData(fn)).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['cdk-nag:IAMNoManagedPolicies', 'cfn_nag:W44', 'guard:IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE'],
  target: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'],
  *check(principal: Resource) {
    for (const { value, certain } of membersOf(valuesOf(principal.get('ManagedPolicyArns')))) {
      const name = awsManagedPolicy(patternOf(value) ?? '');
      if (name === undefined || !allowsAll(name)) continue;
      const details = { property: 'ManagedPolicyArns', detail: name };
      const message = `the managed policy ${name} is for all that its service can do, on every resource`;
      yield certain ? noncompliant(principal, message, details)
        : undecided(principal, `${message}; whether it is attached is only known at deployment`, details);
    }
  },
  // No fix: only its author knows which actions the code needs.
  examples: [
    compliant('a grant on one bucket', ({ stack, s3, someFunction }) => {
      new s3.Bucket(stack, 'Uploads').grantReadWrite(someFunction());
    }),
    compliant('managed policies of less, and of an administrator, which other rules are about', ({ stack, iam }) => {
      const names = ['AmazonS3ReadOnlyAccess', 'AmazonAPIGatewayInvokeFullAccess', 'AWSServiceCatalogAdminReadOnlyAccess', 'AmazonElasticFileSystemClientFullAccess', 'service-role/AWSLambdaBasicExecutionRole', 'AdministratorAccess'];
      const managedPolicies = names.map(name => iam.ManagedPolicy.fromAwsManagedPolicyName(name));
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies });
    }),
    compliant('a policy of one\'s own with such a name', ({ stack, cdk }) => {
      const ManagedPolicyArns = ['arn:aws:iam::111122223333:policy/OrdersFullAccess'];
      new cdk.CfnResource(stack, 'Operators', { type: 'AWS::IAM::Group', properties: { ManagedPolicyArns } });
    }),
    noncompliantExample('all of a service, for a user', ({ stack, iam }) => {
      new iam.User(stack, 'Operator', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess')] });
    }),
    noncompliantExample('all of a service, under the name of less', ({ stack, iam }) => {
      new iam.Group(stack, 'Operators', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('SecretsManagerReadWrite')] });
    }),
    noncompliantExample('all but IAM, by its ARN, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const ManagedPolicyArns = ['arn:aws:iam::aws:policy/PowerUserAccess'];
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement }, ManagedPolicyArns } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk }) => {
      new cdk.CfnCondition(stack, 'IsTrusted', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Trusted').valueAsString, 'yes') });
      const policy = cdk.Fn.conditionIf('IsTrusted', 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess', cdk.Aws.NO_VALUE);
      new cdk.CfnResource(stack, 'User', { type: 'AWS::IAM::User', properties: { ManagedPolicyArns: [policy] } });
    }),
  ],
};
