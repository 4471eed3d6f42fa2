/** One version of a secret as a service gave it. */
export interface Fetched {
  readonly text: string;
  readonly version: string;
}

/** The staging labels that Secrets Manager moves during a rotation. */
export type SecretStage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';

/** Gets one version of a secret, or throws what the SDK throws. */
export type Fetch = (arn: string, stage: SecretStage, signal: AbortSignal) => Promise<Fetched>;

// What of the SDK is used, so that no type of it stands in our declarations.
interface Client { send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<unknown> }
type ClientClass = new (settings: { readonly region: string }) => Client;
type CommandClass = new (input: object) => object;
interface Answer {
  readonly SecretString?: string;
  readonly VersionId?: string;
  readonly VersionStages?: readonly string[];
  readonly Parameter?: { readonly Value?: string; readonly Version?: number };
}

type Sdk = Readonly<Record<string, unknown>>;

/** Where the SDK comes from; a bundle of the handler says by these imports what it holds. */
let loadSdk: (isParameter: boolean) => Promise<Sdk> = async isParameter => (
  // eslint-disable-next-line import/no-extraneous-dependencies -- a dependency of the function, not of this package
  isParameter ? import('@aws-sdk/client-ssm') : import('@aws-sdk/client-secrets-manager')
);

/** Has the SDK loaded in another way than by import. */
export function loadSdkBy(load: (name: string) => object): void {
  loadSdk = async isParameter => load(isParameter ? '@aws-sdk/client-ssm' : '@aws-sdk/client-secrets-manager') as Sdk;
}

/** Clients by service and region: one of each serves every secret and every handler of the process. */
const clients = new Map<string, Promise<{ readonly client: Client; readonly Command: CommandClass }>>();

/** No answer in time. Where the environment was frozen meanwhile, the service may never have been slow. */
export const LATE = /^(Abort|Timeout)Error$/;

/** What is being asked for. Two handlers of one process that read the same secret ask once. */
const requests = new Map<string, Promise<Fetched>>();

/** Gets a secret of Secrets Manager or a parameter of SSM, whichever the ARN says. Who asks meanwhile for the same gets the same answer. */
export const fetchSecret: Fetch = async (arn, stage, signal) => {
  const key = `${arn} ${stage}`;
  const request = requests.get(key) ?? ask(arn, stage, signal).finally(() => requests.delete(key));
  requests.set(key, request);
  try {
    return await Promise.race([request, new Promise<never>((_answer, reject) => { signal.onabort = () => reject(signal.reason as Error); })]);
  } catch (error) {
    // What one has waited for in vain, nobody waits for anew.
    if (signal.aborted) requests.delete(key);
    // The patience of whoever asked first has ended, and not ours.
    else if (LATE.test((error as Error).name)) return fetchSecret(arn, stage, signal);
    throw error;
  }
};

const ask: Fetch = async (arn, stage, abortSignal) => {
  const [, , service, region] = arn.split(':');
  const isParameter = service === 'ssm';
  if (isParameter && stage !== 'AWSCURRENT') throw named('NoStages');
  const { client, Command } = await clientOf(isParameter, region);
  const input = isParameter ? { Name: arn, WithDecryption: true } : { SecretId: arn, VersionStage: stage };
  const { Parameter, SecretString, VersionId, VersionStages } = await client.send(new Command(input), { abortSignal }) as Answer;
  const text = isParameter ? Parameter?.Value : SecretString;
  if (VersionStages?.includes(stage) === false) throw named('StageMismatch');
  if (text === undefined) throw named('NoText');
  return { text, version: String(isParameter ? Parameter?.Version : VersionId) };
};

async function clientOf(isParameter: boolean, region: string) {
  const key = `${isParameter} ${region}`;
  const known = clients.get(key);
  if (known) return known;
  const made = make(isParameter, { region });
  clients.set(key, made);
  // A module that is missing now may be there at the next try; what was asked of it has failed by itself.
  made.catch(() => clients.delete(key));
  return made;
}

// Loaded at the first secret: the clients are most of what a cold start would cost, and Lambda brings them.
async function make(isParameter: boolean, settings: { readonly region: string }) {
  const sdk = await loadSdk(isParameter);
  const Client = (sdk.SSMClient ?? sdk.SecretsManagerClient) as ClientClass;
  return { client: new Client(settings), Command: (sdk.GetParameterCommand ?? sdk.GetSecretValueCommand) as CommandClass };
}

/** The name says it all, and `SecretUnavailableError` says of which secret and stage. */
function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
