import { publicPermission } from '../../lambda/public-permission';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A permission that its source bounds says who calls, too. One that nothing bounds is lambda-permission-no-public-principal. */
export const lambdaPermissionPrincipalNamed: Rule = {
  id: 'lambda-permission-principal-named',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A permission names its principal, also where its source is bound',
  threat: 'The source alone stands between the function and everybody: it goes, or is widened, with one careless change, and nothing else in the permission says '
    + 'who was meant.',
  remedy: 'Name the service (new ServicePrincipal(\'s3.amazonaws.com\')) or the account beside sourceArn or sourceAccount, in place of *.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  // cdk-nag and Guard take a source for an answer.
  covers: ['cfn_nag:F13', 'kics:1d6e16f1-5d8a-4379-bfb3-2dadd38ed5a7', 'guard:LAMBDA_NO_WILDCARD_PRINCIPAL', 'guard:LAMBDA_NO_WILDCARD_PRINCIPALS'],
  target: 'AWS::Lambda::Permission',
  check: (permission, app) => {
    const said = publicPermission(permission, app);
    // An organisation has no other way to be let in than by `*`.
    if (said === undefined || said.bound !== 'yes' || isGiven(permission.get('PrincipalOrgID')) !== 'no') return undefined;
    return said.everybody === 'yes' ? noncompliant(permission, 'the permission names nobody: only its source keeps everybody else out', { property: 'Principal' })
      : undecided(permission, 'only the deployment knows whether the permission names anybody', { property: 'Principal' });
  },
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('a service with its source', ({ cdk, iam, someFunction }) => {
      someFunction().addPermission('Rule', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceAccount: cdk.Aws.ACCOUNT_ID });
    }),
    compliant('everybody of an organisation', ({ iam, someFunction }) => {
      someFunction().addPermission('Organisation', { principal: new iam.OrganizationPrincipal('o-a1b2c3d4e5') });
    }),
    compliant('everybody without a bound, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addPermission('Everybody', { principal: new iam.ArnPrincipal('*') });
    }),
    noncompliantExample('everybody, but only for one bucket', ({ stack, lambda, someFunction }) => {
      const functionName = someFunction().functionName;
      new lambda.CfnPermission(stack, 'Permission', { functionName, action: 'lambda:InvokeFunction', principal: '*', sourceArn: 'arn:aws:s3:::uploads' });
    }),
    noncompliantExample('everybody, but only for one account, in a raw resource', ({ stack, cdk, someFunction }) => {
      const properties = { FunctionName: someFunction().functionName, Action: 'lambda:InvokeFunction', Principal: '*', SourceAccount: '111122223333' };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
    undecidedExample('a condition decides between everybody and one service', ({ stack, cdk, lambda, someFunction }) => {
      const named = new cdk.CfnParameter(stack, 'Named');
      new cdk.CfnCondition(stack, 'IsNamed', { expression: cdk.Fn.conditionEquals(named.valueAsString, 'yes') });
      const principal = cdk.Fn.conditionIf('IsNamed', 's3.amazonaws.com', '*').toString();
      const source = { sourceArn: 'arn:aws:s3:::uploads', sourceAccount: '111122223333' };
      new lambda.CfnPermission(stack, 'Permission', { functionName: someFunction().functionName, action: 'lambda:InvokeFunction', principal, ...source });
    }),
  ],
};
