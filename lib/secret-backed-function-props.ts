import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { SecretSource } from './secret-source';
import { SecureFunctionProps } from './secure-function-props';

/** What a `SecretBackedFunction` is made from: a function, and the secrets that it reads. */
export interface SecretBackedFunctionProps extends SecureFunctionProps {
  /**
   * The secrets, by the names that the handler knows them by: a letter, then letters, digits, `-` and `_`, 64 at most.
   * Only their ARNs reach the function's configuration; the runtime fetches the values when an execution environment
   * starts, and again after a rotation.
   */
  readonly secrets: { [name: string]: SecretSource };

  /**
   * Roles besides the function's that may read the secrets that are created here, such as one for emergencies. They need
   * a permission of their own as well: everybody else is refused, whatever their permissions.
   *
   * @default - this function alone reads them, and the functions that rotate them
   */
  readonly secretReaders?: iam.IRole[];

  /**
   * The key that encrypts the secrets that are created here, where a source names none of its own.
   *
   * @default - one new key that they share, rotated every year
   */
  readonly secretEncryptionKey?: kms.IKey;
}
