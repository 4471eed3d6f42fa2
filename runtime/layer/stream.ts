import { refusal } from '../handler/answer';

interface HttpResponseStream { from(stream: NodeJS.WritableStream, head: object): NodeJS.WritableStream }

/** Answers a refused request to the stream that its handler would have written to. */
export function refuseStream(stream: NodeJS.WritableStream): void {
  const { statusCode, headers, body } = refusal();
  // Lambda's own global; it writes status and headers before the body.
  const { awslambda } = globalThis as { awslambda?: { HttpResponseStream?: HttpResponseStream } };
  const out = awslambda?.HttpResponseStream?.from(stream, { statusCode, headers }) ?? stream;
  out.write(String(body));
  out.end();
}
