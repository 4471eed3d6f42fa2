import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import inputOutputLogger from '@middy/input-output-logger';
import secretsManager from '@middy/secrets-manager';
import validator from '@middy/validator';
import { transpileSchema } from '@middy/validator/transpile';

const body = {
  type: 'object', required: ['product', 'count'], additionalProperties: false,
  properties: { product: { type: 'string', pattern: '^[a-z0-9-]{1,36}$' }, count: { type: 'integer', minimum: 1, maximum: 100 } },
};
const handlerOf = middy(async event => ({ statusCode: 200, body: JSON.stringify({ product: event.body.product }) }))
  .use(inputOutputLogger())
  .use(httpErrorHandler())
  .use(httpJsonBodyParser())
  .use(validator({ eventSchema: transpileSchema({ type: 'object', required: ['body'], properties: { body } }) }));
if (process.env.SECRET !== undefined) handlerOf.use(secretsManager({ fetchData: { payments: process.env.SECRET }, cacheExpiry: 300_000 }));

export const handler = handlerOf;
