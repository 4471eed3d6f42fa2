import { isEmpty, json, member, Place } from './place';
import { isText, mapped } from '../json';

type Texts = { readonly [name: string]: string };

const root = (event: any) => event;
const isFormat2 = (event: any) => event.version === '2.0';
const lists = (values: Texts) => mapped(values, (name, text) => [name, [text]]);
const named = (headers: Texts | null | undefined, wanted: string) => Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted);

/** What a caller of an API or of a function URL writes; the first is the payload. */
export function requestPlaces(event: any): readonly [Place, ...Place[]] {
  const type = named(event.headers, 'content-type')?.[1];
  const body = type?.startsWith('application/x-www-form-urlencoded') ? form : jsonBody;
  return [body, path, query, headers, cookies, rawPath, ...[userAgent, ...claims].filter(({ read }) => !isEmpty(read(event)))];
}

/** What a caller writes that an authorizer is asked about; the first is the payload. Of a token it hears nothing else but the path. */
export function authorizerPlaces(event: any): readonly [Place, ...Place[]] {
  return event.type === 'TOKEN' ? [token, arn] : [headers, path, query, cookies, rawPath, identity, arn];
}

const decoded = (event: any) => event.isBase64Encoded && typeof event.body === 'string' ? Buffer.from(event.body as string, 'base64').toString() : event.body as unknown;

// As it was encoded before.
function writeBody(event: any, text: string): void {
  event.body = event.isBase64Encoded ? Buffer.from(text).toString('base64') : text;
}

const jsonBody = json('body', decoded, writeBody);

const form: Place = {
  name: 'body',
  read: event => Object.fromEntries(new URLSearchParams(decoded(event) as string)),
  write: (event, fields: Texts | string) => writeBody(event, new URLSearchParams(fields as Texts).toString()),
  standIn: { id: 'x' },
};

const path = member('pathParameters', root, { name: 'path', standIn: { id: 'x' } });

/** Each format says it twice. */
const query: Place = {
  name: 'query',
  read: event => event.queryStringParameters as unknown,
  write: (event, values: Texts) => {
    event.queryStringParameters = values;
    if (isFormat2(event)) event.rawQueryString = new URLSearchParams(values).toString();
    else event.multiValueQueryStringParameters = lists(values);
  },
  standIn: { q: 'x' },
};

function writeHeaders(event: any, values: Texts): void {
  event.headers = values;
  if (event.multiValueHeaders) event.multiValueHeaders = lists(values);
}

const headers: Place = { name: 'headers', read: event => event.headers as unknown, write: writeHeaders, standIn: { 'x-name': 'x' } };

/** In format 2.0 a list of their own, elsewhere a header. */
const cookies: Place = {
  name: 'cookies',
  read: event => {
    const all = isFormat2(event) ? event.cookies as string[] | undefined : named(event.headers, 'cookie')?.[1].split('; ');
    return all && Object.fromEntries(all.map(text => /^([^=]*)=?(.*)$/s.exec(text)!.slice(1)));
  },
  write: (event, values: Texts) => {
    const all = Object.entries(values).map(([name, text]) => `${name}=${text}`);
    if (isFormat2(event)) event.cookies = all;
    else writeHeaders(event, { ...event.headers, [named(event.headers, 'cookie')?.[0] ?? 'Cookie']: all.join('; ') });
  },
  standIn: { session: 'x' },
};

const FOLDER = /^(.*\/)?[^/]*$/s;

/** The last segment of the path. */
const rawPath: Place = {
  name: 'rawPath',
  read: () => 'x',
  write: (event, text) => {
    const whole = `${FOLDER.exec(String(event.rawPath ?? event.path ?? '/'))![1] ?? '/'}${text}`;
    const { requestContext } = event;
    if (!isFormat2(event)) event.path = whole;
    else event.rawPath = whole;
    if (requestContext?.http) requestContext.http.path = whole;
  },
};

/** Told apart from its header as well. */
const userAgent: Place = {
  name: 'userAgent',
  read: event => event.requestContext && 'x',
  write: ({ requestContext: context }, text) => {
    if (context.http) context.http.userAgent = text;
    else context.identity = { ...context.identity, userAgent: text };
  },
};

const authorizer = (event: any) => event.requestContext?.authorizer;

/** What callers say of themselves to a user pool, in HTTP and in REST APIs, and what an authorizer hands on. An identity of IAM is AWS's word. */
const claims: readonly Place[] = [
  member('claims', event => authorizer(event)?.jwt),
  member('claims', authorizer),
  member('lambda', authorizer, { name: 'claims' }),
  member('authorizer', event => event.requestContext, { name: 'claims', read: event => isText(authorizer(event)?.principalId) ? authorizer(event) as unknown : undefined }),
];

const token = member('authorizationToken', root, { name: 'token' });

/** A list in format 2.0, a text before. */
const identity: Place = {
  name: 'identity',
  read: () => 'x',
  write: (event, text) => { event.identitySource = isFormat2(event) ? [text] : text; },
};

/** It ends in the path. */
const arn: Place = {
  name: 'arn',
  read: () => 'x',
  write: (event, text) => {
    const key = isFormat2(event) ? 'routeArn' : 'methodArn';
    event[key] = `${FOLDER.exec(String(event[key]))![1]}${text}`;
  },
};
