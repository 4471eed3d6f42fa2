import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Emulator, ServiceError } from '../../../runtime/testing';

/** What the extension wants of its callers, so that nobody is fooled into asking it: the token of the role's session. */
export const SESSION_TOKEN = 'the-session-token-of-the-role';

/**
 * The AWS Parameters and Secrets extension beside a function, as far as it hands out secrets.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 */
export class SecretsExtension {
  /** @param stages the staging labels that the function's role may read */
  public static async start(emulator: Emulator, stages: readonly string[]): Promise<SecretsExtension> {
    const server = createServer((request, response) => answer(emulator, stages, request, response));
    await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
    return new SecretsExtension(server);
  }

  private constructor(private readonly server: Server) {}

  /** What its function is told of it. */
  public get environment(): Readonly<Record<string, string>> {
    return { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String((this.server.address() as AddressInfo).port), AWS_SESSION_TOKEN: SESSION_TOKEN };
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}

function answer(emulator: Emulator, stages: readonly string[], { url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const stage = searchParams.get('versionStage') ?? 'AWSCURRENT';
  const isAsked = pathname === '/secretsmanager/get' && headers['x-aws-parameters-secrets-token'] === SESSION_TOKEN;
  if (!isAsked || !stages.includes(stage)) return void response.writeHead(401).end();
  try {
    response.end(JSON.stringify(emulator.stored(String(searchParams.get('secretId'))).get(undefined, stage)));
  } catch (error) {
    response.writeHead(error instanceof ServiceError ? error.status : 500).end(String(error));
  }
}
