import { fetchSecret, SecretStage } from '../../../../runtime/secrets/client';

/** What the client gives for one version of a secret, or the name of the error that it throws. */
export async function handler({ arn, stage = 'AWSCURRENT', patience = 5_000 }: { readonly arn: string; readonly stage?: SecretStage; readonly patience?: number }) {
  try {
    return await fetchSecret(arn, stage, AbortSignal.timeout(patience));
  } catch (error) {
    return { error: (error as Error).name };
  }
}
