import { AppModel } from '../../model/app-model';
import { elementsOf, TemplateElement } from '../../model/element';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { holdsSecret, isNotEchoed, secretPropertyOf } from '../../secrets/secret-parameters';
import { Severity } from '../../severity';

/** CloudFormation shows no parameter that holds a secret. */
export const cfnParameterNoEcho: Rule = {
  id: 'cfn-parameter-no-echo',
  theme: 'secrets',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A parameter that holds a secret is not echoed',
  threat: 'Everybody who may call DescribeStacks, or open the stack in the console, reads the password in plain text.',
  remedy: 'Set noEcho: true on the parameter; better, leave the parameter out and refer to a secret (SecretValue.secretsManager), which CloudFormation never holds.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/549.html',
  ],
  // Those beside cfn-lint ask for a password that is neither written nor echoed, and report the resource that takes it.
  covers: [
    'cfn-lint:W2501', 'cfn_nag:F23', 'cfn_nag:F34', 'cfn_nag:F51', 'cfn_nag:F66', 'cfn_nag:F68', 'guard:IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD',
    'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD', 'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD',
    'guard:IAM_USER_LOGIN_PROFILE_USES_SECURE_SERVICE', 'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE',
    'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE',
  ],
  target: 'app',
  check: app => app.templates.flatMap(template => elementsOf(template, 'Parameters').flatMap(parameter => echoed(parameter, app) ?? [])),
  // No fix: it would be as harmless as can be, but patches change resources, and a parameter is none.
  examples: [
    compliant('a password that is not echoed, and what is no secret', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'DbPassword', { noEcho: true });
      new cdk.CfnParameter(stack, 'PasswordLength', { type: 'Number' });
      new cdk.CfnParameter(stack, 'TokenSecretArn');
      new cdk.CfnParameter(stack, 'Password', { type: 'AWS::SSM::Parameter::Value<String>' });
      new cdk.CfnParameter(stack, 'ApiKey', { description: 'Name of the secret that holds the key' });
    }),
    compliant('written as a string', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'Password', { noEcho: 'true' as unknown as boolean });
    }),
    noncompliantExample('a password, nothing said', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'DbPassword');
    }),
    noncompliantExample('a neutral name, and a property that is a password', ({ stack, cdk, iam }) => {
      const start = new cdk.CfnParameter(stack, 'Start', { minLength: 12 });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: start.valueAsString } });
    }),
    noncompliantExample('told to echo, as a string', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'GitHubToken', { noEcho: 'false' as unknown as boolean });
    }),
    undecidedExample('told by something that cannot be read', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'Password', { noEcho: new cdk.CfnParameter(stack, 'Hidden').value as unknown as boolean });
    }),
  ],
};

function echoed(parameter: TemplateElement, app: AppModel): Found | undefined {
  const hidden = isNotEchoed(parameter);
  if (hidden === true) return undefined;
  const why = holdsSecret(parameter, app);
  if (why === undefined) return undefined;
  const related = secretPropertyOf(parameter, app);
  const details = { property: 'NoEcho', related: related ? [related.resource] : [] };
  if (hidden === undefined) return undecided(parameter, 'whether CloudFormation shows the parameter is only known at deployment', details);
  return noncompliant(parameter, `CloudFormation shows the parameter, which holds a secret: ${why}`, details);
}
