import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { BoundSecret, refusal, SecretOwner } from './bound-secret';
import { ParameterSecretOptions } from '../../secret-options';

/** How references to values that are not stored in the open begin: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html */
const SECURE = '{{resolve:ssm-secure:';

const SAYS = {
  notSecure: (path: string) =>
    `${path} is no SecureString, so it is stored in the open; give one: ssm.StringParameter.fromSecureStringParameterAttributes(…)`,
  ofVersion: (path: string) =>
    `${path} is imported with a version, which would not be kept to: the function reads the newest value; import it without one, and another version under a name of its own`,
};

/** A SecureString parameter, which this function is let read. */
export function parameterSecret(owner: SecretOwner, name: string, parameter: ssm.IParameter, options: ParameterSecretOptions): BoundSecret {
  if (parameter.parameterType !== 'SecureString') throw refusal(owner, name, SAYS.notSecure(parameter.node.path));
  if (isOfVersion(parameter)) throw refusal(owner, name, SAYS.ofVersion(parameter.node.path));
  owner.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameter.parameterArn] }));
  // What is imported with a key has it, though the interface does not say so.
  const key = options.encryptionKey ?? (parameter as { readonly encryptionKey?: kms.IKey }).encryptionKey;
  if (key !== undefined) {
    owner.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [key.keyArn],
      // Systems Manager states the parameter that it decrypts: https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
      conditions: {
        StringEquals: {
          'kms:ViaService': `ssm.${parameter.env.region}.amazonaws.com`,
          'kms:EncryptionContext:PARAMETER_ARN': parameter.parameterArn,
        },
      },
    }));
  }
  return { fact: { arn: parameter.parameterArn }, isRotated: false };
}

/** Whether a parameter was imported with a version, which stands nowhere but in the reference to its value. */
function isOfVersion(parameter: ssm.IParameter & { readonly stringValue?: string }): boolean {
  const stack = Stack.of(parameter);
  const reference = (text: string) => JSON.stringify(stack.resolve(text));
  const value = parameter.stringValue === undefined ? '' : reference(parameter.stringValue);
  return value.includes(SECURE) && value !== reference(`${SECURE}${parameter.parameterName}}}`);
}
