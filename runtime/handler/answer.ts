import { PublicError } from '../errors';
import { isObject, isText, mapped } from '../json';
import { CONTROL_IN_LINE } from '../limits/control';
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

const said = (statusCode: number, message: string): Answer => answerOf({ statusCode, body: { message } });

/** What the caller hears of a refused request: always the same, also where he may not send, so that nobody learns how far a request came. */
export const refusal = (): Answer => said(400, 'Bad Request');

/** What the caller hears of an error: that it was refused, or what was written for him; of every other nothing. */
export function told(error: unknown, isRefusal: boolean): Answer | undefined {
  return isRefusal ? refusal() : error instanceof PublicError ? said(error.status, plainText(error.message)) : undefined;
}

/** What a handler returned, as an answer: an answer as it is, nothing as 204, anything else as JSON. */
export function answerOf(result: unknown): Answer {
  // As text too: what denies may not be sent as the body of what allows.
  const isAnswer = isObject(result) && /^\d+$/.test(result.statusCode as string);
  const isNothing = result === undefined || result === null;
  const answer: Answer = isAnswer ? result as unknown as Answer : isNothing ? { statusCode: 204 } : { statusCode: 200, body: result };
  const { body, cookies, headers = {}, multiValueHeaders: lists } = answer;
  const multiValueHeaders = lists && mapped(lists, (name, values) => [nameOf(name), values.map(oneLine)]);
  // API Gateway puts both maps together, so a list takes the place of ours.
  const instead = mapped(multiValueHeaders ?? {}, name => [name, undefined as never]);
  return {
    ...answer,
    statusCode: Number(answer.statusCode),
    headers: { ...HEADERS, ...instead, ...mapped(headers, (name, value) => [nameOf(name), oneLine(value)]) },
    multiValueHeaders,
    cookies: cookies?.map(oneLine),
    body: body === undefined || isText(body) ? body : JSON.stringify(body),
  };
}

// A line end in a header begins another header.
function oneLine<T>(value: T): T {
  return isText(value) ? value.split(CONTROL_IN_LINE).join(' ') as T : value;
}

// A space or a colon in a name is read by some as its end.
const nameOf = (name: string) => name.toLowerCase().replace(/[^!#$%&'*+.^`|~\w-]/g, '-');
