import { elementsOf } from '../../model/element';
import { compliant, noncompliantExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { nodesAt } from '../../secrets/property-nodes';
import { secretProperties } from '../../secrets/secret-parameters';
import { writtenContent, writtenDefault, writtenProperty } from '../../secrets/written-secrets';
import { Severity } from '../../severity';

/** Where the content of a secret is written. */
const CONTENTS = ['SecretString', 'GenerateSecretString.SecretStringTemplate'];

/** No secret stands in a template: as a secret's content, as a password in a property, as the default of a parameter. */
export const secretValueNotInTemplate: Rule = {
  id: 'secret-value-not-in-template',
  theme: 'secrets',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No password, key or token stands in a template',
  threat: 'The secret is in the repository, in the bucket of the templates and in the console: everybody who may read one of them has it, and it stays in the history.',
  remedy: 'Change the secret, since it is known. Let Secrets Manager make the new one (generateSecretString), and refer to it: SecretValue.secretsManager(name), '
    + 'rds.Credentials.fromSecret(secret); give a parameter noEcho: true and no default.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_reference-secret.html',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  // Where a parameter is the weak point, the finding is about the parameter; they report the resource that it is given to.
  covers: [
    'cdk-nag:DocumentDBCredentialsInSecretsManager', 'cfn-lint:W1011', 'cfn_nag:F23', 'cfn_nag:F34', 'cfn_nag:F45', 'cfn_nag:F51', 'cfn_nag:F66', 'cfn_nag:F68',
    'cfn_nag:F31', 'cfn_nag:F35', 'cfn_nag:F36', 'cfn_nag:F37', 'cfn_nag:F41', 'cfn_nag:F42', 'cfn_nag:F43', 'cfn_nag:F44', 'cfn_nag:F46', 'cfn_nag:F47',
    'cfn_nag:F48', 'cfn_nag:F49', 'cfn_nag:F50', 'cfn_nag:F52', 'cfn_nag:F53', 'cfn_nag:F54', 'cfn_nag:F55', 'cfn_nag:F56', 'cfn_nag:F57', 'cfn_nag:F58',
    'cfn_nag:F60', 'cfn_nag:F61', 'cfn_nag:F62', 'cfn_nag:F63', 'cfn_nag:F64', 'cfn_nag:F65', 'cfn_nag:F67', 'cfn_nag:F69', 'cfn_nag:F70', 'cfn_nag:F71',
    'cfn_nag:F74', 'cfn_nag:F75',
    'guard:AMAZON_MQ_BROKER_USERS_NO_PLAINTEXT_PASSWORD', 'guard:IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD',
    'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD', 'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD',
    'guard:RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD', 'guard:RDS_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD',
    'guard:REDSHIFT_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD',
    'guard:IAM_USER_LOGIN_PROFILE_USES_SECURE_SERVICE', 'guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE',
    'guard:KINESIS_FIREHOSE_SPLUNK_DESTINATION_CONFIGURATION_USES_SECURE_SERVICE',
    'kics:03b38885-8f4e-480c-a0e4-12c1affd15db', 'kics:06adef8c-c284-4de7-aad2-af43b07a8ca1', 'kics:06b9f52a-8cd5-459b-bdc6-21a22521e1be',
    'kics:39423ce4-9011-46cd-b6b1-009edcd9385d', 'kics:3c3b7a58-b018-4d07-9444-d9ee7156e111', 'kics:5b48c507-0d1f-41b0-a630-76817c6b4189',
    'kics:5f700072-b7ce-4e84-b3f3-497bf1c24a4d', 'kics:6685d912-d81f-4cfa-95ad-e316ea31c989', 'kics:71493c8b-3014-404c-9802-078b74496fb7',
    'kics:73980e43-f399-4fcc-a373-658228f7adf7', 'kics:dfb56e5d-ee68-446e-b32a-657b62befe69', 'kics:f988a17f-1139-46a3-8928-f27eafd8b024',
  ],
  target: 'app',
  check: app => app.templates.flatMap(template => [
    ...(app.once(secretProperties).get(template) ?? []).flatMap(property => writtenProperty(property) ?? []),
    ...app.ofType('AWS::SecretsManager::Secret').filter(secret => secret.template === template).flatMap(secret => CONTENTS.flatMap(property =>
      nodesAt(secret.definition.Properties, property).flatMap(({ node }) => writtenContent({ resource: secret, property, node }) ?? []))),
    ...elementsOf(template, 'Parameters').flatMap(parameter => writtenDefault(parameter, app) ?? []),
  ]),
  // No fix: the secret has to be changed by its owner, and the new one has to come from somewhere.
  examples: [
    compliant('a secret that Secrets Manager makes, and a password that refers to it', ({ stack, iam, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Login', { generateSecretString: { secretStringTemplate: '{"username":"orders"}', generateStringKey: 'password' } });
      new iam.User(stack, 'User', { password: secret.secretValueFromJson('password') });
    }),
    compliant('a parameter that is not echoed and has no default', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
    compliant('no password at all, and defaults that are no secrets', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User');
      new cdk.CfnParameter(stack, 'PasswordSecretName', { default: 'orders/db' });
      new cdk.CfnParameter(stack, 'ApiKey', { default: '' });
    }),
    compliant('a place that is filled later', ({ stack, cdk, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Partner', { secretStringValue: cdk.SecretValue.unsafePlainText('REPLACE_ME') });
    }),
    noncompliantExample('a password in a property', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User', { password: cdk.SecretValue.unsafePlainText('hunter2hunter2') });
    }),
    noncompliantExample('a token in a raw resource', ({ stack, cdk }) => {
      const splunk = { HECEndpoint: 'https://splunk.example.com', HECEndpointType: 'Raw', HECToken: 'a4f1c9d2' };
      new cdk.CfnResource(stack, 'Delivery', { type: 'AWS::KinesisFirehose::DeliveryStream', properties: { SplunkDestinationConfiguration: splunk } });
    }),
    noncompliantExample('the content of a secret', ({ stack, cdk, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login', { secretObjectValue: { username: cdk.SecretValue.unsafePlainText('orders'), password: cdk.SecretValue.unsafePlainText('hunter2') } });
    }),
    noncompliantExample('the default of a parameter, though it is not echoed', ({ stack, cdk, iam }) => {
      const password = new cdk.CfnParameter(stack, 'Start', { noEcho: true, default: 'hunter2hunter2' });
      new iam.CfnUser(stack, 'User', { loginProfile: { password: password.valueAsString } });
    }),
    noncompliantExample('a default under the name of a password', ({ stack, cdk }) => {
      new cdk.CfnParameter(stack, 'DbPassword', { noEcho: true, default: 'hunter2' });
    }),
    noncompliantExample('in one branch of a condition', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage'), 'test') });
      const chosen = cdk.Fn.conditionIf('IsTest', 'hunter2hunter2', '{{resolve:secretsmanager:login}}').toString();
      new iam.CfnUser(stack, 'User', { loginProfile: { password: chosen } });
    }),
    noncompliantExample('a password that a plain parameter of Systems Manager holds', ({ stack, iam }) => {
      new iam.CfnUser(stack, 'User', { loginProfile: { password: '{{resolve:ssm:/orders/password}}' } });
    }),
  ],
};
