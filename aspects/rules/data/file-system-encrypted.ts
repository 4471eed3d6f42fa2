import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** File systems encrypt what they hold. */
export const fileSystemEncrypted: Rule = {
  id: 'file-system-encrypted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A file system encrypts its files at rest',
  threat: 'Whoever reaches the storage below the file system, or a backup of it, reads every file that functions keep there.',
  remedy: 'Set encrypted: true on a new file system and move the files: one that exists cannot be encrypted any more.',
  links: [
    'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'cdk-nag:EFSEncrypted', 'checkov:CKV_AWS_42', 'trivy:AWS-0037', 'cfn_nag:F32', 'guard:EFS_ENCRYPTED_CHECK',
    'kics:2ff8e83c-90e1-4d68-a300-6d652112e622', 'securityhub:EFS.1',
  ],
  target: 'AWS::EFS::FileSystem',
  // EFS encrypts by itself only what is made at its console: CloudFormation's default is not to.
  check: fileSystem => mustBe(fileSystem, 'Encrypted', value => booleanOf(value) === true, 'the file system keeps its files unencrypted'),
  // No fix: encrypting replaces the file system, and with it what it holds.
  examples: [
    compliant('encrypted', ({ stack, ec2, efs }) => {
      new efs.FileSystem(stack, 'Files', { vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }), encrypted: true });
    }),
    compliant('encrypted by an override, as a string', ({ stack, efs }) => {
      new efs.CfnFileSystem(stack, 'Files').addPropertyOverride('Encrypted', 'true');
    }),
    noncompliantExample('nothing said in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Files', { type: 'AWS::EFS::FileSystem', properties: {} });
    }),
    noncompliantExample('turned off', ({ stack, efs }) => {
      new efs.CfnFileSystem(stack, 'Files', { encrypted: false });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, efs }) => {
      const encrypted = new cdk.CfnParameter(stack, 'Encrypted', { allowedValues: ['true', 'false'] });
      new efs.CfnFileSystem(stack, 'Files').addPropertyOverride('Encrypted', encrypted.valueAsString);
    }),
  ],
};
