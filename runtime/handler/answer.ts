import { BoundaryError, PublicError, SourceRefusedError } from '../errors';
import { plainText } from '../log/plain';

/** What API Gateway and function URLs take as an answer. */
export interface Answer {
  readonly statusCode: number;
  readonly headers?: { readonly [name: string]: string | number | boolean };
  readonly multiValueHeaders?: { readonly [name: string]: readonly (string | number | boolean)[] };
  readonly cookies?: readonly string[];
  /** Text as it is; anything else becomes JSON. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/** A browser may neither guess another type nor keep what was meant for one caller. */
const HEADERS = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

const REFUSED = { statusCode: 400, headers: HEADERS, body: '{"message":"Bad Request"}' };
const FORBIDDEN = { statusCode: 403, headers: HEADERS, body: '{"message":"Forbidden"}' };

/** What the caller hears of a refused request: always the same, so that nobody learns how far a request came. */
export function refusal(error: BoundaryError): Answer {
  return error instanceof SourceRefusedError ? FORBIDDEN : REFUSED;
}

/** What the caller hears of an error that was written for him. */
export function publicAnswer(error: PublicError): Answer {
  return { statusCode: error.status, headers: HEADERS, body: JSON.stringify({ message: plainText(error.message) }) };
}

/** What a handler returned, as an answer: an answer as it is, nothing as 204, anything else as JSON. */
export function answerOf(result: unknown): Answer {
  if (result === undefined || result === null) return { statusCode: 204, headers: HEADERS };
  const answer = isAnswer(result) ? result : { statusCode: 200, body: result };
  const given = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), oneLine(value)] as const);
  const { body } = answer;
  return { ...answer, headers: { ...HEADERS, ...Object.fromEntries(given) }, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) };
}

function isAnswer(result: unknown): result is Answer {
  return typeof result === 'object' && result !== null && Number.isInteger((result as Answer).statusCode);
}

// A line end in a header begins another header.
function oneLine(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' ? value.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ' ') : value;
}
