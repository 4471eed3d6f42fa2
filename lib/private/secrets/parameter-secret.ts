import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { BoundSecret, refusal, SecretOwner } from './bound-secret';
import { ParameterSecretOptions } from '../../secret-options';

const SAYS = {
  notSecure: (path: string) =>
    `${path} is no SecureString, so it is stored in the open; give one: ssm.StringParameter.fromSecureStringParameterAttributes(…)`,
};

/** A SecureString parameter, which this function is let read. */
export function parameterSecret(owner: SecretOwner, name: string, parameter: ssm.IParameter, options: ParameterSecretOptions): BoundSecret {
  if (parameter.parameterType !== 'SecureString') throw refusal(owner, name, SAYS.notSecure(parameter.node.path));
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
