import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { remember, secureHandler } from '../../../runtime';

// What Secrets Manager asks for, once for each step: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
const schema = z.looseObject({
  SecretId: z.string().check(z.regex(/^arn:[\w-]+:secretsmanager:[\w:/+=.@-]+$/), z.maxLength(2048)),
  ClientRequestToken: z.string().check(z.regex(/^[\w-]{32,64}$/)),
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
});
const NewKey = z.object({ key: z.string().check(z.minLength(16)) });

const manager = new SecretsManagerClient({});

/** Renews the key of the shop at the clearing house. The house makes the key, and takes the one before until it has made one more. */
export const handler = secureHandler({ source: 'direct', action: 'clearing.renew', schema }, async ({ SecretId, ClientRequestToken: token, Step }, { secrets }) => {
  const versions = await versionsOf(SecretId);
  if (versions[token]?.includes('AWSCURRENT')) return;
  if (!versions[token]?.includes('AWSPENDING')) throw new Error('the version is not pending');
  const pending = await pendingKey(SecretId, token);
  if (Step === 'createSecret' && pending === undefined) {
    const SecretString = await secrets.use('account', password => newKey(String(password)));
    await manager.send(new PutSecretValueCommand({ SecretId, ClientRequestToken: token, SecretString, VersionStages: ['AWSPENDING'] }));
  }
  // setSecret has nothing to do: the house knows the key that it has made.
  if (Step === 'testSecret') await asked('/shop', pending ?? '');
  if (Step === 'finishSecret') {
    const RemoveFromVersionId = Object.keys(versions).find(version => versions[version].includes('AWSCURRENT'));
    await manager.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId }));
  }
});

async function versionsOf(SecretId: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { VersionIdsToStages = {} } = await manager.send(new DescribeSecretCommand({ SecretId }));
  return VersionIdsToStages as Readonly<Record<string, readonly string[]>>;
}

/** The key of this rotation, once it was made: a step that is repeated makes no other one. */
async function pendingKey(SecretId: string, VersionId: string): Promise<string | undefined> {
  try {
    const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId, VersionId, VersionStage: 'AWSPENDING' }));
    remember(SecretString!);
    return SecretString;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function newKey(password: string): Promise<string> {
  const { key } = NewKey.parse(await (await asked('/shop/keys', password, 'POST')).json());
  remember(key);
  return key;
}

async function asked(path: string, secret: string, method = 'GET'): Promise<Response> {
  const answer = await fetch(`${process.env.CLEARING_HOUSE}${path}`, { method, headers: { authorization: `Bearer ${secret}` }, signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw Object.assign(new Error(`the clearing house answered ${answer.status}`), { status: answer.status });
  return answer;
}
