/** How deep to look for the error behind an error. */
const DEPTH = 4;

/** PostgreSQL: wrong password, or no such role. MySQL and MariaDB: access denied. Redis: wrong pair of user and password. SQL Server: login failed. */
const CODES = new Set<unknown>(['28P01', '28000', 'ER_ACCESS_DENIED_ERROR', 'WRONGPASS', 'ELOGIN']);

/** What tells by its text alone: Redis, MongoDB Atlas, and Oracle, whose number has other names in other versions of its driver. */
const MESSAGES = /^(WRONGPASS |bad auth|ORA-01017)/;

/** MySQL's number of `ER_ACCESS_DENIED_ERROR`. */
const MYSQL_ACCESS_DENIED = 1045;

/** MongoDB's number of `AuthenticationFailed`. */
const MONGO_AUTHENTICATION_FAILED = 18;

interface AnyError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly codeName?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly status?: unknown; readonly statusCode?: unknown } | null;
  readonly $metadata?: { readonly httpStatusCode?: unknown } | null;
  readonly cause?: unknown;
  /** Where Sequelize keeps the driver's error. */
  readonly parent?: unknown;
  readonly errors?: unknown;
}

/** Whether somebody refused the credentials: the drivers of the common databases, and HTTP 401 as the common clients throw it. */
export function isAuthenticationError(error: unknown, depth = DEPTH): boolean {
  if (Object(error) !== error) return false;
  const { cause, errors, parent } = error as AnyError;
  return isRefusal(error as AnyError) || (depth > 0 && [cause, parent, errors].flat().some(inner => isAuthenticationError(inner, depth - 1)));
}

function isRefusal({ name, message, code, errno, codeName, status, statusCode, response, $metadata }: AnyError): boolean {
  if (CODES.has(code) || errno === MYSQL_ACCESS_DENIED || codeName === 'AuthenticationFailed') return true;
  if (code === MONGO_AUTHENTICATION_FAILED && String(name).startsWith('Mongo')) return true;
  if (MESSAGES.test(String(message))) return true;
  return [status, statusCode, response?.status, response?.statusCode, $metadata?.httpStatusCode].includes(401);
}

/**
 * `fetch` throws nothing at a 401, so an answer that a handler returns is looked at too. By its name: to ask for the class would have Node.js
 * load all of `fetch`, which takes six times as long as a start.
 */
export function isRefusedAnswer(answer: unknown): boolean {
  const got = answer as { readonly [Symbol.toStringTag]?: unknown; readonly status?: unknown } | null | undefined;
  return got?.[Symbol.toStringTag] === 'Response' && got.status === 401;
}
