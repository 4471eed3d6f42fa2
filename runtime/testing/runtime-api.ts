import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** What came of one invocation. */
export interface Outcome {
  readonly requestId: string;
  /** What the handler answered, parsed from JSON; of a streaming handler everything that it wrote, as text. */
  readonly answer?: unknown;
  /** What the client told Lambda about an error. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };
  /** Everything that was sent, as it was sent. */
  readonly body: string;
  readonly contentType?: string;
  /** How many pieces it came in, where the handler streams. */
  readonly pieces: number;
  readonly isStreamed: boolean;
  readonly milliseconds: number;
}

interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly seconds: number;
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
}

const PATH = /^\/2018-06-01\/runtime\/(?:invocation\/(next)|invocation\/([^/]+)\/(response|error)|(init)\/error)$/;

/**
 * The Runtime API of Lambda: what hands events to the runtime client and takes its answers. Loopback only, no extensions.
 * As many events are under way as the client asks for: one, or more in its concurrent mode.
 */
export class RuntimeApi {
  static async start(): Promise<RuntimeApi> {
    const server = createServer();
    const api = new RuntimeApi(server);
    server.on('request', (request, response) => {
      api.serve(request, response).catch(error => response.writeHead(500).end(String(error)));
    });
    // A client that waits for its next event may wait for as long as it likes.
    server.requestTimeout = 0;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  private readonly queue: Waiting[] = [];
  private readonly nexts: ServerResponse[] = [];
  private readonly running = new Map<string, Waiting>();
  private gone?: Error;
  /** Whether a client has asked for an event. */
  wasAsked = false;
  /** What the client said when it could not load the handler. */
  initError?: { readonly errorType: string; readonly errorMessage: string };

  private constructor(private readonly server: Server) {}

  /** Host and port as `AWS_LAMBDA_RUNTIME_API` has them. */
  get address(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `${address}:${port}`;
  }

  /** Hands over an event and waits for what becomes of it. Text is handed over as it is, so that it need not be JSON of our making. */
  async invoke(event: unknown, seconds = 30): Promise<Outcome> {
    if (this.gone !== undefined) throw this.gone;
    return new Promise<Outcome>((resolve, reject) => {
      this.queue.push({ id: randomUUID(), event: typeof event === 'string' ? event : JSON.stringify(event), seconds, since: performance.now(), resolve, reject });
      this.hand();
    });
  }

  /** Whoever waits gets this error, and so does whoever invokes later. */
  abandon(error: Error): void {
    this.gone ??= error;
    for (const { reject, timer } of [...this.queue.splice(0), ...this.running.values()]) {
      clearTimeout(timer);
      reject(error);
    }
    this.running.clear();
  }

  async stop(): Promise<void> {
    this.abandon(new Error('the host has stopped'));
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, next, id, outcome, init] = PATH.exec(request.url ?? '') ?? [];
    if (next !== undefined) {
      this.wasAsked = true;
      this.nexts.push(response);
      response.once('close', () => { this.nexts.splice(0, this.nexts.length, ...this.nexts.filter(one => one !== response)); });
      return this.hand();
    }
    const { text, pieces } = await read(request);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (init !== undefined) {
      this.initError = JSON.parse(text);
      return this.abandon(new Error(`the handler could not be loaded: ${this.initError?.errorType}: ${this.initError?.errorMessage}`));
    }
    const waiting = this.running.get(id);
    if (waiting === undefined) return;
    this.running.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(outcomeOf(waiting, outcome, request, text, pieces));
  }

  private hand(): void {
    while (this.nexts.length > 0 && this.queue.length > 0) {
      const response = this.nexts.shift()!;
      const waiting = this.queue.shift()!;
      this.running.set(waiting.id, waiting);
      waiting.timer = setTimeout(() => this.abandon(new Error(`the task timed out after ${waiting.seconds} seconds`)), waiting.seconds * 1000);
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': waiting.id,
        'lambda-runtime-deadline-ms': String(Date.now() + waiting.seconds * 1000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:tested:live',
        'lambda-runtime-trace-id': `Root=1-${waiting.id.slice(0, 8)}-${waiting.id.replace(/-/g, '').slice(8)};Sampled=0`,
      }).end(waiting.event);
    }
  }
}

function outcomeOf({ id, since }: Waiting, outcome: string, { headers, trailers }: IncomingMessage, body: string, pieces: number): Outcome {
  const isStreamed = headers['lambda-runtime-function-response-mode'] === 'streaming';
  const common = { requestId: id, body, pieces, isStreamed, contentType: headers['content-type'], milliseconds: performance.now() - since };
  if (outcome === 'error') return { ...common, error: JSON.parse(body) };
  const late = trailers['lambda-runtime-function-error-body'];
  if (late !== undefined) return { ...common, error: JSON.parse(Buffer.from(String(late), 'base64').toString()) };
  return { ...common, answer: isStreamed ? body : JSON.parse(body) };
}

async function read(request: IncomingMessage): Promise<{ readonly text: string; readonly pieces: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { text: Buffer.concat(chunks).toString(), pieces: chunks.length };
}
