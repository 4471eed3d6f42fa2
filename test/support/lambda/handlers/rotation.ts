import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** What Secrets Manager hands to a rotation function, once per step. */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

interface Credentials {
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  readonly username: string;
  readonly password: string;
  /** The secret of the user who may change others: with it, two users take turns; without it, the user changes its own password. */
  readonly masterarn?: string;
}

const sdk = new SecretsManagerClient({});

/** The four steps of a rotation of a PostgreSQL password. Each may be run again. */
export async function handler({ Step, SecretId, ClientRequestToken: token }: RotationEvent): Promise<void> {
  const { VersionIdsToStages: stages = {} } = await sdk.send(new DescribeSecretCommand({ SecretId }));
  if (stages[token] === undefined) throw new Error(`version ${token} is not staged for rotation`);
  if (stages[token].includes('AWSCURRENT')) return;
  if (!stages[token].includes('AWSPENDING')) throw new Error(`version ${token} is not pending`);
  if (Step === 'createSecret') return createSecret(SecretId, token);
  if (Step === 'setSecret') return setSecret(SecretId, token);
  if (Step === 'testSecret') return testSecret(SecretId, token);
  const [current] = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT')) ?? [];
  await sdk.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: current }));
  // Both are ends of a rotation: the pending label at what is current now, and at no version.
  if (process.env.PENDING === 'removed') await sdk.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: token }));
}

async function createSecret(SecretId: string, token: string): Promise<void> {
  const current = await read(SecretId, 'AWSCURRENT');
  try {
    await read(SecretId, 'AWSPENDING', token);
    return;
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
  const { RandomPassword: password } = await sdk.send(new GetRandomPasswordCommand({ PasswordLength: 32, ExcludePunctuation: true }));
  const username = current.masterarn === undefined ? current.username : other(current.username);
  await sdk.send(new PutSecretValueCommand({
    SecretId, ClientRequestToken: token, SecretString: JSON.stringify({ ...current, username, password }), VersionStages: ['AWSPENDING'],
  }));
}

async function setSecret(SecretId: string, token: string): Promise<void> {
  const [current, pending] = await Promise.all([read(SecretId, 'AWSCURRENT'), read(SecretId, 'AWSPENDING', token)]);
  if (await isAccepted(pending)) return;
  const admin = current.masterarn === undefined ? current : await read(current.masterarn, 'AWSCURRENT');
  await connected(admin, async client => {
    const user = escapeIdentifier(pending.username);
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [pending.username]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${user} LOGIN IN ROLE ${escapeIdentifier(current.username)}`);
    await client.query(`ALTER ROLE ${user} PASSWORD ${escapeLiteral(pending.password)}`);
  });
}

async function testSecret(SecretId: string, token: string): Promise<void> {
  await connected(await read(SecretId, 'AWSPENDING', token), async client => client.query('SELECT now()'));
}

async function read(SecretId: string, VersionStage: string, VersionId?: string): Promise<Credentials> {
  const { SecretString } = await sdk.send(new GetSecretValueCommand({ SecretId, VersionStage, VersionId }));
  return JSON.parse(SecretString!);
}

async function isAccepted(credentials: Credentials): Promise<boolean> {
  try {
    await connected(credentials, async client => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

async function connected({ host, port, dbname, username, password }: Credentials, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ host, port, database: dbname, user: username, password });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function other(username: string): string {
  return username.endsWith('_clone') ? username.slice(0, -'_clone'.length) : `${username}_clone`;
}
