import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { CREDENTIALS } from './credentials';
import { refusal } from './signature';
import { ServiceError, StoredSecret } from './stored-secret';

/** One request that reached a service. */
export interface Call {
  readonly service: 'secretsmanager' | 'ssm';
  readonly action: string;
  /** The region that the request is signed for. */
  readonly region?: string;
  readonly name?: string;
  readonly stage?: string;
  /** The error that it was answered with. */
  readonly error?: string;
}

/** What goes wrong. `hang` answers nothing. */
export type Fault = 'throttled' | 'unavailable' | 'denied' | 'hang';

const FAULTS = {
  throttled: new ServiceError('ThrottlingException', 'Rate exceeded'),
  unavailable: new ServiceError('InternalServiceError', 'An error occurred on the server side', 500),
  denied: new ServiceError('AccessDeniedException', 'not authorized to perform this action'),
};

const TARGETS = { secretsmanager: 'secretsmanager', AmazonSSM: 'ssm' } as const;

type Input = Readonly<Record<string, string>> & { readonly VersionStages?: readonly string[]; readonly PasswordLength?: number };

/**
 * Secrets Manager and the parameters of SSM, as far as functions and rotations use them: signed requests, versions, stages.
 * Loopback only. What it cannot do it refuses, so that nothing passes because it was not understood.
 */
export class Emulator {
  static async start(): Promise<Emulator> {
    const server = createServer();
    const emulator = new Emulator(server);
    server.on('request', (request, response) => void emulator.serve(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return emulator;
  }

  readonly calls: Call[] = [];
  fault?: Fault;
  /** Milliseconds before each answer. */
  latency = 0;
  private readonly secrets = new Map<string, StoredSecret>();
  private readonly parameters = new Map<string, { readonly text: string; readonly version: number }>();

  private constructor(private readonly server: Server) {}

  /** What points the SDK here. */
  get environment(): Readonly<Record<string, string>> {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { AWS_ENDPOINT_URL_SECRETS_MANAGER: url, AWS_ENDPOINT_URL_SSM: url };
  }

  /** Makes a secret and gives its ARN. */
  secret(name: string, value: string | object): string {
    const arn = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`;
    const secret = new StoredSecret(name, arn);
    secret.put(randomUUID(), typeof value === 'string' ? value : JSON.stringify(value), ['AWSCURRENT']);
    this.secrets.set(arn, secret);
    return arn;
  }

  /** Makes or changes a parameter and gives its ARN. */
  parameter(name: string, text: string): string {
    const arn = `arn:aws:ssm:eu-west-1:123456789012:parameter/${name}`;
    this.parameters.set(arn, { text, version: (this.parameters.get(arn)?.version ?? 0) + 1 });
    return arn;
  }

  stored(arn: string): StoredSecret {
    // As the service does: by the whole ARN, by the ARN without its six last characters, and by the name.
    const found = this.secrets.get(arn) ?? [...this.secrets.values()].find(one => one.name === arn || one.arn.slice(0, -'-AbCdEf'.length) === arn);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }

  /** How often values were asked for. */
  count(action: string): number {
    return this.calls.filter(call => call.action === action).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const [prefix, action] = String(request.headers['x-amz-target']).split('.');
    const service = TARGETS[prefix as keyof typeof TARGETS];
    const input = JSON.parse(body || '{}') as Input;
    const region = request.headers.authorization?.split('/')[2];
    const call = { service, action, region, name: input.SecretId ?? input.Name, stage: input.VersionStage };
    await new Promise(resolve => setTimeout(resolve, this.latency));
    if (this.fault === 'hang') return void this.calls.push({ ...call, error: 'hang' });
    try {
      const wrong = refusal(request, body, CREDENTIALS, service);
      if (wrong !== undefined) throw new ServiceError(wrong, 'the request is not signed as it has to be');
      if (this.fault !== undefined) throw FAULTS[this.fault];
      const answer = service === 'ssm' ? this.ssm(action, input) : this.secretsManager(action, input);
      this.calls.push(call);
      send(response, 200, answer);
    } catch (error) {
      const { code, status, message } = error instanceof ServiceError ? error : new ServiceError('InternalFailure', String(error), 500);
      this.calls.push({ ...call, error: code });
      send(response, status, { __type: code, message, Message: message });
    }
  }

  private secretsManager(action: string, input: Input): object {
    if (action === 'GetRandomPassword') return { RandomPassword: randomBytes(64).toString('base64url').slice(0, input.PasswordLength ?? 32) };
    const secret = this.stored(input.SecretId);
    const { ClientRequestToken, SecretString, VersionId, VersionStage, VersionStages } = input;
    switch (action) {
      case 'GetSecretValue': return secret.get(VersionId, VersionStage);
      case 'DescribeSecret': return secret.describe();
      case 'PutSecretValue':
        secret.put(ClientRequestToken, SecretString, VersionStages ?? ['AWSCURRENT']);
        return { ARN: secret.arn, VersionId: ClientRequestToken };
      case 'UpdateSecretVersionStage':
        secret.move(VersionStage, input.MoveToVersionId, input.RemoveFromVersionId);
        return { ARN: secret.arn };
      default: throw new ServiceError('UnknownOperationException', action);
    }
  }

  private ssm(action: string, { Name, WithDecryption }: Input): object {
    if (action !== 'GetParameter') throw new ServiceError('UnknownOperationException', action);
    const found = this.parameters.get(Name);
    if (found === undefined) throw new ServiceError('ParameterNotFound', '');
    const Value = WithDecryption ? found.text : 'AQICAHi-what-is-encrypted';
    return { Parameter: { ARN: Name, Name: Name.split('parameter')[1], Type: 'SecureString', Value, Version: found.version } };
  }
}

function send(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }).end(JSON.stringify(answer));
}
