import { publicPermission, saysEverybody } from '../../lambda/public-permission';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** No permission is for everybody. One for `*` whose source keeps strangers out is lambda-permission-principal-named. */
export const lambdaPermissionNoPublicPrincipal: Rule = {
  id: 'lambda-permission-no-public-principal',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No permission lets every AWS account call a function or read a layer',
  threat: 'Anybody with an AWS account calls the function by its ARN, which is no secret, with an event of their making that looks like any trigger\'s; of a '
    + 'layer they download the code.',
  remedy: 'Name the principal: an account, a role, or a service with its sourceArn; for a whole organisation keep the * and set organizationId (principalOrgID).',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: [
    'cdk-nag:LambdaFunctionPublicAccessProhibited', 'cfn_nag:F13', 'kics:1d6e16f1-5d8a-4379-bfb3-2dadd38ed5a7',
    'guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED', 'securityhub:Lambda.1', 'checkov:CKV_AWS_301', 'guard:LAMBDA_NO_WILDCARD_PRINCIPAL', 'guard:LAMBDA_NO_WILDCARD_PRINCIPALS',
  ],
  target: ['AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission'],
  check: (permission: Resource, app: AppModel) => (permission.type === 'AWS::Lambda::Permission' ? ofFunction(permission, app) : ofLayer(permission)),
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account, and a service with its source', ({ cdk, iam, someFunction }) => {
      const fn = someFunction();
      fn.addPermission('Account', { principal: new iam.AccountPrincipal('111122223333') });
      fn.addPermission('Rule', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceAccount: cdk.Aws.ACCOUNT_ID });
    }),
    compliant('everybody of an organisation', ({ iam, someFunction }) => {
      someFunction().addPermission('Organisation', { principal: new iam.OrganizationPrincipal('o-a1b2c3d4e5') });
    }),
    compliant('everybody, but only for one bucket: another rule asks for the name of the service', ({ stack, lambda, someFunction }) => {
      const functionName = someFunction().functionName;
      new lambda.CfnPermission(stack, 'Permission', { functionName, action: 'lambda:InvokeFunction', principal: '*', sourceArn: 'arn:aws:s3:::uploads' });
    }),
    compliant('an open function URL, which is a finding itself', ({ lambda, someFunction }) => {
      someFunction().addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    noncompliantExample('everybody', ({ iam, someFunction }) => {
      someFunction().addPermission('Everybody', { principal: new iam.ArnPrincipal('*') });
    }),
    noncompliantExample('everybody, for a source account that is a wildcard', ({ stack, cdk, someFunction }) => {
      const properties = { FunctionName: someFunction().functionName, Action: 'lambda:InvokeFunction', Principal: '*', SourceAccount: '*' };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
    noncompliantExample('every signed caller of a function URL', ({ stack, lambda, someFunction }) => {
      const functionName = someFunction().functionArn;
      new lambda.CfnPermission(stack, 'Permission', { functionName, action: 'lambda:InvokeFunctionUrl', principal: '*', functionUrlAuthType: 'AWS_IAM' });
    }),
    noncompliantExample('a layer for everybody', ({ stack, lambda }) => {
      new lambda.CfnLayerVersionPermission(stack, 'Permission', {
        layerVersionArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:1', action: 'lambda:GetLayerVersion', principal: '*',
      });
    }),
    undecidedExample('a condition decides between everybody and one account', ({ stack, cdk, lambda, someFunction }) => {
      const open = new cdk.CfnParameter(stack, 'Open');
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(open.valueAsString, 'yes') });
      const principal = cdk.Fn.conditionIf('IsOpen', '*', '111122223333').toString();
      new lambda.CfnPermission(stack, 'Permission', { functionName: someFunction().functionName, action: 'lambda:InvokeFunction', principal });
    }),
  ],
};

function ofFunction(permission: Resource, app: AppModel): Found | undefined {
  const said = publicPermission(permission, app);
  if (said === undefined || said.bound === 'yes') return undefined;
  return judged(permission, said.everybody, said.bound, 'anybody with an AWS account may call the function');
}

function ofLayer(permission: Resource): Found | undefined {
  const everybody = saysEverybody(permission);
  const bound = isGiven(permission.get('OrganizationId'));
  if (everybody === 'no' || bound === 'yes') return undefined;
  const found = judged(permission, everybody, bound, 'anybody with an AWS account may download the layer');
  return { ...found, severity: Severity.HIGH };
}

function judged(permission: Resource, everybody: Answer, bound: Answer, wrong: string): Found {
  const details = { property: 'Principal' };
  return everybody === 'yes' && bound === 'no' ? noncompliant(permission, wrong, details) : undecided(permission, 'only the deployment knows whether everybody is allowed', details);
}
