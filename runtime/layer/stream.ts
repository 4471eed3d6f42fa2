import { BoundaryError } from '../errors';
import { refusal } from '../handler/answer';

interface HttpResponseStream { from(stream: NodeJS.WritableStream, head: object): NodeJS.WritableStream }

/** Answers a refused request to the stream that its handler would have written to. */
export function refuseStream(stream: NodeJS.WritableStream, rejected: BoundaryError): void {
  const { statusCode, headers, body } = refusal(rejected);
  // Lambda's own global; it writes status and headers before the body.
  const { awslambda } = globalThis as { awslambda?: { HttpResponseStream?: HttpResponseStream } };
  const out = awslambda?.HttpResponseStream?.from(stream, { statusCode, headers }) ?? stream;
  out.write(String(body));
  out.end();
}
