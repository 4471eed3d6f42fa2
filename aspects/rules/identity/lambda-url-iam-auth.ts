import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Function URLs ask their callers who they are. */
export const lambdaUrlIamAuth: Rule = {
  id: 'lambda-url-iam-auth',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'A function URL lets IAM decide who may call it',
  threat: 'Anybody on the internet runs the function, with input of their choice and at its owner\'s expense; nothing but the handler stands between them '
    + 'and what its role may do.',
  remedy: 'Set authType: FunctionUrlAuthType.AWS_IAM and grantInvokeUrl to the callers; browsers reach it through CloudFront with an origin access control, '
    + 'or through an API with an authorizer. Acknowledge a webhook that checks signatures itself, with the reason.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    'https://cwe.mitre.org/data/definitions/306.html',
  ],
  covers: ['cdk-nag:LambdaFunctionUrlAuth', 'checkov:CKV_AWS_258', 'controltower:CT.LAMBDA.PV.1'],
  target: 'AWS::Lambda::Url',
  check: url => mustBe(url, 'AuthType', type => type === 'AWS_IAM', 'anybody may call the function through its URL'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Callers that do not sign their requests are refused from then on; the URL itself stays the same.',
    repair: ({ subject }) => ({ level: FixLevel.STRICT, patches: [new SetProperty(subject as Resource, 'AuthType', 'AWS_IAM')] }),
  },
  examples: [
    compliant('IAM decides', ({ lambda, someFunction }) => {
      someFunction().addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
    }),
    compliant('what the L2 sets by default', ({ someFunction }) => {
      someFunction().addFunctionUrl();
    }),
    noncompliantExample('open to everybody', ({ lambda, someFunction }) => {
      someFunction().addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    noncompliantExample('opened by an override', ({ lambda, someFunction }) => {
      const url = someFunction().addFunctionUrl();
      (url.node.defaultChild as InstanceType<typeof lambda.CfnUrl>).addPropertyOverride('AuthType', 'NONE');
    }),
    noncompliantExample('a raw resource that says nothing', ({ stack, cdk, someFunction }) => {
      new cdk.CfnResource(stack, 'Url', { type: 'AWS::Lambda::Url', properties: { TargetFunctionArn: someFunction().functionArn } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const type = new cdk.CfnParameter(stack, 'AuthType', { allowedValues: ['NONE', 'AWS_IAM'] });
      new lambda.CfnUrl(stack, 'Url', { targetFunctionArn: someFunction().functionArn, authType: type.valueAsString });
    }),
  ],
};
