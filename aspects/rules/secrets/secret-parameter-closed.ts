import { elementsOf } from '../../model/element';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { namesMeant } from '../../secrets/property-nodes';
import { isNotEchoed, secretProperties, SecretProperty } from '../../secrets/secret-parameters';
import { Severity } from '../../severity';

/** What a resource takes for a password is not to be read in the parameters of its stack. */
export const secretParameterClosed: Rule = {
  id: 'secret-parameter-closed',
  theme: 'secrets',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A resource takes no password from a parameter that is shown or has a default',
  threat: 'The password of the resource stands among the parameters of the stack, or as their default in the template: whoever may read one of them logs in.',
  remedy: 'Let the property refer to a secret (SecretValue.secretsManager); if a parameter it must be, give it noEcho: true and no default.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  // cfn-parameter-no-echo and secret-value-not-in-template report the parameter, which is what has to change; this is what stands to lose.
  covers: [
    'cfn_nag:F23', 'cfn_nag:F34', 'cfn_nag:F45', 'cfn_nag:F51', 'cfn_nag:F66', 'cfn_nag:F68',
    'cfn_nag:F31', 'cfn_nag:F35', 'cfn_nag:F36', 'cfn_nag:F37', 'cfn_nag:F41', 'cfn_nag:F42', 'cfn_nag:F43', 'cfn_nag:F44', 'cfn_nag:F46', 'cfn_nag:F47',
    'cfn_nag:F48', 'cfn_nag:F49', 'cfn_nag:F50', 'cfn_nag:F52', 'cfn_nag:F53', 'cfn_nag:F54', 'cfn_nag:F55', 'cfn_nag:F56', 'cfn_nag:F57', 'cfn_nag:F58',
    'cfn_nag:F60', 'cfn_nag:F61', 'cfn_nag:F62', 'cfn_nag:F63', 'cfn_nag:F64', 'cfn_nag:F65', 'cfn_nag:F67', 'cfn_nag:F69', 'cfn_nag:F70', 'cfn_nag:F71',
    'cfn_nag:F74', 'cfn_nag:F75',
    'guard:AMAZON_MQ_BROKER_USERS_NO_PLAINTEXT_PASSWORD',
    'guard:IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD', 'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD',
    'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD', 'guard:IAM_USER_LOGIN_PROFILE_USES_SECURE_SERVICE',
    'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE', 'guard:RDS_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD',
    'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE', 'guard:REDSHIFT_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD',
    'guard:RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD',
  ],
  target: 'app',
  check: app => [...app.once(secretProperties).values()].flatMap(properties => properties.flatMap(taken)),
  // No fix: patches change resources, and a parameter is none.
  examples: [
    compliant('a parameter that is not echoed and has no default', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
    compliant('a secret', ({ stack, iam, secretsmanager }) => {
      new iam.User(stack, 'User', { password: new secretsmanager.Secret(stack, 'Login').secretValue });
    }),
    compliant('a default of nothing: whoever deploys gives the password', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true, default: '' });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
    noncompliantExample('a parameter that is shown', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Password');
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
    noncompliantExample('a default, although it is not echoed', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Start', { noEcho: true, default: 'hunter2hunter2' });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: cdk.Fn.sub('${Start}') } }).node.addDependency(password);
    }),
    noncompliantExample('a token in a raw resource', ({ stack, cdk }) => {
      const HECToken = new cdk.CfnParameter(stack, 'Start').valueAsString;
      const SplunkDestinationConfiguration = { HECEndpoint: 'https://splunk.example.com', HECEndpointType: 'Raw', HECToken };
      new cdk.CfnResource(stack, 'Delivery', { type: 'AWS::KinesisFirehose::DeliveryStream', properties: { SplunkDestinationConfiguration } });
    }),
    undecidedExample('told by something that cannot be read', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: new cdk.CfnParameter(stack, 'Hidden').value as unknown as boolean });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
  ],
};

function taken({ resource, property, node }: SecretProperty): readonly Found[] {
  const names = namesMeant(node);
  return elementsOf(resource.template, 'Parameters').filter(parameter => names.includes(parameter.writtenId)).flatMap(parameter => {
    const { Default: fallback } = parameter.definition;
    const details = { property, detail: parameter.writtenId };
    if (fallback !== undefined && fallback !== '') return noncompliant(resource, `${property} is the parameter ${parameter.writtenId}, whose default stands in the template`, details);
    const hidden = isNotEchoed(parameter);
    if (hidden === true) return [];
    if (hidden === undefined) return undecided(resource, `whether CloudFormation shows the parameter ${parameter.writtenId} is only known at deployment`, details);
    return noncompliant(resource, `${property} is the parameter ${parameter.writtenId}, which CloudFormation shows`, details);
  });
}
