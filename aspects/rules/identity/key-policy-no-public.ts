import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Keys are not for everybody. */
export const keyPolicyNoPublic: Rule = {
  id: 'key-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No key policy lets everybody use a key or change it',
  threat: 'Anybody with an AWS account decrypts what they get hold of that is encrypted with the key, or, where they may change the key, locks'
    + ' its owner out and has the data deleted with it. In a key policy the resource * means this key, the principal * means everybody.',
  remedy: 'Name the principals with key.grantDecrypt(...); keep a * only with a condition on kms:CallerAccount or aws:PrincipalOrgID.',
  links: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_33', 'cfn_nag:F76', 'guard:KMS_NO_WILDCARD_PRINCIPAL', 'kics:f6049677-ec4a-43af-8779-5190b6d03cba', 'securityhub:KMS.5',
    'cfripper:KMSKeyWildcardPrincipalRule', 'kics:da905474-7454-43c0-b8d2-5756ab951aba',
    'cfripper:KMSKeyCrossAccountTrustRule', 'cfripper:GenericCrossAccountTrustRule',
  ],
  target: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('the account, and a service in its name, as the CDK makes it', ({ stack, iam, kms, secretsmanager }) => {
      const key = new kms.Key(stack, 'Key');
      key.grantDecrypt(new iam.AccountPrincipal('111122223333'));
      new secretsmanager.Secret(stack, 'Secret', { encryptionKey: key });
    }),
    compliant('everybody of the account, through a service', ({ stack, cdk, kms }) => {
      const Condition = { StringEquals: { 'kms:CallerAccount': cdk.Aws.ACCOUNT_ID, 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } };
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*', Condition }];
      new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement } });
    }),
    compliant('everybody refused', ({ stack, kms }) => {
      new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*' } } });
    }),
    noncompliantExample('everybody', ({ stack, iam, kms }) => {
      new kms.Key(stack, 'Key').grantDecrypt(new iam.AnyPrincipal());
    }),
    noncompliantExample('everybody through a service, whosever account it is', ({ stack, kms }) => {
      const Condition = { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } };
      const Statement = [{ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'kms:Decrypt', Resource: '*', Condition }];
      new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement } });
    }),
    noncompliantExample('everybody, by the raw resource of a replica', ({ stack, cdk }) => {
      const KeyPolicy = { Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } };
      const properties = { PrimaryKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1', KeyPolicy };
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::KMS::ReplicaKey', properties });
    }),
    undecidedExample('a condition of the template decides', ({ stack, cdk, kms }) => {
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Open').valueAsString, 'yes') });
      const open = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
      const account = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' };
      new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement: [account, cdk.Fn.conditionIf('IsOpen', open, cdk.Aws.NO_VALUE)] } });
    }),
  ],
};
