import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const INVOCATIONS = ['lambda:invokefunction', 'lambda:invokefunctionurl'];

/** Permissions let others call a function, and nothing else. */
export const lambdaPermissionInvokeOnly: Rule = {
  id: 'lambda-permission-invoke-only',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A permission lets its principal call the function, and nothing else',
  threat: 'Whoever holds the permission does more than call: reads the function\'s code and environment, or replaces them, and so acts with its role.',
  remedy: 'Set action: \'lambda:InvokeFunction\' (or \'lambda:InvokeFunctionUrl\' for a function URL); give other rights to a role, by an identity policy.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['cfn_nag:W24', 'guard:LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION', 'kics:9b83114b-b2a1-4534-990d-06da015e47aa'],
  target: 'AWS::Lambda::Permission',
  check: permission => {
    const action = permission.get('Action');
    return mustBe(permission, 'Action', known => INVOCATIONS.includes(String(known).toLowerCase()),
      `${typeof action === 'string' ? action : 'the permission'} allows more than to call the function`);
  },
  // No fix: a principal that uses the other actions would be refused, and one that only calls may be missing the action for it.
  examples: [
    compliant('what the CDK makes', ({ stack, sns, subscriptions, lambda, someFunction }) => {
      const fn = someFunction();
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
      fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    noncompliantExample('another action', ({ iam, someFunction }) => {
      someFunction().addPermission('Deployer', { principal: new iam.AccountPrincipal('111122223333'), action: 'lambda:UpdateFunctionCode' });
    }),
    noncompliantExample('every action, in a raw resource', ({ stack, cdk, someFunction }) => {
      const properties = { FunctionName: someFunction().functionName, Action: 'lambda:*', Principal: '111122223333' };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const action = new cdk.CfnParameter(stack, 'Action');
      someFunction().addPermission('Account', { principal: new iam.AccountPrincipal('111122223333'), action: action.valueAsString });
    }),
  ],
};
